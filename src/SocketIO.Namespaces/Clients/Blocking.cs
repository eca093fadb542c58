using SocketIO.Namespaces.Clients.Connecting;

namespace SocketIO.Namespaces.Clients;

/// <summary>Lets the calling thread wait for what others do. It watches the time itself: timers fire on the thread pool, and so not at all where every
/// thread of the pool is blocked and it may not grow.</summary>
internal static class Blocking
{
    /// <summary>How long the thread pool has to bring an outcome that is due.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Waits for a task, but no longer than told to. How the task ended is for others to see.</summary>
    /// <returns>Whether it ended; false if time was over, or the token cancelled, before.</returns>
    public static bool EndsWithin(this Task task, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken = default)
    {
        if (task.IsCompleted)
            return true;
        try
        {
            if (time == TimeProvider.System)
                return Task.WaitAny([task], Milliseconds(limit), cancellationToken) == 0;

            var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var timer = time.CreateTimer(static over => ((TaskCompletionSource)over!).TrySetResult(), over, limit, Timeout.InfiniteTimeSpan);
            return Task.WaitAny([task, over.Task], cancellationToken) == 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return task.IsCompleted;
        }
    }

    /// <summary>Waits a moment for a task that is due, since its time is over or its token cancelled.</summary>
    /// <returns>Whether it ended.</returns>
    public static bool EndsNow(this Task task) => task.EndsWithin(Grace, TimeProvider.System);

    /// <summary>Waits for a task that keeps a time limit by itself, as long as the thread pool lets it.</summary>
    /// <returns>Whether it ended; false if the limit is over, or the token cancelled, and the thread pool runs nothing.</returns>
    public static bool EndsByItself(this Task task, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken = default)
    {
        while (!task.EndsWithin(limit, time, cancellationToken))
        {
            if (!Task.Run(static () => { }, CancellationToken.None).EndsNow())
                return task.IsCompleted;
            cancellationToken = CancellationToken.None; // the task has seen it
        }

        return true;
    }

    /// <summary>Waits for a task that has no time limit.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public static void Await(this Task task, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled && !task.EndsWithin(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken) && !task.EndsNow())
        {
            task.IgnoreFailure();
            throw new OperationCanceledException(cancellationToken);
        }

        task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Await(Task, CancellationToken)"/>
    public static TResult Await<TResult>(this Task<TResult> task, CancellationToken cancellationToken)
    {
        ((Task)task).Await(cancellationToken);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Waits for what has most often ended already.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public static void Await(this ValueTask task, CancellationToken cancellationToken = default)
    {
        if (task.IsCompleted)
            task.GetAwaiter().GetResult();
        else
            task.AsTask().Await(cancellationToken);
    }

    /// <summary>Starts what calls user code that may await: that must not go on in the caller's synchronization context, which runs nothing while it waits.</summary>
    public static Task OutsideOfContext(Func<Task> start)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return start();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Waits for time to pass.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public static void Sleep(TimeSpan duration, TimeProvider time, CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        never.Task.EndsWithin(duration, time, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static int Milliseconds(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, Timeout.InfiniteTimeSpan);
        return limit.TotalMilliseconds <= int.MaxValue ? (int)limit.TotalMilliseconds : Timeout.Infinite;
    }
}
