namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>Lets callers wait until a namespace is joined, or can't be.</summary>
internal sealed class JoinedSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _joined = Create();

    private TaskCompletionSource Current
    {
        get
        {
            lock (_gate)
                return _joined;
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => Current.Task.WaitAsync(cancellationToken);

    /// <summary>It is joined.</summary>
    public void Set() => Current.TrySetResult();

    /// <summary>It is joined no longer; whoever asks now waits for the next time.</summary>
    public void Reset() => ReplaceIf(joined => joined.IsCompletedSuccessfully);

    /// <summary>It is asked for again after it could not be joined.</summary>
    public void Renew() => ReplaceIf(joined => joined.IsFaulted);

    /// <summary>It will not be joined, unless it is asked for again.</summary>
    /// <param name="why">The error's message for those who wait.</param>
    public void Fail(string why)
    {
        var waiting = Current;
        if (waiting.TrySetException(new SocketIODisconnectedException(why) { Delivery = Delivery.NotSent }))
            waiting.Task.IgnoreFailure();
    }

    private void ReplaceIf(Predicate<Task> isSpent)
    {
        lock (_gate)
        {
            if (isSpent(_joined.Task))
                _joined = Create();
        }
    }

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
