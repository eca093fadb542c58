using System.Threading.Tasks.Sources;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>A caller awaiting the answer. It reads the packet on its own thread, not on the connection's.</summary>
internal sealed class PendingCall(string eventName) : PendingAck(eventName), IValueTaskSource<IncomingPacket>
{
    private ManualResetValueTaskSourceCore<IncomingPacket> _answer = new() { RunContinuationsAsynchronously = true };

    /// <summary>The answer, to be awaited once.</summary>
    public ValueTask<IncomingPacket> Answer => new(this, _answer.Version);

    public override void Complete(IncomingPacket packet) => _answer.SetResult(packet);

    public override void Fail(SocketIOException reason) => _answer.SetException(reason);

    IncomingPacket IValueTaskSource<IncomingPacket>.GetResult(short token) => _answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<IncomingPacket>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<IncomingPacket>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _answer.OnCompleted(continuation, state, token, flags);
}
