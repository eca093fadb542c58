using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>A caller awaiting the answer. It reads the packet on its own thread, not on the connection's.</summary>
internal sealed class PendingCall : PendingAck
{
    private readonly TaskCompletionSource<IncomingPacket> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IncomingPacket> Answer => _answer.Task;

    public override void Complete(IncomingPacket packet) => _answer.TrySetResult(packet);

    public override void Fail(SocketIOException reason) => _answer.TrySetException(reason);
}
