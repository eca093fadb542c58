using System.Collections.Concurrent;
using System.Text.Json;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Testing.Connections;
using SocketIO.Namespaces.Testing.Harness;

namespace SocketIO.Namespaces;

/// <summary>Runs one instance of a namespace class without a server, a socket or a client: a test plays the server.</summary>
/// <remarks>
/// <para>Events are bound and handlers called, and emits written, by the code that does it in a client, through the bytes that would travel. What a client
/// does around that, such as reconnecting and its limits, is for <see cref="SocketIOTestServer"/> to show.</para>
/// <para>The namespace is joined from the start. Its connect handler runs with <see cref="ConnectAsync"/>, or else ahead of the first event; so there is time to
/// say what the server answers. Handlers run one at a time, in order; the tasks of this class complete when the handler, and the callbacks it led to, are
/// through. What a handler throws is thrown to the test; with <see cref="SocketIOClientOptions.OnHandlerError"/> set, it goes there, as in a client.</para>
/// <para>Within a handler, and an answer to it, they complete at once: what they begin follows behind that handler, and whoever waits for the handler waits for
/// it too, and is thrown what it throws.</para>
/// <para>Safe to use from any thread. No real time passes, unless a handler or an answer waits.</para>
/// </remarks>
public sealed class NamespaceHarness
{
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<string> _unhandled = [];
    private readonly HarnessContext _context;
    private readonly ServerAnswers _answers;
    private readonly HarnessRunner _runner;
    private readonly HarnessConnection _connection;
    private readonly HarnessHandlers _handlers;
    private bool _connectIsDue = true;
    private bool _wasConnected;

    private NamespaceHarness(IClientNamespace instance, SocketIOClientOptions options, string path)
    {
        _context = new HarnessContext(path, options);
        _answers = new ServerAnswers(_context);
        Emitted = new EmittedEvents(DescribeUnhandled);
        _runner = new HarnessRunner(_context);
        _connection = new HarnessConnection(_context, Emitted, _answers, _runner) { Leave = LeaveAsync };
        _handlers = new HarnessHandlers(instance, _connection, _context, _runner);
    }

    /// <summary>The namespace that the class serves.</summary>
    public string Namespace => _context.Namespace;

    /// <summary>Whether the class can emit and the server raise events.</summary>
    public bool IsConnected => _connection.IsConnected;

    /// <summary>What the class has emitted, sent, called and delivered, in order.</summary>
    public EmittedEvents Emitted { get; }

    /// <summary>The names of the raised events that nothing handles, in order.</summary>
    public IReadOnlyList<string> Unhandled => [.. _unhandled];

    /// <summary>Puts an instance of a namespace class to the test.</summary>
    /// <param name="instance">The instance; it must not be registered with a client or another harness.</param>
    /// <param name="configure">Sets options. Those that count here are <see cref="SocketIOClientOptions.Services"/>, from which parameters are injected,
    /// <see cref="SocketIOClientOptions.JsonSerializerOptions"/>, <see cref="SocketIOClientOptions.AckTimeout"/>, <see cref="SocketIOClientOptions.TimeProvider"/>,
    /// <see cref="SocketIOClientOptions.OnHandlerError"/>, <see cref="SocketIOClientOptions.EventFilters"/>, <see cref="SocketIOClientOptions.LoggerFactory"/>, <see cref="SocketIOClientOptions.Limits"/>, and of
    /// <see cref="SocketIOClientOptions.Reconnection"/> whether a client would come back.</param>
    /// <param name="path">The namespace. Default: null, the one that the instance or its class names, or else <c>/</c>.</param>
    /// <exception cref="NamespaceDefinitionException">The class is wrong; lists every fault.</exception>
    /// <exception cref="InvalidOperationException">The instance is registered elsewhere.</exception>
    public static NamespaceHarness Attach(IClientNamespace instance, Action<SocketIOClientOptions>? configure = null, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var harness = new NamespaceHarness(instance, SocketIOClientOptions.From(configure), NamespacePath.Validate(path ?? instance.DeclaredPath));
        if (instance is ClientNamespace blocking)
            blocking.Link.Attach(new BlockingHarnessConnection(harness._connection), register: static () => { });
        else
            ((AsyncClientNamespace)instance).Link.Attach(harness._connection, register: static () => { });
        return harness;
    }

    /// <summary>Has the server answer an event that the class emits or calls.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">A lambda or method bound as a handler is; what it returns is the acknowledgement, that of an <see cref="EventException"/> too.
    /// Anything else it throws comes out of the call, or else to the test. It runs within the emit or call.</param>
    /// <returns>Removes the answer when disposed.</returns>
    /// <exception cref="InvalidOperationException">The event is answered already.</exception>
    /// <exception cref="ArgumentException">The delegate can't be a handler; the message says why and how to fix it.</exception>
    public IDisposable On(string eventName, Delegate handler) => _answers.Add(eventName, handler);

    /// <summary>Lets an event that the class calls or delivers fail, without waiting for it.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="failure">What a call throws, such as a <see cref="SocketIOTimeoutException"/>. A delivery ends with its <see cref="SocketIOException.Delivery"/>; a
    /// callback is not called.</param>
    /// <returns>Takes it back when disposed.</returns>
    /// <exception cref="InvalidOperationException">The event is answered already.</exception>
    public IDisposable Fail(string eventName, SocketIOException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return _answers.Add(eventName, failure);
    }

    /// <summary>Has the server send an event, and waits until it is handled.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">The arguments, binary ones too, as the server would write them; a single tuple stands for its items.</param>
    /// <returns>The acknowledgement as the server receives it, without values for a handler that returns none. Null if it would receive none: nothing handles
    /// the event (see <see cref="Unhandled"/>), the handler heeded its cancelled token, or it failed and <see cref="SocketIOClientOptions.OnHandlerError"/> knows.
    /// Null too within a handler, or an answer to it, behind which the event is only handled.</returns>
    /// <exception cref="InvalidOperationException">The namespace is not connected.</exception>
    /// <exception cref="ArgumentException">The name is that of a moment, such as <c>connect</c>, or an argument is a task, delegate or token.</exception>
    /// <exception cref="Exception">What the handler threw; why its arguments could not be bound.</exception>
    public async Task<JsonElement[]?> RaiseAsync(string eventName, params object?[]? arguments)
    {
        ThrowIfMoment(eventName);
        if (!IsConnected)
            throw new InvalidOperationException($"Namespace '{Namespace}' is not connected, so that the server can't send '{eventName}': call {nameof(ConnectAsync)} first.");

        var packet = Encode(eventName, arguments);
        var connecting = ConnectIfDue();
        if (!_handlers.Handles(eventName))
            _unhandled.Enqueue(eventName);
        var handling = HandleAsync(packet, connecting);
        return await SettleAsync(handling).ConfigureAwait(false) ? await handling.ConfigureAwait(false) : null;
    }

    /// <summary>Connects the namespace, and waits for the connect handler. What was emitted meanwhile by a class that waits for its connection goes out behind it.</summary>
    /// <param name="info">What the handler is told. Default: null, a new session, and whether the namespace was connected before.</param>
    /// <exception cref="InvalidOperationException">The namespace is connected.</exception>
    /// <exception cref="Exception">What the handler threw.</exception>
    public async Task ConnectAsync(ConnectInfo? info = null) => await SettleAsync(ReleaseBehindAsync(Connect(info))).ConfigureAwait(false);

    /// <summary>Disconnects the namespace: calls under way fail, and the disconnect handler runs, behind the events before it.</summary>
    /// <param name="reason">Why. After those upon which a client reconnects, what the class emits waits for <see cref="ConnectAsync"/>; after the others it fails.</param>
    /// <exception cref="InvalidOperationException">The namespace is not connected.</exception>
    /// <exception cref="Exception">What the handler threw.</exception>
    public async Task DisconnectAsync(DisconnectReason reason)
    {
        if (!IsConnected)
            throw new InvalidOperationException($"Namespace '{Namespace}' is not connected, so that it can't be disconnected.");
        await SettleAsync(DisconnectBehindConnectAsync(reason)).ConfigureAwait(false);
    }

    /// <summary>Has the namespace refused, or the server not be reached, instead of connecting it; waits for the connect_error handler.</summary>
    /// <param name="error">Why.</param>
    /// <exception cref="InvalidOperationException">The namespace is connected.</exception>
    /// <exception cref="Exception">What the handler threw.</exception>
    public async Task RaiseConnectErrorAsync(ConnectError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        lock (_gate)
        {
            if (IsConnected && !_connectIsDue)
                throw new InvalidOperationException($"Namespace '{Namespace}' is connected, and so can't fail to connect: call {nameof(DisconnectAsync)} first.");
            _connectIsDue = false;
            _connection.Lose(isConnecting: !error.IsRefusal, delivery => error.IsRefusal
                ? new NamespaceNotConnectedException($"The server refused namespace '{Namespace}': {error.Message}", Namespace) { Delivery = delivery }
                : new SocketIODisconnectedException($"Namespace '{Namespace}' is not connected: {error.Message}") { Delivery = delivery });
        }

        await SettleAsync(_handlers.EnterAsync(HandlerKind.ConnectError, error)).ConfigureAwait(false);
    }

    /// <summary>Cancels the token of the handlers that run, as a client does that stops before they are through. Later ones get a fresh token.</summary>
    public void CancelHandlers() => _runner.Cancel();

    private static void ThrowIfMoment(string eventName)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        if (EventNames.IsLifecycle(eventName))
        {
            throw new ArgumentException(
                $"'{eventName}' is no event that a server sends: call {nameof(ConnectAsync)}, {nameof(DisconnectAsync)} or {nameof(RaiseConnectErrorAsync)}.", nameof(eventName));
        }
    }

    private IncomingPacket Encode(string eventName, object?[]? arguments)
    {
        // An array of anything but objects, or a null, is one argument that the compiler took for all of them.
        if (arguments is null || arguments.GetType() != typeof(object[]))
            arguments = [arguments];
        using var packet = _context.Serializer.Event(Namespace, eventName, arguments, _context.NextId());
        return RecordedPacket.Read(packet, _context.Options.Limits);
    }

    private async Task<JsonElement[]?> HandleAsync(IncomingPacket packet, Task connecting)
    {
        using (packet)
        {
            var handling = _handlers.HandleAsync(packet);
            await Task.WhenAll(connecting, handling).ConfigureAwait(false);
            using var acknowledgement = await handling.ConfigureAwait(false);
            return acknowledgement is null ? null : _context.Serializer.ReadPayload<JsonElement[]>(RecordedPacket.Read(acknowledgement, _context.Options.Limits));
        }
    }

    /// <summary>Waits until handlers are through, and with them the callbacks they led to.</summary>
    /// <returns>False for a caller in a handler, behind which they only run: then whoever waits for that handler waits for them.</returns>
    private async Task<bool> SettleAsync(Task handling)
    {
        if (_handlers.IsInside)
        {
            _context.Work.Add(handling);
            return false;
        }

        await handling.ConfigureAwait(false);
        await _context.Work.SettleAsync().ConfigureAwait(false);
        return true;
    }

    private Task ConnectIfDue()
    {
        lock (_gate)
            return _connectIsDue ? Connect(info: null) : Task.CompletedTask; // the first: nothing waits for it
    }

    private Task Connect(ConnectInfo? info)
    {
        lock (_gate)
        {
            if (IsConnected && !_connectIsDue)
                throw new InvalidOperationException($"Namespace '{Namespace}' is connected already: call {nameof(DisconnectAsync)} first.");
            _connectIsDue = false;
            info ??= new ConnectInfo(Guid.NewGuid().ToString("N"), IsReconnect: _wasConnected, Recovered: false);
            _wasConnected = true;
            _connection.Join();
            return _handlers.EnterAsync(HandlerKind.Connect, info);
        }
    }

    private async Task ReleaseBehindAsync(Task connecting)
    {
        try
        {
            await connecting.ConfigureAwait(false);
        }
        finally
        {
            _connection.Release();
        }
    }

    private async Task DisconnectBehindConnectAsync(DisconnectReason reason)
    {
        await ConnectIfDue().ConfigureAwait(false);
        await Disconnect(reason).ConfigureAwait(false);
    }

    private Task Disconnect(DisconnectReason reason)
    {
        lock (_gate)
        {
            if (!IsConnected)
                return Task.CompletedTask;
            _connection.Lose(_context.Options.Reconnection.ReturnsAfter(reason), delivery => new SocketIODisconnectedException($"Namespace '{Namespace}' was disconnected: {reason}.", reason) { Delivery = delivery });
            return _handlers.EnterAsync(HandlerKind.Disconnect, reason);
        }
    }

    private async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await ConnectIfDue().WaitAsync(cancellationToken).ConfigureAwait(false);
        var leaving = Disconnect(DisconnectReason.ClientDisconnect);
        if (_handlers.IsInside)
            _context.Work.Add(leaving); // waiting for it here would be waiting for oneself
        else
            await leaving.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private string DescribeUnhandled() => string.Concat(_unhandled.Distinct().Select(name =>
        $" Nothing handles the event '{name}' that was raised{(_handlers.Nearest(name) is { } near ? $"; did you mean '{near}'?" : ".")}"));
}
