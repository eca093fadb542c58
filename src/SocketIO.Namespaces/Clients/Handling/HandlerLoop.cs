using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>Empties one namespace's inbox into its handlers: one event at a time, or as many as <see cref="SocketIOClientOptions.MaxConcurrentHandlers"/> says.
/// It runs on the thread pool, or on a thread of its own where handlers may block.</summary>
internal sealed class HandlerLoop
{
    // Warnings about events that nobody handles are given once per name; the server chooses the names, so their number is bounded.
    private const int RememberedUnhandled = 256;

    private readonly NamespaceSession _session;
    private readonly ClientCore _core;
    private readonly InboxReader _inbox;
    private readonly HandlerSlots? _slots;
    private readonly HashSet<string> _unhandled = [];
    private readonly Lock _gate = new();
    private volatile Task? _running;
    private bool _isLost; // as handlers have been told
    private HandlerRoute? _current;
    private HandlerInvocation? _invocation;
    private long _handled;

    public HandlerLoop(NamespaceSession session, ClientCore core, InboxReader inbox)
    {
        _session = session;
        _core = core;
        _inbox = inbox;
        if (core.Options.MaxConcurrentHandlers > 1)
            _slots = new HandlerSlots(core.Options.MaxConcurrentHandlers);
    }

    /// <summary>Whether anything had to be handled yet.</summary>
    public bool IsRunning => _running is not null;

    /// <summary>Completes when the inbox is complete and everything in it handled.</summary>
    public Task Completion => _running ?? Task.CompletedTask;

    /// <summary>How many events and moments have been handled: where it stands still, a handler holds things up.</summary>
    public long Handled => Volatile.Read(ref _handled);

    /// <summary>What was called last.</summary>
    public HandlerRoute? Current => Volatile.Read(ref _current);

    /// <summary>Begins to handle what comes, unless it has begun before.</summary>
    public void EnsureRunning()
    {
        if (_running is not null)
            return;
        lock (_gate)
            _running ??= Start();
    }

    private Task Start()
    {
        if (_session.HandlersMayBlock)
            return HandlerThread.Start($"Socket.IO {_session.Namespace}", Run);
        using (ExecutionContext.SuppressFlow())
            return Task.Run(RunAsync);
    }

    private void Run()
    {
        CurrentWork.Enter(_session);
        while (_inbox.Wait())
        {
            while (_inbox.TryTake(out var item))
            {
                if (item.Packet is null)
                    _slots?.WhenAllFree().Await(CancellationToken.None); // here, so that what follows stays on this thread
                HandleAsync(item).Await();
            }
        }

        _slots?.WhenAllFree().Await(CancellationToken.None);
    }

    private async Task RunAsync()
    {
        CurrentWork.Enter(_session);
        while (await _inbox.WaitAsync().ConfigureAwait(false))
        {
            while (_inbox.TryTake(out var item))
            {
                var handling = HandleAsync(item);
                if (!handling.IsCompleted)
                    _inbox.Settle();
                await handling.ConfigureAwait(false);
            }
        }

        if (_slots is not null)
            await _slots.WhenAllFree().ConfigureAwait(false);
    }

    // Where a handler completes at once, so does all of this: no state machine is made for an event.
    private ValueTask HandleAsync(in InboxItem item)
    {
        if (item.Packet is not { } packet)
            return HandleMomentAsync(item);
        if (!_isLost || item.IsEarly)
            return HandleEventAsync(packet, item.Connection!);
        Finish(packet); // read in the very moment of the loss
        return default;
    }

    private ValueTask HandleEventAsync(IncomingPacket packet, Connection connection)
    {
        var route = _session.Handlers.Find(packet.EventName);
        if (route is not null && Admits(route))
            return _slots is null ? CallAsync(route, packet, connection) : CallInSlotAsync(route, packet, connection);
        if (route is null)
            ReportUnhandled(packet);
        Finish(packet);
        return default;
    }

    private async ValueTask CallInSlotAsync(HandlerRoute route, IncomingPacket packet, Connection connection)
    {
        await _slots!.EnterAsync().ConfigureAwait(false);
        var options = _session.HandlersMayBlock ? TaskCreationOptions.LongRunning : TaskCreationOptions.None;
        _ = Task.Factory.StartNew(RunAsync, CancellationToken.None, options, TaskScheduler.Default); // awaited through the slot

        async Task RunAsync()
        {
            await CallAsync(route, packet, connection).ConfigureAwait(false);
            _slots.Exit();
        }
    }

    private ValueTask CallAsync(HandlerRoute route, IncomingPacket packet, Connection connection)
    {
        Volatile.Write(ref _current, route);
        var invocation = Invocation(route, packet, lifecycle: null);
        _core.Metrics.EventReceived(_session.Namespace, route.RegisteredAs);
        var began = _core.Metrics.TimesHandlers ? _core.Time.GetTimestamp() : 0;
        var calling = _core.Runner.CallAsync(route.Method, route.Target, invocation, _core.Filters);
        if (!calling.IsCompletedSuccessfully || invocation is not { Scope: null, Span: null })
            return CompleteAsync(calling, route.Method, invocation, connection, began);
#pragma warning disable VSTHRD103 // it has completed
        calling.GetAwaiter().GetResult(); // a pooled source is given back by taking its result
#pragma warning restore VSTHRD103
        Answer(invocation, connection, began);
        Finish(packet);
        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CompleteAsync(ValueTask calling, HandlerMethod method, HandlerInvocation invocation, Connection connection, long began)
    {
        try
        {
            await calling.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            _core.Runner.Settle(failure, method, invocation);
        }
        finally
        {
            invocation.EndSpan();
        }

        Answer(invocation, connection, began);
        if (invocation.Scope is not null)
            await _core.Runner.EndScopeAsync(method, invocation).ConfigureAwait(false);
        Finish(invocation.Packet!);
    }

    private void Answer(HandlerInvocation invocation, Connection connection, long began)
    {
        if (began != 0)
            _core.Metrics.HandlerEnded(_session.Namespace, invocation.RegisteredAs!, _core.Time.GetElapsedTime(began), invocation.Failure);

        // The id means something only to the connection it came by, where on another one it would answer another event; and servers close a connection
        // over a packet for a namespace that has been left.
        if (invocation.Acknowledgement is { } acknowledgement && !_session.TryAnswer(acknowledgement, connection))
            acknowledgement.Dispose();
    }

    private void Finish(IncomingPacket packet)
    {
        var bytes = packet.ByteCount;
        packet.Dispose();
        Interlocked.Increment(ref _handled);
        if (_slots is null)
            _inbox.ReleaseSoon(bytes);
        else
            _inbox.Release(bytes);
    }

    private async ValueTask HandleMomentAsync(InboxItem item)
    {
        if (_slots is not null)
            await _slots.WhenAllFree().ConfigureAwait(false);
        if (item.Value is { } value)
            await HandleMomentAsync(item.Kind, value).ConfigureAwait(false);
        item.Done!.TrySetResult();
    }

    private async ValueTask HandleMomentAsync(HandlerKind kind, object value)
    {
        if (kind is HandlerKind.Connect or HandlerKind.Disconnect)
            _isLost = kind is HandlerKind.Disconnect;
        _session.Enter(kind);
        if (_session.Handlers.FindLifecycle(kind) is { } route && Admits(route))
        {
            Volatile.Write(ref _current, route);
            await _core.Runner.RunAsync(route.Method, route.Target, Invocation(route, packet: null, value)).ConfigureAwait(false);
        }

        _session.Exit();
        Interlocked.Increment(ref _handled);
    }

    /// <summary>Whether a handler may run: one that runs once, for the first only who takes it.</summary>
    private bool Admits(HandlerRoute route) => route.Standalone is not { Once: true } once || _session.Handlers.Remove(once);

    /// <summary>A call; where handlers run one at a time, the same object for all of them.</summary>
    private HandlerInvocation Invocation(HandlerRoute route, IncomingPacket? packet, object? lifecycle)
    {
        var invocation = _invocation ?? new HandlerInvocation { Kind = route.Kind, Namespace = _session.Namespace, EventName = route.EventName, Emitter = _session };
        if (_slots is null)
            _invocation = invocation;
        invocation.Kind = route.Kind;
        invocation.EventName = route.EventName;
        invocation.RegisteredAs = packet is null ? null : route.RegisteredAs;
        invocation.Packet = packet;
        invocation.Lifecycle = lifecycle;
        invocation.Services = _core.Options.Services;
        invocation.CancellationToken = _core.HandlerCancellation;
        invocation.Acknowledgement = null;
        invocation.Failure = null;
        return invocation;
    }

    private void ReportUnhandled(IncomingPacket packet)
    {
        if (_session.Observers.HasStreamOf(packet))
            return;
        _core.Metrics.EventUnhandled(_session.Namespace);
        var eventName = Printable.Of(packet.EventName);
        if (_unhandled.Count < RememberedUnhandled && _unhandled.Add(eventName))
            Log.EventNotHandled(_core.Logger, eventName, _session.Namespace, _session.Handlers.Nearest(eventName));
    }
}
