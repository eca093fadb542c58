using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients;

/// <summary>What waits for one namespace's handlers: its connects, events and disconnects in the order they happened, one handler at a time.</summary>
internal sealed class NamespaceInbox
{
    // Warnings about events that nobody handles are given once per name; the server chooses the names, so their number is bounded.
    private const int RememberedUnhandled = 256;

    private readonly NamespaceSession _session;
    private readonly ClientCore _core;
    private readonly Channel<Item> _items = Channel.CreateUnbounded<Item>(new() { SingleReader = true });
    private readonly HashSet<string> _unhandled = [];
    private readonly Task _loop;
    private TaskCompletionSource? _room;
    private long _bytes;
    private int _events;

    public NamespaceInbox(NamespaceSession session, ClientCore core)
    {
        _session = session;
        _core = core;
        using (ExecutionContext.SuppressFlow())
            _loop = Task.Run(RunAsync);
    }

    /// <summary>Whether so much waits that reading from the connection should pause.</summary>
    public bool IsFull => Volatile.Read(ref _events) >= _core.Options.Limits.InboxEvents;

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

    /// <summary>Takes an event, and with it the packet.</summary>
    /// <returns>False if more bytes wait than may; the packet is gone.</returns>
    public bool TryPost(IncomingPacket packet, Connection connection)
    {
        if (Interlocked.Add(ref _bytes, packet.ByteCount) > _core.Options.Limits.InboxBytes || !_items.Writer.TryWrite(new Item(packet, connection)))
        {
            Interlocked.Add(ref _bytes, -packet.ByteCount);
            packet.Dispose();
            return false;
        }

        Interlocked.Increment(ref _events);
        return true;
    }

    /// <summary>Takes a moment of the namespace's life.</summary>
    /// <returns>Completes when its handler has run.</returns>
    public Task Post(HandlerKind kind, object value)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_items.Writer.TryWrite(new Item(kind, value, done)))
            done.TrySetResult();
        return done.Task;
    }

    /// <summary>Completes when what waits now has been handled.</summary>
    public Task WhenIdleAsync()
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_items.Writer.TryWrite(new Item(idle)))
            idle.TrySetResult();
        return idle.Task;
    }

    /// <summary>Takes nothing any more; completes when what has been taken is handled.</summary>
    public Task CompleteAsync()
    {
        _items.Writer.TryComplete();
        return _loop;
    }

    private async Task RunAsync()
    {
        CurrentWork.Enter(_session);
        while (await _items.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_items.Reader.TryRead(out var item))
                await HandleAsync(item).ConfigureAwait(false);
        }
    }

    private ValueTask HandleAsync(in Item item)
    {
        if (item.Packet is { } packet)
            return HandleEventAsync(packet, item.Connection!);
        if (item.Value is { } value)
            return HandleMomentAsync(item.Kind, value, item.Done!);
        item.Done!.TrySetResult();
        return ValueTask.CompletedTask;
    }

    private async ValueTask HandleEventAsync(IncomingPacket packet, Connection connection)
    {
        var bytes = packet.ByteCount;
        try
        {
            if (_session.Handlers.Find(packet.EventName) is not { } route)
                ReportUnhandled(packet);
            else if (route.Standalone is not { Once: true } once || _session.Handlers.Remove(once))
                await CallAsync(route, packet, connection).ConfigureAwait(false);
        }
        finally
        {
            packet.Dispose();
            Release(bytes);
        }
    }

    private async ValueTask CallAsync(HandlerRoute route, IncomingPacket packet, Connection connection)
    {
        var invocation = Invocation(route, route.EventName, packet, lifecycle: null);
        var acknowledgement = await _core.Runner.RunAsync(route.Method, route.Target, invocation).ConfigureAwait(false);

        // The id means something only to the connection it came by; on another one it would answer another event.
        if (acknowledgement is not null && !connection.Engine.TryEnqueue(acknowledgement))
            acknowledgement.Dispose();
    }

    private async ValueTask HandleMomentAsync(HandlerKind kind, object value, TaskCompletionSource done)
    {
        _session.Enter(kind);
        if (_session.Handlers.FindLifecycle(kind) is { } route && (route.Standalone is not { Once: true } once || _session.Handlers.Remove(once)))
            await _core.Runner.RunAsync(route.Method, route.Target, Invocation(route, route.EventName, packet: null, value)).ConfigureAwait(false);
        _session.Exit();
        done.TrySetResult();
    }

    private HandlerInvocation Invocation(HandlerRoute route, string eventName, IncomingPacket? packet, object? lifecycle) => new()
    {
        Kind = route.Kind,
        Namespace = _session.Namespace,
        EventName = eventName,
        Packet = packet,
        Lifecycle = lifecycle,
        Emitter = _session,
        Services = _core.Options.Services,
        CancellationToken = _core.HandlerCancellation,
    };

    private void ReportUnhandled(IncomingPacket packet)
    {
        var eventName = Encoding.UTF8.GetString(packet.EventName);
        if (_unhandled.Count < RememberedUnhandled && _unhandled.Add(eventName))
            Log.EventNotHandled(_core.Logger, eventName, _session.Namespace, _session.Handlers.Nearest(eventName));
    }

    private void Release(int bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        if (Interlocked.Decrement(ref _events) < _core.Options.Limits.InboxEvents && Volatile.Read(ref _room) is not null)
            Interlocked.Exchange(ref _room, null)?.TrySetResult();
    }

    private readonly struct Item
    {
        public Item(IncomingPacket packet, Connection connection) => (Packet, Connection) = (packet, connection);

        public Item(HandlerKind kind, object value, TaskCompletionSource done) => (Kind, Value, Done) = (kind, value, done);

        public Item(TaskCompletionSource done) => Done = done;

        public IncomingPacket? Packet { get; }

        public Connection? Connection { get; }

        public HandlerKind Kind { get; }

        public object? Value { get; }

        public TaskCompletionSource? Done { get; }
    }
}
