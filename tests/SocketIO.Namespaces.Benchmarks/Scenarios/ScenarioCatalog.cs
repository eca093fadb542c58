using SocketIO.Namespaces.Benchmarks.Peers;
using static SocketIO.Namespaces.Benchmarks.Peers.PeerNames;

namespace SocketIO.Namespaces.Benchmarks.Scenarios;

/// <summary>All scenarios, in the order they run.</summary>
internal static class ScenarioCatalog
{
    private static readonly string[] OfSocketIO = [Raw, Ours, JavaScript, OtherClient, Python];
    private static readonly string[] OnlyOurs = [Ours];
    private static readonly string[] RawAndOurs = [Raw, Ours];

    public static readonly Scenario[] All =
    [
        new("small", "Receive a small event, its object read as a record", [new(Workload.Small)], PeerNames.All),
        new("kb", "Receive an event with 1,000 more characters", [new(Workload.Kilobyte)], OfSocketIO),
        new("bin", "Receive an event with an attachment of 1 KiB", [new(Workload.Binary)], OfSocketIO),
        new("emit", "Emit a small object, one awaited after the other", [new(Workload.Emit)], PeerNames.All),
        new("call", "Call and await the answer, one at a time", [new(Workload.Call)], PeerNames.All),
        new("calls", "Call, 64 in flight", [new(Workload.Calls)], PeerNames.All),
        new("async", "Receive a small event by a handler that ends at once, or one that awaits Task.Yield()", [new(Workload.Small), new(Workload.Async)], OnlyOurs),
        new("handlers", "Receive small events of many names", Sizes(Workload.Handlers, 1, 10, 100, 1000), OnlyOurs),
        new("namespaces", "Receive small events in many namespaces", Sizes(Workload.Namespaces, 1, 10, 100), OnlyOurs),
        new("pending", "Call, 64 in flight, beside calls that nobody answers", Sizes(Workload.Pending, 10, 100, 1000, 10_000), OnlyOurs),
        new("latency", "Emit on an idle connection: to the server, and back by an event", [new(Workload.Latency)], RawAndOurs),
        new("polling", "Long polling: receive and emit small events", [new(Workload.Small, Polling: true), new(Workload.Emit, Polling: true)], OfSocketIO) { IsSlow = true },
        new("idle", "Idle connections", Sizes(Workload.Idle, 1000, 10_000), RawAndOurs) { IsOneByOne = true },
    ];

    private static Workload[] Sizes(string name, params int[] sizes) => [.. sizes.Select(size => new Workload(name, size))];
}
