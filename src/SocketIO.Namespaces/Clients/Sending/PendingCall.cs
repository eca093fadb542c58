using System.Threading.Tasks.Sources;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>A caller awaiting the answer, which goes on once <see cref="GoOn"/> lets it.</summary>
internal sealed class PendingCall(string eventName) : PendingAck(eventName), IValueTaskSource<IncomingPacket>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<IncomingPacket> _answer = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private AckRegistry? _acks;
    private long _id;
    private IncomingPacket? _packet;

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

    public override void Complete(IncomingPacket packet) => _packet = packet;

    /// <summary>Lets the caller go on with the answer, on this thread: returns when it awaits something else, or has ended.</summary>
    public void GoOn()
    {
        _answer.RunContinuationsAsynchronously = false;
        _answer.SetResult(_packet!);
    }

    public override void Fail(SocketIOException reason) => _answer.SetException(reason);

    /// <summary>Lets the caller go on with the answer, on a thread of the pool. Not on this one's own queue, as this thread may be about to run other callers' code.</summary>
    public void GoOnElsewhere() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => GoOn();

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
