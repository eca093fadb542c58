using System.Collections.Concurrent;

namespace SocketIO.Namespaces.InteropTests.Faults.Watching;

/// <summary>Hears of exceptions in tasks that nobody looked at. An exception that nobody caught at all ends the test run by itself.</summary>
internal sealed class UnobservedExceptions : IDisposable
{
    private readonly ConcurrentQueue<Exception> _exceptions = new();

    public UnobservedExceptions() => TaskScheduler.UnobservedTaskException += Note;

    /// <summary>Those of all tasks that nobody can reach any more.</summary>
    public IReadOnlyCollection<Exception> Take()
    {
        Collect();
        return [.. _exceptions];
    }

    /// <summary>Lets what is unreachable now be told to others.</summary>
    public static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Note;

    private void Note(object? sender, UnobservedTaskExceptionEventArgs unobserved) => _exceptions.Enqueue(unobserved.Exception);
}
