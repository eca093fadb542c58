namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>Knows when the thread pool has nothing left to do: it limits the pool to a few threads, and when it has got hold of all of them at once and
/// nothing is queued, then nothing runs. Where it cannot get hold of all, it guesses; no check of a run may depend on it.</summary>
internal sealed class Stillness : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly (int Workers, int Ports) _least;
    private readonly (int Workers, int Ports) _most;
    private int _threads = Environment.ProcessorCount;

    public Stillness()
    {
        ThreadPool.GetMinThreads(out _least.Workers, out _least.Ports);
        ThreadPool.GetMaxThreads(out _most.Workers, out _most.Ports);
        ThreadPool.SetMinThreads(_threads, _least.Ports);
        ThreadPool.SetMaxThreads(_threads, _most.Ports);
    }

    /// <summary>Waits until nothing runs on the thread pool, or for a while.</summary>
    public void Wait()
    {
        for (var tries = 0; tries < 100 && !IsStill(); tries++)
        {
            // somebody queued work, which now gets its turn
        }
    }

    public void Dispose()
    {
        ThreadPool.SetMaxThreads(_most.Workers, _most.Ports);
        ThreadPool.SetMinThreads(_least.Workers, _least.Ports);
    }

    private bool IsStill()
    {
        using var held = new CountdownEvent(_threads);
        var release = new ManualResetEventSlim();
        for (var i = 0; i < _threads; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static pair =>
                {
                    pair.held.Signal();
                    pair.release.Wait();
                },
                (held, release),
                preferLocal: false);
        }

        var isHeld = held.Wait(Patience);
        var isStill = ThreadPool.PendingWorkItemCount == 0;
        release.Set();
        if (!isHeld && _threads > 1)
        {
            held.Wait(Patience);
            _threads--; // one of them is somebody else's
        }

        return isHeld && isStill;
    }
}
