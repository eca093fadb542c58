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
        new("F6", "bytes allocated per emit", results => results.Find("emit", Ours)?.AllocatedBytes, 64, IsUpperBound: true),
        new("F8", "time per event, 1,000 handlers × 1", results => results.Growth(Ours, "handlers", "handlers:1000"), 1.25, IsUpperBound: true),
        new("F8", "time per event, 100 namespaces × 1", results => results.Growth(Ours, "namespaces", "namespaces:100"), 1.25, IsUpperBound: true),
        new("F8", "time per call, 10,000 pending × 10", results => results.Growth(Ours, "pending:10", "pending:10000"), 1.25, IsUpperBound: true),
        new("F9", "asynchronous handler, × synchronous", AsynchronousHandler, 0.5),
    ];

    private static double? CpuOfSignalR(Results results)
        => results.Find("small", Ours)?.CpuMicroseconds / results.Find("small", SignalR)?.CpuMicroseconds;

    private static double? AsynchronousHandler(Results results) => results.Find("later", Ours)?.Rate / results.Find("small", Ours)?.Rate;
}
