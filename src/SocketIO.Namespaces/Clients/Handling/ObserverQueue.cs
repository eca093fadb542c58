using System.Diagnostics.CodeAnalysis;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>The events that wait for one observer: bounded by count and bytes, the oldest lost first, so that an observer is in nobody's way.</summary>
internal sealed class ObserverQueue(SocketIOLimits limits, LimitReporter reporter)
{
    private readonly SingleReaderQueue<IncomingPacket> _packets = new();
    private long _bytes;
    private int _count;

    /// <summary>Takes an event.</summary>
    /// <returns>How many others were lost over it.</returns>
    public int Post(IncomingPacket packet)
    {
        var lost = 0;
        Count(1, packet.ByteCount);
        if (!_packets.TryAdd(packet))
        {
            Count(-1, -packet.ByteCount);
            packet.Dispose();
        }

        while (LimitExceeded() is { } limit && TryTake(out var oldest))
        {
            oldest.Dispose();
            reporter.OnReached(limit);
            lost++;
        }

        return lost;
    }

    /// <summary>Waits for the next event.</summary>
    /// <returns>False if there will be none.</returns>
    public ValueTask<bool> WaitAsync() => _packets.WaitAsync();

    /// <inheritdoc cref="WaitAsync"/>
    public bool Wait() => _packets.Wait();

    /// <summary>Takes the next event, which is now the caller's to dispose.</summary>
    public bool TryTake([NotNullWhen(true)] out IncomingPacket? packet)
    {
        if (!_packets.TryTake(out packet))
            return false;
        Count(-1, -packet.ByteCount);
        return true;
    }

    /// <summary>Lets nothing more in.</summary>
    public void Complete() => _packets.Complete();

    /// <summary>Lets nothing more in, and drops what waits.</summary>
    public void Close()
    {
        Complete();
        while (TryTake(out var packet))
            packet.Dispose();
    }

    private string? LimitExceeded()
    {
        if (Volatile.Read(ref _count) > limits.ObserverEvents)
            return nameof(SocketIOLimits.ObserverEvents);
        return Interlocked.Read(ref _bytes) > limits.ObserverBytes ? nameof(SocketIOLimits.ObserverBytes) : null;
    }

    private void Count(int packets, int bytes)
    {
        Interlocked.Add(ref _count, packets);
        Interlocked.Add(ref _bytes, bytes);
    }
}
