using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>Somebody waiting for an acknowledgement.</summary>
internal abstract class PendingAck
{
    /// <summary>Takes the answer, and with it the packet.</summary>
    public abstract void Complete(IncomingPacket packet);

    /// <summary>There will be no answer.</summary>
    public abstract void Fail(SocketIOException reason);
}
