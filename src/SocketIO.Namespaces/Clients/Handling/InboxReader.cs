using System.Buffers;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>The handlers' end of an inbox: takes events out together, and counts them as handled together. For the handlers' loop alone.</summary>
/// <remarks>An object of its own, since the loop writes to it at every event: in one with what the connection's read loop writes to, the two would take
/// the line of memory away from one another's processor each time.</remarks>
internal sealed class InboxReader
{
    private const int MostTaken = 64;

    private readonly NamespaceInbox _inbox;
    private readonly SingleReaderQueue<InboxItem> _items;
    private readonly int _mostTaken;
    private readonly int _mostHandledBytes;
    private InboxItem[] _taken = [];
    private int _takenCount;
    private int _next;

    // What is handled but still counted.
    private int _handledEvents;
    private int _handledBytes;

    public InboxReader(NamespaceInbox inbox, SingleReaderQueue<InboxItem> items, SocketIOClientOptions options)
    {
        _inbox = inbox;
        _items = items;

        // What has been taken out can't be dropped any more.
        _mostTaken = options.InboxFullMode == InboxFullMode.DropOldest ? 1 : Math.Clamp(options.Limits.InboxEvents / 64, 1, MostTaken);
        _mostHandledBytes = options.Limits.InboxBytes / 64;
    }

    /// <summary>Waits for the next item.</summary>
    /// <returns>False if there will be none.</returns>
    public ValueTask<bool> WaitAsync() => _items.WaitAsync();

    /// <inheritdoc cref="WaitAsync"/>
    public bool Wait() => _items.Wait();

    /// <summary>Takes the next item. An event counts until it is released.</summary>
    public bool TryTake(out InboxItem item)
    {
        if (_next == _takenCount && !TakeMore())
        {
            item = default;
            return false;
        }

        item = _taken[_next];
        _taken[_next++] = default;
        return true;
    }

    /// <summary>An event has been handled: it counts until a few more have been, or none is left, or <see cref="Settle"/>.</summary>
    public void ReleaseSoon(int bytes)
    {
        _handledEvents++;
        _handledBytes += bytes;
        if (_handledBytes > _mostHandledBytes)
            Settle();
    }

    /// <summary>Counts handled events no longer: the loop is going to wait.</summary>
    public void Settle()
    {
        if (_handledEvents == 0)
            return;
        _inbox.Release(_handledEvents, _handledBytes);
        _handledEvents = 0;
        _handledBytes = 0;
    }

    /// <summary>An event has been handled, on whatever thread.</summary>
    public void Release(int bytes) => _inbox.Release(1, bytes);

    private bool TakeMore()
    {
        Settle();
        if (_taken.Length == 0)
            _taken = ArrayPool<InboxItem>.Shared.Rent(_mostTaken);
        _next = 0;
        _takenCount = _items.TryTake(_taken.AsSpan(0, _mostTaken));
        if (_takenCount > 0)
            return true;

        ArrayPool<InboxItem>.Shared.Return(_taken);
        _taken = [];
        return false;
    }
}
