using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Engine;

/// <summary>A packet that found no room in the outbox, and who waits with it.</summary>
internal sealed class OutboxWaiter : TaskCompletionSource<bool>
{
    public OutboxWaiter(OutgoingPacket packet)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Packet = packet;
        Node = new(this);
    }

    public OutgoingPacket Packet { get; }

    /// <summary>Its place in the line of waiters; in no list once it has been let in or turned away.</summary>
    public LinkedListNode<OutboxWaiter> Node { get; }
}
