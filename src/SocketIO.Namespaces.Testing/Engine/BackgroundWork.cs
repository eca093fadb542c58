using System.Collections.Concurrent;

namespace SocketIO.Namespaces.Testing.Engine;

/// <summary>Owns the tasks that run beside the requests, so that the server can wait for them before it goes.</summary>
internal sealed class BackgroundWork
{
    private readonly ConcurrentDictionary<Task, bool> _running = [];

    public void Run(Func<Task> work) => Add(Task.Run(work));

    public void Add(Task task)
    {
        _running[task] = true;
        _ = task.ContinueWith(
            done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits until nothing runs any more, though not longer than <paramref name="timeout"/>.</summary>
    public async Task WaitAsync(TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource();
        deadline.CancelAfter(timeout);
        while (!_running.IsEmpty && !deadline.IsCancellationRequested)
            await Task.WhenAll(_running.Keys).WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
