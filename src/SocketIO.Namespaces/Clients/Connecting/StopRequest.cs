namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>The request to stop a run: who made it, and how much time there is for everything that it takes.</summary>
internal sealed class StopRequest(TimeSpan limit, TimeProvider time)
{
    private readonly TaskCompletionSource<object?> _caller = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _requested = new();
    private readonly CancellationTokenSource _overdue = new();
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private bool _isComplete;

    /// <summary>Whether it has been made: a moment before <see cref="Requested"/> is cancelled.</summary>
    public bool IsMade => _caller.Task.IsCompleted;

    /// <summary>Completes at the request, with the unit of work that made it and so is not waited for; null for code of one's own.</summary>
    public Task<object?> Caller => _caller.Task;

    /// <summary>Cancelled at the request.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <summary>Cancelled when the time for the stop is over.</summary>
    public CancellationToken Overdue => _overdue.Token;

    /// <summary>Makes the request.</summary>
    /// <param name="caller">The unit of work that makes it.</param>
    /// <returns>False if somebody made it before.</returns>
    public bool TryMake(object? caller)
    {
        if (!_caller.TrySetResult(caller))
            return false;
        lock (_gate)
        {
            if (!_isComplete)
                _timer = time.CreateTimer(static overdue => ((CancellationTokenSource)overdue!).Cancel(), _overdue, limit, Timeout.InfiniteTimeSpan);
        }

        _requested.Cancel();
        return true;
    }

    /// <summary>Takes away the time that is left, once the request has been made.</summary>
    public void Hurry()
    {
        lock (_gate)
        {
            if (IsMade && !_isComplete)
                _timer?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The run has stopped: by the request, or by itself before it.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            _timer?.Dispose();
        }
    }
}
