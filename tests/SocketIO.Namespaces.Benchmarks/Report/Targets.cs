using SocketIO.Namespaces.Benchmarks.Scenarios;
using static SocketIO.Namespaces.Benchmarks.Peers.PeerNames;

namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>How fast the library means to be: ratios within one run, on one machine.</summary>
internal static class Targets
{
    public static readonly Target[] All =
    [
        new("F1", "receive small, × raw", results => results.Ratio("small", Ours, Raw), 0.45),
        new("F1", "receive small, × socket.io-client", results => results.Ratio("small", Ours, JavaScript), 5),
        new("F1", "receive small, × SocketIOClient", results => results.Ratio("small", Ours, OtherClient), 25),
        new("F1", "CPU per event, × SignalR", CpuOfSignalR, 1, IsUpperBound: true),
        new("F2", "receive kb, × raw", results => results.Ratio("kb", Ours, Raw), 0.6),
        new("F2", "receive bin, × raw", results => results.Ratio("bin", Ours, Raw), 0.6),
        new("F3", "emit, × raw", results => results.Ratio("emit", Ours, Raw), 4),
        new("F4", "call, one at a time, × raw", results => results.Ratio("call", Ours, Raw), 0.9),
        new("F5", "calls, 64 in flight, × raw", results => results.Ratio("calls", Ours, Raw), 2),
        new("F6", "bytes allocated per small event, beyond its own objects", results => results.Find("small", Ours)?.AllocatedBytes - OwnObjects.Bytes, 64, IsUpperBound: true),
        new("F6", "bytes allocated per emit", results => results.Find("emit", Ours)?.AllocatedBytes, 64, IsUpperBound: true),
        new("F7", "heap of an idle connection beyond raw, KiB", results => HeapBeyondRaw(results, "idle:1000"), 6, IsUpperBound: true),
        new("F7", "the same among 10,000", results => HeapBeyondRaw(results, "idle:10000"), 6, IsUpperBound: true),
        new("F7", "process of 10,000 connections, MiB", results => results.Figure("idle:10000", Ours, Figure.ProcessMegabytes), 350, IsUpperBound: true),
        new("F8", "time per event, 1,000 handlers × 1", results => results.Growth(Ours, "handlers", "handlers:1000"), 1.25, IsUpperBound: true),
        new("F8", "time per event, 100 namespaces × 1", results => results.Growth(Ours, "namespaces", "namespaces:100"), 1.25, IsUpperBound: true),
        new("F8", "time per call, 10,000 pending × 10", results => results.Growth(Ours, "pending:10", "pending:10000"), 1.25, IsUpperBound: true),
        new("F9", "asynchronous handler, × synchronous", results => results.RatioWithin("async", Ours, "async", "small"), 0.5),
        new("–", "emit on an idle connection, p50, × raw", results => Latency(results, Figure.EmitMedian), 1.25, IsUpperBound: true),
        new("–", "emit on an idle connection, p99, × raw", results => Latency(results, Figure.EmitSlow), 1.25, IsUpperBound: true),
    ];

    private static double? CpuOfSignalR(Results results)
        => results.Find("small", Ours)?.CpuMicroseconds / results.Find("small", SignalR)?.CpuMicroseconds;

    private static double? HeapBeyondRaw(Results results, string workload)
        => results.Figure(workload, Ours, Figure.HeapKilobytes) - results.Figure(workload, Raw, Figure.HeapKilobytes);

    private static double? Latency(Results results, string figure)
        => results.Figure("latency", Ours, figure) / results.Figure("latency", Raw, figure);
}
