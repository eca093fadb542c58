namespace SocketIO.Namespaces.Transports;

/// <summary>Lets polls start one by one, or holds them up, and knows whether one is under way.</summary>
internal sealed class PollingGate
{
    private readonly Lock _lock = new();
    private bool _isPolling;
    private bool _isRetired;
    private TaskCompletionSource? _resumed;     // there while paused
    private TaskCompletionSource? _idle;        // there while a pause waits for the poll under way

    /// <summary>Waits until a poll may start.</summary>
    /// <returns>False if none may start any more.</returns>
    public async ValueTask<bool> EnterAsync()
    {
        while (true)
        {
            Task resumed;
            lock (_lock)
            {
                if (_isRetired) return false;
                if (_resumed is null) return _isPolling = true;
                resumed = _resumed.Task;
            }

            await resumed.ConfigureAwait(false);
        }
    }

    /// <summary>Tells that the poll has ended, however it did.</summary>
    public void Exit()
    {
        lock (_lock)
        {
            _isPolling = false;
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    public Task PauseAsync()
    {
        lock (_lock)
        {
            _resumed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_isPolling) return Task.CompletedTask;
            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    public void Resume()
    {
        lock (_lock)
        {
            _resumed?.TrySetResult();
            _resumed = null;
        }
    }

    public void Retire()
    {
        lock (_lock)
        {
            _isRetired = true;
            _resumed?.TrySetResult();
        }
    }
}
