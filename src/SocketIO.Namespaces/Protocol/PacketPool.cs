using System.Buffers;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Where packets and their memory come from and go back to.</summary>
internal sealed class PacketPool
{
    /// <summary>As many as a burst of events leaves in a namespace's inbox; what goes beyond it is left to the garbage collector.</summary>
    private const int Capacity = 1024;

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
}
