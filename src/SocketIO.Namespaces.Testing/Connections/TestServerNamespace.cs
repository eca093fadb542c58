using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Testing.Connections;

namespace SocketIO.Namespaces;

/// <summary>One namespace of a <see cref="SocketIOTestServer"/>: handles events, records those received, and emits to the clients that have joined
/// it.</summary>
/// <remarks>Emits go to every client that has joined, none if there is none. Calls and callbacks need exactly one. Safe to use from any
/// thread.</remarks>
public sealed class TestServerNamespace : SocketIOEmitter
{
    private readonly Lock _gate = new();
    private readonly ChangeSignal _changed = new();
    private volatile IReadOnlyList<TestServerClient> _clients = [];

    internal TestServerNamespace(string path, ServerContext context)
    {
        Namespace = path;
        Context = context;
        Handlers = new EventHandlers(path, context.Serializer);
        Errors = new HandlerErrors(context);
        Record = new EventRecord(context.Options.MaxRecordedEvents);
    }

    /// <summary>Its name, such as <c>/chat</c>.</summary>
    public override string Namespace { get; }

    /// <summary>Whether a client has joined it.</summary>
    public override bool IsConnected => _clients.Count > 0;

    /// <summary>The clients that have joined it at the moment, in the order of their joining.</summary>
    public IReadOnlyList<TestServerClient> Clients => _clients;

    /// <summary>The events received that <see cref="ReceiveAsync"/> has not taken yet, oldest first.</summary>
    public IReadOnlyList<ReceivedEvent> Received => Record.Events;

    internal ServerContext Context { get; }

    internal EventHandlers Handlers { get; }

    internal HandlerErrors Errors { get; }

    internal EventRecord Record { get; }

    /// <summary>Handles an event. For each client handlers run one at a time, in the order of its events; what one returns is the
    /// acknowledgement.</summary>
    /// <param name="eventName">The event's name; <c>*</c> for those that have no handler of their own, <c>connect</c> and <c>disconnect</c> for
    /// clients that come and go.</param>
    /// <param name="handler">A lambda with typed parameters, or a method; bound as handlers of the client are. It may take the <see
    /// cref="TestServerClient"/> that sent the event, an <see cref="EventContext"/> and a <see cref="CancellationToken"/> too.</param>
    /// <returns>Dispose it to remove the handler.</returns>
    /// <exception cref="ArgumentException">The delegate can't be a handler; says why and how to fix it.</exception>
    /// <exception cref="InvalidOperationException">The event has a handler already.</exception>
    public IDisposable On(string eventName, Delegate handler) => Handlers.Add(eventName, handler);

    /// <summary>Waits until a client has joined; returns at once if one has.</summary>
    /// <param name="timeout">How long to wait. Default: <see cref="SocketIOTestServerOptions.WaitTimeout"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The client; of several, the one that joined first.</returns>
    /// <exception cref="TimeoutException">No client has joined in time.</exception>
    public async Task<TestServerClient> WaitForClientAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        => (await WaitForClientsAsync(1, timeout, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Waits until a number of clients have joined.</summary>
    /// <param name="count">How many at least.</param>
    /// <param name="timeout">How long to wait. Default: <see cref="SocketIOTestServerOptions.WaitTimeout"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The clients, in the order of their joining.</returns>
    /// <exception cref="TimeoutException">So many have not joined in time.</exception>
    public Task<IReadOnlyList<TestServerClient>> WaitForClientsAsync(
        int count, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var wait = timeout ?? Context.Options.WaitTimeout;
        return _changed.WaitAsync(
            () => _clients is var clients && clients.Count >= count ? clients : null,
            wait,
            () => $"{_clients.Count} of {count} clients had joined {Namespace} after {wait.TotalSeconds} s.{Errors.Describe()}",
            cancellationToken);
    }

    /// <summary>Takes the next event of a name, waiting for it if it has not arrived yet. Each event is taken once, in the order of arrival, whether
    /// or not it has a handler.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="timeout">How long to wait. Default: <see cref="SocketIOTestServerOptions.WaitTimeout"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="TimeoutException">None arrived in time; says what did.</exception>
    public Task<ReceivedEvent> ReceiveAsync(string eventName, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var wait = timeout ?? Context.Options.WaitTimeout;
        return Record.TakeAsync(eventName, wait, () => ExplainMissing(eventName, wait), cancellationToken);
    }

    internal void Add(TestServerClient client)
    {
        lock (_gate)
            _clients = [.. _clients, client];
        _changed.Pulse();
        if (!client.IsConnected)
            Remove(client); // it went before it was here
    }

    internal void Remove(TestServerClient client)
    {
        lock (_gate)
            _clients = [.. _clients.Where(other => other != client)];
        _changed.Pulse();
    }

    internal override ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken)
    {
        EventNames.ThrowIfReservedForEmit(emission.EventName);
        if (emission.Callback is not null)
            return OnlyClient().EmitCoreAsync(emission, cancellationToken);

        foreach (var client in _clients)
            client.TrySend(Context.Serializer.Event(Namespace, emission, id: null));
        return default;
    }

    internal override Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => OnlyClient().CallCoreAsync(emission, timeout, cancellationToken);

    internal override Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => OnlyClient().CallCoreAsync<TResult>(emission, timeout, cancellationToken);

    private TestServerClient OnlyClient() => _clients switch
    {
        [var client] => client,
        [] => throw new InvalidOperationException($"No client has joined {Namespace}; await {nameof(WaitForClientAsync)} first."),
        var clients => throw new InvalidOperationException($"{clients.Count} clients have joined {Namespace}; call one of its {nameof(Clients)}."),
    };

    private string ExplainMissing(string eventName, TimeSpan wait)
    {
        var clients = _clients.Count switch { 0 => "no client has", 1 => "1 client has", var count => $"{count} clients have" };
        return $"No '{eventName}' arrived on {Namespace} within {wait.TotalSeconds} s; {clients} joined. {Record.Describe()}{Errors.Describe()}";
    }
}
