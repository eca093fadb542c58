using System.Threading.Tasks.Sources;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>A caller awaiting the answer. It reads the packet on its own thread, not on the connection's.</summary>
internal sealed class PendingCall(string eventName) : PendingAck(eventName), IValueTaskSource<IncomingPacket>
{
    private ManualResetValueTaskSourceCore<IncomingPacket> _answer = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private AckRegistry? _acks;
    private long _id;

    /// <summary>The answer, to be awaited once.</summary>
    public ValueTask<IncomingPacket> Answer => new(this, _answer.Version);

    /// <summary>Lets the caller's token end the wait for what has been sent.</summary>
    public void CancelBy(CancellationToken cancellationToken, AckRegistry acks, long id)
    {
        if (!cancellationToken.CanBeCanceled)
            return;
        (_acks, _id) = (acks, id);
        _cancellation = cancellationToken.UnsafeRegister(static (call, token) => ((PendingCall)call!).Cancel(token), this);
    }

    public override void Complete(IncomingPacket packet) => _answer.SetResult(packet);

    public override void Fail(SocketIOException reason) => _answer.SetException(reason);

    IncomingPacket IValueTaskSource<IncomingPacket>.GetResult(short token)
    {
        _cancellation.Dispose();
        return _answer.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<IncomingPacket>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<IncomingPacket>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _answer.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken cancellationToken)
    {
        if (_acks!.TryTake(_id, out _))
            _answer.SetException(new OperationCanceledException(cancellationToken));
    }
}
