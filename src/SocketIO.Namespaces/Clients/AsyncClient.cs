using System.Diagnostics.CodeAnalysis;
using SocketIO.Namespaces.Clients;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Namespaces;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces;

/// <summary>An asynchronous Socket.IO client: any number of namespaces on one connection that it keeps up by itself.</summary>
/// <remarks>Safe to use from any thread. Its emits, sends and calls go to the default namespace, <c>/</c>; <see cref="Of"/> gives the others.</remarks>
public sealed class AsyncClient : SocketIOEmitter, IAsyncDisposable
{
    private readonly ClientCore _core;
    private readonly NamespaceSession _main;

    /// <summary>Makes a client; nothing is connected yet.</summary>
    /// <param name="configure">Sets the options. Default: null, all as they are.</param>
    public AsyncClient(Action<SocketIOClientOptions>? configure = null)
        : this(SocketIOClientOptions.From(configure))
    {
    }

    /// <summary>Makes a client; nothing is connected yet.</summary>
    /// <param name="options">The options, which belong to the client from now on.</param>
    public AsyncClient(SocketIOClientOptions options)
        : this(options, connector: null)
    {
    }

    internal AsyncClient(SocketIOClientOptions options, ITransportConnector? connector, PacketPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _core = new ClientCore(options, connector, pool);
        _core.State.Sender = this;
        _main = _core.Namespaces.GetOrAdd("/");
    }

    /// <summary>Raised after each change of <see cref="State"/>. Handlers must be quick: the connection's progress waits for them. So a disconnect or a disposal
    /// from within one only asks for it, and returns at once.</summary>
    public event EventHandler<ClientStateChangedEventArgs>? StateChanged
    {
        add => _core.State.Changed += value;
        remove => _core.State.Changed -= value;
    }

    /// <inheritdoc/>
    public override string Namespace => _main.Namespace;

    /// <summary>Whether an acknowledgement or the answer to a join is outstanding.</summary>
    internal bool AwaitsAnswer => _core.AwaitsAnswer;

    /// <summary>Whether <see cref="State"/> is <see cref="ClientState.Connected"/>: the connection is up and at least one namespace is joined, not necessarily
    /// <c>/</c>. <c>Of(path).IsConnected</c> tells of one namespace.</summary>
    public override bool IsConnected => State == ClientState.Connected;

    /// <summary>Where the client stands.</summary>
    public ClientState State => _core.State.Current;

    /// <summary>The transport in use; null while there is no connection.</summary>
    public TransportKind? Transport => _core.Transport;

    /// <summary>Handles an event. Each event of a namespace has one handler; it precedes the methods of namespace classes.</summary>
    /// <param name="eventName">The event's name; <c>*</c> for all that have no handler of their own; <c>connect</c>, <c>connect_error</c> and
    /// <c>disconnect</c> for the moments of a namespace's life.</param>
    /// <param name="handler">A lambda or method whose parameters take the event's arguments by position, or services; what it returns is the acknowledgement.</param>
    /// <param name="namespace">The namespace. Default: <c>/</c>.</param>
    /// <returns>Removes the handler when disposed.</returns>
    /// <exception cref="InvalidOperationException">The event has a handler already.</exception>
    /// <exception cref="ArgumentException">The delegate can't be a handler; the message says why and how to fix it.</exception>
    public IDisposable On(string eventName, Delegate handler, string @namespace = "/") => Of(@namespace).On(eventName, handler);

    /// <summary>Handles an event the next time it arrives, and never again.</summary>
    /// <inheritdoc cref="On(string, Delegate, string)"/>
    public IDisposable Once(string eventName, Delegate handler, string @namespace = "/") => Of(@namespace).Once(eventName, handler);

    /// <summary>Looks on at every event that arrives, whether or not anything handles it.</summary>
    /// <param name="observer">A lambda or method that takes the event's name and its arguments, such as <c>(string name, params JsonElement[] arguments)</c>. It
    /// runs on its own, one event after the other, in no handler's way; what it returns is nobody's answer. Where it is too slow, it misses events: see
    /// <see cref="SocketIOLimits.ObserverEvents"/>.</param>
    /// <param name="namespace">The namespace. Default: <c>/</c>.</param>
    /// <returns>Removes the observer when disposed.</returns>
    /// <exception cref="ArgumentException">The delegate can't be an observer; the message says why and how to fix it.</exception>
    public IDisposable OnAny(Delegate observer, string @namespace = "/") => Of(@namespace).OnAny(observer);

    /// <summary>Looks on at every event that is emitted, calls among them.</summary>
    /// <inheritdoc cref="OnAny(Delegate, string)"/>
    public IDisposable OnAnyOutgoing(Delegate observer, string @namespace = "/") => Of(@namespace).OnAnyOutgoing(observer);

    /// <inheritdoc cref="INamespaceConnection.StreamAsync{T}(string, CancellationToken)"/>
    public IAsyncEnumerable<T> StreamAsync<T>(string eventName, CancellationToken cancellationToken = default) => _main.StreamAsync<T>(eventName, cancellationToken);

    /// <summary>Lets an instance of a namespace class handle its namespace.</summary>
    /// <param name="instance">The instance, which serves this client only.</param>
    /// <exception cref="NamespaceDefinitionException">The class is wrong; lists every fault.</exception>
    /// <exception cref="InvalidOperationException">The namespace has a class already, or the instance is registered elsewhere.</exception>
    public void RegisterNamespace(AsyncClientNamespace instance) => _core.RegisterNamespace(instance, path: null);

    /// <summary>One of this client's namespaces, joined or not.</summary>
    /// <param name="namespace">The namespace, such as <c>/chat</c>.</param>
    /// <exception cref="ArgumentException">It does not start with a slash, or is no namespace otherwise.</exception>
    public INamespaceConnection Of(string @namespace) => _core.Namespaces.GetOrAdd(@namespace);

    /// <summary>The session id the server gave a namespace; null while it is not joined.</summary>
    /// <param name="namespace">The namespace. Default: <c>/</c>.</param>
    public string? GetSid(string @namespace = "/") => Of(@namespace).Sid;

    /// <summary>Connects to the server of <see cref="SocketIOClientOptions.Url"/>, joining every namespace that anything listens on, and those of
    /// <see cref="SocketIOClientOptions.Namespaces"/>.</summary>
    /// <inheritdoc cref="ConnectAsync(string, IEnumerable{string}?, object?, bool, CancellationToken)"/>
    public Task ConnectAsync(CancellationToken cancellationToken = default)
        => ConnectAsync(retry: false, cancellationToken);

    /// <inheritdoc cref="ConnectAsync(CancellationToken)"/>
    public Task ConnectAsync(bool retry, CancellationToken cancellationToken = default)
        => _core.ConnectAsync(url: null, namespaces: null, auth: null, retry, cancellationToken);

    /// <summary>Connects, and returns once every namespace asked for is joined. It does not wait for connect handlers.</summary>
    /// <param name="url">The server, such as <c>http://localhost:3000</c>; without a path.</param>
    /// <param name="namespaces">The namespaces to join: these alone, whatever else has handlers. Default: null, those that anything listens on. With either, those of
    /// <see cref="SocketIOClientOptions.Namespaces"/> are joined as well, and <c>/</c> unless <see cref="SocketIOClientOptions.ConnectDefaultNamespace"/> is off.</param>
    /// <param name="auth">Sent at each join, also after a loss, in place of <see cref="SocketIOClientOptions.Auth"/> and
    /// <see cref="SocketIOClientOptions.AuthProvider"/>. Default: null.</param>
    /// <param name="retry">Whether to keep trying, as after a loss, until it works. Default: false, the first failure is thrown.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SocketIOConnectException">The server was not reached, or refused a namespace: names each and why.</exception>
    /// <exception cref="ArgumentException">The URL or a namespace is malformed; says how to fix it.</exception>
    /// <exception cref="InvalidOperationException">The client is connected or connecting already.</exception>
    public Task ConnectAsync(
        string url, IEnumerable<string>? namespaces = null, object? auth = null, bool retry = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        return _core.ConnectAsync(ServerUrl.Parse(url), namespaces, auth, retry, cancellationToken);
    }

    /// <inheritdoc cref="ConnectAsync(string, IEnumerable{string}?, object?, bool, CancellationToken)"/>
    public Task ConnectAsync(
        Uri url, IEnumerable<string>? namespaces = null, object? auth = null, bool retry = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        return _core.ConnectAsync(url, namespaces, auth, retry, cancellationToken);
    }

    /// <summary>Joins one more namespace, now and with each later connection. While the client is getting a connection by itself, waits for that, without a limit.</summary>
    /// <param name="namespace">The namespace, such as <c>/tenant-42</c>.</param>
    /// <param name="auth">Sent whenever this namespace is joined, now and later, in place of what the client sends otherwise. Default: null.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The namespace, joined.</returns>
    /// <exception cref="SocketIOConnectException">The server refused it, or did not answer in time.</exception>
    /// <exception cref="SocketIODisconnectedException">The client is not connected, or ended meanwhile.</exception>
    public async Task<INamespaceConnection> JoinAsync(string @namespace, object? auth = null, CancellationToken cancellationToken = default)
    {
        var session = _core.Namespaces.GetOrAdd(@namespace);
        await _core.JoinAsync(session, auth, cancellationToken).ConfigureAwait(false);
        return session;
    }

    /// <summary>Gives up the connection for a new one at once, so that the providers of URL, headers, query and authentication are asked again. What was passed to
    /// <see cref="ConnectAsync(string, IEnumerable{string}?, object?, bool, CancellationToken)"/> or <see cref="JoinAsync"/> stays as it is.</summary>
    /// <param name="cancellationToken">Gives up waiting for the new connection.</param>
    /// <exception cref="InvalidOperationException">The client is not connected.</exception>
    /// <exception cref="SocketIODisconnectedException">The client ended meanwhile: it was disconnected, or the new connection could not be made and
    /// <see cref="SocketIOClientOptions.Reconnection"/> allows no further attempt.</exception>
    public Task ReconnectAsync(CancellationToken cancellationToken = default) => _core.Restart.RunAsync(cancellationToken);

    /// <summary>Waits until the connection ends for good, through any number of reconnections; returns at once if it has, or never began.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Why it ended.</returns>
    public Task<DisconnectReason> WaitAsync(CancellationToken cancellationToken = default)
        => _core.Supervisor.WaitAsync().WaitAsync(cancellationToken);

    /// <summary>Ends the connection, or the attempt to get one: handlers finish, what waits is sent, the server is told; all of it
    /// within one <see cref="SocketIOClientOptions.StopTimeout"/>. Called from within a handler, it does not wait for that handler. Without a connection it ends
    /// background tasks only.</summary>
    /// <param name="cancellationToken">Gives up waiting; the end goes on.</param>
    public Task DisconnectAsync(CancellationToken cancellationToken = default) => _core.DisconnectAsync(cancellationToken);

    /// <summary>Runs work on the thread pool until it ends, or the client is disconnected or disposed. It outlives a loss, also one that nothing follows:
    /// <see cref="WaitAsync"/> tells of that.</summary>
    /// <param name="task">The work; its token is cancelled by <see cref="DisconnectAsync"/> and <see cref="DisposeAsync"/>, which wait for it.</param>
    /// <returns>The running work.</returns>
    public Task StartBackgroundTask(Func<CancellationToken, Task> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return _core.Background.Run(task);
    }

    /// <summary>Waits, by the clock of <see cref="SocketIOClientOptions.TimeProvider"/>.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task SleepAsync(TimeSpan duration, CancellationToken cancellationToken = default) => Task.Delay(duration, _core.Time, cancellationToken);

    /// <summary>Disconnects, and releases everything. The client cannot be used again.</summary>
    public ValueTask DisposeAsync() => _core.DisposeAsync();

    /// <summary>What it is made of, for tests that look at what is left behind.</summary>
    internal ClientCore Core => _core;

    /// <summary>How the client is doing.</summary>
    internal ClientStatus Status => _core.Status;

    /// <summary>Takes both kinds of class, as a hosted client does.</summary>
    internal void RegisterNamespace(IClientNamespace instance, string? path) => _core.RegisterNamespace(instance, path);

    /// <inheritdoc cref="ClientCore.RegisterNamespace(Type, string, Func{IServiceProvider, IClientNamespace})"/>
    internal void RegisterNamespace(
        [DynamicallyAccessedMembers(NamespaceClass.Members)] Type type, string path, Func<IServiceProvider, IClientNamespace> create)
        => _core.RegisterNamespace(type, path, create);

    /// <summary>Starts to connect in the background, and keeps trying.</summary>
    internal Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ServerUrl.ValidateSource(_core.Options);
        _core.Supervisor.Start(_core.Plan(namespaces: null, keepsTrying: true));
        return Task.CompletedTask;
    }

    /// <summary>Waits for the first connection of a client that was started.</summary>
    /// <exception cref="SocketIOConnectException">The client gave up, or met what somebody has to fix.</exception>
    internal Task WaitForFirstConnectionAsync(CancellationToken cancellationToken) => _core.Supervisor.WaitForFirstOrFaultAsync(cancellationToken);

    /// <summary>Gives a disconnect that is under way no more time.</summary>
    internal void HurryDisconnect() => _core.Supervisor.HurryStop();

    internal override ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken) => _main.EmitCoreAsync(emission, cancellationToken);

    internal override Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => _main.CallCoreAsync(emission, timeout, cancellationToken);

    internal override Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => _main.CallCoreAsync<TResult>(emission, timeout, cancellationToken);

    internal override Task<Delivery> DeliverCoreAsync(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => _main.DeliverCoreAsync(emission, options, cancellationToken);
}
