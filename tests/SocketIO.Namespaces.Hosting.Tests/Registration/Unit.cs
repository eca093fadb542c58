using System.Collections.Concurrent;

namespace SocketIO.Namespaces.Hosting.Tests.Registration;

/// <summary>A unit of work, as a DbContext is: what one event does, it does with one of them. Containers can dispose it only asynchronously.</summary>
internal sealed class Unit(UnitLog log) : IAsyncDisposable
{
    public int Id { get; } = log.Open();

    public bool IsDisposed => log.IsDisposed(Id);

    public async ValueTask DisposeAsync()
    {
        await log.MayDispose;
        log.Close(Id);
    }
}

/// <summary>A service that works with the event's unit.</summary>
internal sealed class Repository(Unit unit)
{
    public Unit Unit => unit;
}

/// <summary>Every unit there has been.</summary>
internal sealed class UnitLog
{
    private readonly ConcurrentDictionary<int, Signal> _disposed = [];
    private int _count;

    /// <summary>Keeps disposals from ending until it completes.</summary>
    public Task MayDispose { get; set; } = Task.CompletedTask;

    public int Count => _count;

    /// <returns>The number of one more unit.</returns>
    public int Open() => Interlocked.Increment(ref _count);

    public void Close(int id) => DisposalOf(id).Set();

    public Task WaitForDisposalAsync(int id) => DisposalOf(id).WaitAsync();

    public bool IsDisposed(int id) => DisposalOf(id).IsSet;

    private Signal DisposalOf(int id) => _disposed.GetOrAdd(id, _ => new Signal());
}
