using BenchmarkDotNet.Attributes;
using SocketIO.Namespaces.Engine;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Benchmarks.Micro;

/// <summary>The line of packets before the write loop: the time of one packet in a batch.</summary>
[MemoryDiagnoser]
public class OutboxBenchmarks
{
    private const int Batch = 100;

    private static readonly OutgoingPacket Packet = OutgoingPacket.Control("42[\"emit\",{\"id\":123,\"name\":\"sensor-17\",\"value\":21.5}]"u8);

    private readonly Outbox _outbox = new(MicroPackets.Limits.OutboxPackets, MicroPackets.Limits.OutboxBytes, TimeProvider.System);

    [Benchmark(OperationsPerInvoke = Batch)]
    public async ValueTask EnqueueAndTake()
    {
        for (var i = 0; i < Batch; i++)
            await _outbox.EnqueueAsync(Packet, CancellationToken.None);
        while (_outbox.TryTake() is not null)
            continue;
        _outbox.MarkFlushed();
    }
}
