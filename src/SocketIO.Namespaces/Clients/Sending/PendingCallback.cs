using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>A callback to run with the answer.</summary>
internal sealed class PendingCallback(string eventName, Action<IncomingPacket> run, Action<SocketIOException> giveUp) : PendingAck(eventName)
{
    public override void Complete(IncomingPacket packet) => run(packet);

    public override void Fail(SocketIOException reason) => giveUp(reason);
}
