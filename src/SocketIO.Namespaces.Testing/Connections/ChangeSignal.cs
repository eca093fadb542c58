namespace SocketIO.Namespaces.Testing.Connections;

/// <summary>Lets callers wait for something that others change.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource? _next;

    /// <summary>Says that something has changed.</summary>
    public void Pulse() => Interlocked.Exchange(ref _next, null)?.TrySetResult();

    /// <summary>Waits until there is what the caller looks for.</summary>
    /// <param name="find">Looks for it, at first and after each change; null if it is not there.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="explain">Says what was missing.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="TimeoutException">It did not come in time.</exception>
    public async Task<T> WaitAsync<T>(Func<T?> find, TimeSpan timeout, Func<string> explain, CancellationToken cancellationToken)
        where T : class
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        while (true)
        {
            var changed = Next();
            if (find() is { } found)
                return found;

            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.IsCancellationRequested)
                throw new TimeoutException(explain());
            await changed.WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task Next()
    {
        if (Volatile.Read(ref _next) is { } current)
            return current.Task;
        var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _next, created, null) ?? created).Task;
    }
}
