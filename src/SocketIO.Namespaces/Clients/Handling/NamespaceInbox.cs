using System.Buffers;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>What waits for one namespace's handlers: its connects, events and disconnects in the order they happened. The events are bounded by count and bytes;
/// the moments of its life are few, and never dropped.</summary>
internal sealed class NamespaceInbox
{
    private const int MostTaken = 64;
    private const int LookedAtEach = 16; // where many events wait, each of these is reason enough to look at the handlers

    private readonly NamespaceSession _session;
    private readonly SocketIOClientOptions _options;
    private readonly SingleReaderQueue<InboxItem> _items = new();
    private readonly HandlerLoop _loop;
    private readonly SlowHandlerWatch _watch;
    private readonly int _mostTaken;
    private readonly int _mostHandledBytes;
    private readonly int _resumeBelow;
    private TaskCompletionSource? _room;
    private long _bytes;
    private int _events;

    // The reader's own: what it took out together, and what of that is handled but still counted.
    private InboxItem[] _taken = [];
    private int _takenCount;
    private int _next;
    private int _handledEvents;
    private int _handledBytes;

    public NamespaceInbox(NamespaceSession session, ClientCore core)
    {
        _session = session;
        _options = core.Options;
        _loop = new HandlerLoop(session, core, this);
        _watch = new SlowHandlerWatch(_loop, session.Namespace, core);

        // What has been taken out can't be dropped any more.
        _mostTaken = _options.InboxFullMode == InboxFullMode.DropOldest ? 1 : Math.Clamp(_options.Limits.InboxEvents / 64, 1, MostTaken);
        _mostHandledBytes = _options.Limits.InboxBytes / 64;
        _resumeBelow = _options.Limits.InboxEvents - _options.Limits.InboxEvents / 16; // each pause costs a switch to the handlers and back
    }

    /// <summary>Whether so much waits that reading from the connection should pause.</summary>
    public bool IsFull => _options.InboxFullMode == InboxFullMode.Wait && Volatile.Read(ref _events) >= _options.Limits.InboxEvents;

    /// <summary>How many events wait or are being handled.</summary>
    public int Events => Volatile.Read(ref _events);

    /// <summary>Completes when there is room again.</summary>
    public Task Room
    {
        get
        {
            var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            room = Interlocked.CompareExchange(ref _room, room, null) ?? room;
            if (!IsFull)
                room.TrySetResult();
            return room.Task;
        }
    }

    /// <summary>Takes an event, and with it the packet. Called by one thread at a time.</summary>
    /// <param name="packet">The event.</param>
    /// <param name="connection">The connection it came by.</param>
    /// <param name="isEarly">Whether it came before the namespace was joined, and is handled before its connect.</param>
    /// <returns>False if more bytes wait than may, and none may be dropped.</returns>
    /// <remarks>The handlers are told with the next <see cref="Wake"/> or <see cref="Post"/>.</remarks>
    public bool TryPost(IncomingPacket packet, Connection connection, bool isEarly = false)
    {
        if (_options.InboxFullMode == InboxFullMode.DropOldest)
            DropOldest(packet.ByteCount);
        if (_options.InboxFullMode != InboxFullMode.Wait && LimitReachedBy(packet.ByteCount) is { } limit)
        {
            Drop(packet, limit);
            return true;
        }

        _loop.EnsureRunning();
        var waiting = Interlocked.Increment(ref _events);
        if (Interlocked.Add(ref _bytes, packet.ByteCount) > _options.Limits.InboxBytes || !_items.TryAdd(new InboxItem(packet, connection, isEarly), wakes: false))
        {
            Release(packet.ByteCount);
            packet.Dispose();
            return false;
        }

        if (waiting > 1 && (waiting < LookedAtEach || waiting % LookedAtEach == 0))
            _watch.OnWaiting(waiting);
        return true;
    }

    /// <summary>Tells the handlers of the events that they have not been told of.</summary>
    public void Wake() => _items.Wake();

    /// <summary>Takes a moment of the namespace's life.</summary>
    /// <returns>Completes when its handler has run.</returns>
    public Task Post(HandlerKind kind, object value)
    {
        if (!_loop.IsRunning && _session.Handlers.IsEmpty)
            return Task.CompletedTask;
        _loop.EnsureRunning();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_items.TryAdd(new InboxItem(kind, value, done)))
            done.TrySetResult();
        return done.Task;
    }

    /// <summary>Completes when what waits now has been handled.</summary>
    public Task WhenIdleAsync()
    {
        if (!_loop.IsRunning)
            return Task.CompletedTask;
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_items.TryAdd(new InboxItem(idle)))
            idle.TrySetResult();
        return idle.Task;
    }

    /// <summary>Takes nothing any more; completes when what has been taken is handled.</summary>
    public Task CompleteAsync()
    {
        _items.Complete();
        return _loop.Completion;
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

    /// <summary>An event has been handled.</summary>
    public void Release(int bytes) => Release(1, bytes);

    /// <summary>An event has been handled: it counts until a few more have been, or none is left, or <see cref="Settle"/>. For the reader only.</summary>
    public void ReleaseSoon(int bytes)
    {
        _handledEvents++;
        _handledBytes += bytes;
        if (_handledBytes > _mostHandledBytes)
            Settle();
    }

    /// <summary>Counts handled events no longer: the reader is going to wait.</summary>
    public void Settle()
    {
        if (_handledEvents == 0)
            return;
        Release(_handledEvents, _handledBytes);
        _handledEvents = 0;
        _handledBytes = 0;
    }

    private void Release(int events, int bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        if (Interlocked.Add(ref _events, -events) < _resumeBelow && Volatile.Read(ref _room) is not null)
            Interlocked.Exchange(ref _room, null)?.TrySetResult();
    }

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

    /// <returns>The limit that leaves no room; null if there is room.</returns>
    private string? LimitReachedBy(int bytes)
    {
        if (Events >= _options.Limits.InboxEvents)
            return nameof(SocketIOLimits.InboxEvents);
        return Interlocked.Read(ref _bytes) + bytes > _options.Limits.InboxBytes ? nameof(SocketIOLimits.InboxBytes) : null;
    }

    private void DropOldest(int bytes)
    {
        while (LimitReachedBy(bytes) is { } limit && _items.TryTakeFirst(static item => item.Packet is not null, out var oldest))
        {
            var packet = oldest.Packet!;
            Release(packet.ByteCount);
            Drop(packet, limit);
        }
    }

    private void Drop(IncomingPacket packet, string limit)
    {
        packet.Dispose();
        _watch.OnDropped(limit);
    }
}
