using SocketIO.Namespaces.Clients.Connecting;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>A thread for handlers that may block, so that they take none from the thread pool.</summary>
internal static class HandlerThread
{
    /// <summary>Starts a thread.</summary>
    /// <param name="name">Its name, for debuggers.</param>
    /// <param name="run">What it does.</param>
    /// <returns>Completes when the thread has done it.</returns>
    public static Task Start(string name, Action run)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Run(run, completion)) { IsBackground = true, Name = name };
        thread.UnsafeStart(); // what its starter carries along is no business of handlers
        return completion.Task;
    }

    private static void Run(Action run, TaskCompletionSource completion)
    {
        try
        {
            run();
            completion.TrySetResult();
        }
        catch (Exception exception)
        {
            completion.TrySetException(exception);
        }
    }
}
