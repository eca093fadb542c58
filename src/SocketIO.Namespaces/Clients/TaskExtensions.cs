namespace SocketIO.Namespaces.Clients;

internal static class TaskExtensions
{
    /// <summary>Lets a task fail without anybody looking: its failure is told elsewhere.</summary>
    public static void IgnoreFailure(this Task task)
        => _ = task.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>Waits for a task, but not for ever. How the task ended is for others to see.</summary>
    /// <returns>Whether it ended before the time was over, or the token cancelled.</returns>
    public static async Task<bool> EndsWithinAsync(this Task task, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken = default)
    {
        if (task.IsCompleted)
            return true;
        using var timer = new CancellationTokenSource(limit, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        await task.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }
}
