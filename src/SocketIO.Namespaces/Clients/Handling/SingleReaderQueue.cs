using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>A queue that any number of threads fill and one reader empties, which waits for more by awaiting or by blocking its thread.</summary>
/// <remarks>A channel can do neither the latter nor give up an item out of turn.</remarks>
internal sealed class SingleReaderQueue<T> : IValueTaskSource<bool>
{
    private readonly object _gate = new(); // an object, since a reader may wait on its monitor
    private Queue<T> _items = new();
    private ManualResetValueTaskSourceCore<bool> _signal;
    private bool _isAwaited;
    private bool _isBlocked;
    private bool _isCompleted;

    /// <summary>Adds an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="wakes">Whether the reader is told at once; else it is with another item, or by <see cref="Wake"/>.</param>
    /// <returns>False if the queue is complete.</returns>
    public bool TryAdd(T item, bool wakes = true)
    {
        lock (_gate)
        {
            if (_isCompleted)
                return false;
            _items.Enqueue(item);
            wakes = wakes && Wakes();
        }

        if (wakes)
            Signal(here: false);
        return true;
    }

    /// <summary>Tells the reader of items that it has not been told of, if it has not come upon them by itself.</summary>
    /// <param name="here">Whether a reader that awaits them goes on on this thread: then this returns when it awaits again, for whatever.</param>
    public void Wake(bool here)
    {
        bool wakes;
        lock (_gate)
            wakes = _items.Count > 0 && Wakes();
        if (wakes)
            Signal(here);
    }

    /// <summary>Takes the first item.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        lock (_gate)
            return _items.TryDequeue(out item);
    }

    /// <summary>Takes the first items, as many as there are and find room.</summary>
    /// <returns>How many.</returns>
    public int TryTake(Span<T> items)
    {
        lock (_gate)
        {
            var count = Math.Min(items.Length, _items.Count);
            for (var i = 0; i < count; i++)
                items[i] = _items.Dequeue();
            return count;
        }
    }

    /// <summary>Takes the first item that <paramref name="match"/> accepts, wherever it stands.</summary>
    public bool TryTakeFirst(Predicate<T> match, [MaybeNullWhen(false)] out T item)
    {
        lock (_gate)
        {
            if (!_items.TryPeek(out item))
                return false;
            if (match(item))
            {
                _items.Dequeue();
                return true;
            }

            var before = _items.TakeWhile(other => !match(other)).Count();
            if (before == _items.Count)
                return false;
            item = _items.ElementAt(before);
            _items = new Queue<T>(_items.Where((_, index) => index != before));
            return true;
        }
    }

    /// <summary>Lets nothing more in; the reader still gets what is there.</summary>
    public void Complete()
    {
        bool wakes;
        lock (_gate)
        {
            _isCompleted = true;
            wakes = Wakes();
        }

        if (wakes)
            Signal(here: false);
    }

    /// <summary>Waits until there is an item.</summary>
    /// <returns>False if there will be none.</returns>
    public bool Wait()
    {
        lock (_gate)
        {
            while (_items.Count == 0 && !_isCompleted)
            {
                _isBlocked = true;
                Monitor.Wait(_gate);
            }

            return _items.Count > 0;
        }
    }

    /// <inheritdoc cref="Wait"/>
    public ValueTask<bool> WaitAsync()
    {
        lock (_gate)
        {
            if (_items.Count > 0 || _isCompleted)
                return ValueTask.FromResult(_items.Count > 0);
            _isAwaited = true;
            _signal.Reset();
            return new ValueTask<bool>(this, _signal.Version);
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        _signal.GetResult(token);
        lock (_gate)
            return _items.Count > 0;
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _signal.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _signal.OnCompleted(continuation, state, token, flags);

    private void Signal(bool here)
    {
        _signal.RunContinuationsAsynchronously = !here;
        _signal.SetResult(true);
    }

    private bool Wakes()
    {
        if (_isBlocked)
            Monitor.Pulse(_gate);
        _isBlocked = false;
        var wakes = _isAwaited;
        _isAwaited = false;
        return wakes;
    }
}
