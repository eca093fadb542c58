namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>Lets a number of handlers run at once, and says when none does. One caller at a time enters or waits.</summary>
internal sealed class HandlerSlots(int count)
{
    private readonly SemaphoreSlim _free = new(count);
    private readonly Lock _gate = new();
    private TaskCompletionSource? _allFree;
    private int _taken;

    /// <summary>Waits for a slot.</summary>
    public Task EnterAsync()
    {
        lock (_gate)
            _taken++;
        return _free.WaitAsync();
    }

    /// <summary>Gives a slot back.</summary>
    public void Exit()
    {
        lock (_gate)
        {
            if (--_taken == 0)
                _allFree?.TrySetResult();
        }

        _free.Release();
    }

    /// <summary>Completes when no handler runs.</summary>
    public Task WhenAllFree()
    {
        lock (_gate)
        {
            if (_taken == 0)
                return Task.CompletedTask;
            _allFree = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _allFree.Task;
        }
    }
}
