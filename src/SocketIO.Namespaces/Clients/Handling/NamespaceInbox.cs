using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>What waits for one namespace's handlers: its connects, events and disconnects in the order they happened. The events are bounded by count and bytes;
/// the moments of its life are few, and never dropped.</summary>
internal sealed class NamespaceInbox
{
    private const int LookedAtEach = 16; // where many events wait, each of these is reason enough to look at the handlers

    private readonly NamespaceSession _session;
    private readonly SocketIOClientOptions _options;
    private readonly SingleReaderQueue<InboxItem> _items = new();
    private readonly HandlerLoop _loop;
    private readonly SlowHandlerWatch _watch;
    private readonly int _resumeBelow;
    private TaskCompletionSource? _room;
    private long _bytes;
    private int _events;
    private bool _hasBegun;

    public NamespaceInbox(NamespaceSession session, ClientCore core)
    {
        _session = session;
        _options = core.Options;
        _loop = new HandlerLoop(session, core, new InboxReader(this, _items, _options));
        _watch = new SlowHandlerWatch(_loop, session.Namespace, core);
        _resumeBelow = _options.Limits.InboxEvents - _options.Limits.InboxEvents / 16; // each pause costs a switch to the handlers and back
    }

    /// <summary>Whether so much waits that reading from the connection should pause.</summary>
    public bool IsFull => _options.InboxFullMode == InboxFullMode.Wait && Volatile.Read(ref _events) >= _options.Limits.InboxEvents;

    /// <summary>Whether the handlers are still to be told of events. For the read loop's <see cref="HandlerWakeUps"/>.</summary>
    public bool IsToBeWoken { get; set; }

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
            {
                Interlocked.CompareExchange(ref _room, null, room); // or the next pause would find it ended before it began
                room.TrySetResult();
            }

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

        if (!_hasBegun)
            Begin();
        var waiting = Interlocked.Increment(ref _events);
        if (Interlocked.Add(ref _bytes, packet.ByteCount) > _options.Limits.InboxBytes || !_items.TryAdd(new InboxItem(packet, connection, isEarly), wakes: false))
        {
            Release(1, packet.ByteCount);
            packet.Dispose();
            return false;
        }

        if (waiting > 1 && (waiting < LookedAtEach || waiting % LookedAtEach == 0))
            _watch.OnWaiting(waiting);
        return true;
    }

    /// <summary>Tells the handlers of the events that they have not been told of.</summary>
    /// <param name="here">Whether they may run on this thread, if they may run on any.</param>
    public void Wake(bool here) => _items.Wake(here);

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

    /// <summary>Events have been handled, or dropped.</summary>
    public void Release(int events, int bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        if (Interlocked.Add(ref _events, -events) < _resumeBelow && Volatile.Read(ref _room) is not null)
            Interlocked.Exchange(ref _room, null)?.TrySetResult();
    }

    // Remembered here, as to look at the loop's own memory at every event would slow it down.
    private void Begin()
    {
        _loop.EnsureRunning();
        _hasBegun = true;
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
            Release(1, packet.ByteCount);
            Drop(packet, limit);
        }
    }

    private void Drop(IncomingPacket packet, string limit)
    {
        packet.Dispose();
        _watch.OnDropped(limit);
    }
}
