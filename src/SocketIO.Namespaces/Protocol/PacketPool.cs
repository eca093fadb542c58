using System.Buffers;
using System.Diagnostics;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Where packets and their memory come from and go back to.</summary>
internal sealed class PacketPool
{
    /// <summary>As many as a burst of events leaves in a namespace's inbox; what goes beyond it is left to the garbage collector.</summary>
    private const int Capacity = 4096;

    private int _ownedCount;

    public PacketPool(ArrayPool<byte> buffers)
    {
        Buffers = buffers;
        Incoming = new ObjectPool<IncomingPacket>(() => new IncomingPacket(this), Capacity);
        Outgoing = new ObjectPool<OutgoingPacket>(() => new OutgoingPacket(this), Capacity);
    }

    public static PacketPool Shared { get; } = new(ArrayPool<byte>.Shared);

    public ArrayPool<byte> Buffers { get; }

    public ObjectPool<IncomingPacket> Incoming { get; }

    public ObjectPool<OutgoingPacket> Outgoing { get; }

    /// <summary>How many packets have been taken and not been given back. Counted in a debug build only.</summary>
    public int OwnedCount => Volatile.Read(ref _ownedCount);

    [Conditional("DEBUG")]
    public void CountOwned(int difference) => Interlocked.Add(ref _ownedCount, difference);
}
