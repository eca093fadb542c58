using System.Collections.Concurrent;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Keeps at most <paramref name="capacity"/> objects for reuse. Thread-safe. Objects come back to any thread, in any order.</summary>
internal sealed class ObjectPool<T>(Func<T> create, int capacity)
    where T : class
{
    private readonly ConcurrentQueue<T> _items = new();
    private int _count;
    private int _made;

    /// <summary>How many objects lie in the pool.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many objects are in use; exact when nothing is being rented or returned.</summary>
    public int Outstanding => Volatile.Read(ref _made) - Count;

    public T Rent()
    {
        if (!_items.TryDequeue(out var item))
        {
            Interlocked.Increment(ref _made);
            return create();
        }

        Interlocked.Decrement(ref _count);
        return item;
    }

    public void Return(T item)
    {
        if (Interlocked.Increment(ref _count) <= capacity)
        {
            _items.Enqueue(item);
            return;
        }

        Interlocked.Decrement(ref _count);
        Interlocked.Decrement(ref _made);
    }
}
