using BenchmarkDotNet.Attributes;
using SocketIO.Namespaces.Clients.Sending;

namespace SocketIO.Namespaces.Benchmarks.Micro;

/// <summary>A call's place among those that wait for an answer.</summary>
[MemoryDiagnoser]
public class AckRegistryBenchmarks
{
    private readonly AckRegistry _registry = new(limit: 100_000, TimeProvider.System, _ => { });
    private readonly PendingCall _call = new("call");

    [Params(10, 100, 1000, 10_000)]
    public int Pending { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        for (var i = 0; i < Pending; i++)
            _registry.Add(_call);
    }

    [Benchmark]
    public bool AddAndTake() => _registry.TryTake(_registry.Add(_call), out _);
}
