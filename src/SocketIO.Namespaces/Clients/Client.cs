using SocketIO.Namespaces.Clients;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces;

/// <summary>A synchronous Socket.IO client: any number of namespaces on one connection that it keeps up by itself. Its members block the calling thread.</summary>
/// <remarks>
/// <para>Safe to use from any thread, under a synchronization context, and within handlers. Its emits, sends and calls go to the default namespace,
/// <c>/</c>; <see cref="Of"/> gives the others.</para>
/// <para>The handlers of each namespace run one after the other, on a thread of that namespace's own: they may block, and call the server.
/// <see cref="AsyncClient"/> has the same members for asynchronous code.</para>
/// </remarks>
public sealed class Client : BlockingEmitter, IDisposable
{
    private readonly ClientCore _core;
    private readonly BlockingNamespaceConnection _main;

    /// <inheritdoc cref="AsyncClient(Action{SocketIOClientOptions}?)"/>
    public Client(Action<SocketIOClientOptions>? configure = null)
        : this(SocketIOClientOptions.From(configure))
    {
    }

    /// <inheritdoc cref="AsyncClient(SocketIOClientOptions)"/>
    public Client(SocketIOClientOptions options)
        : this(options, connector: null)
    {
    }

    internal Client(SocketIOClientOptions options, ITransportConnector? connector)
    {
        ArgumentNullException.ThrowIfNull(options);
        _core = new ClientCore(options, connector, isBlocking: true);
        _core.State.Sender = this;
        _main = _core.Namespaces.GetOrAdd(NamespacePath.Default).Blocking;
    }

    /// <inheritdoc cref="AsyncClient.StateChanged"/>
    public event EventHandler<ClientStateChangedEventArgs>? StateChanged
    {
        add => _core.State.Changed += value;
        remove => _core.State.Changed -= value;
    }

    /// <inheritdoc/>
    public override string Namespace => _main.Namespace;

    /// <inheritdoc cref="AsyncClient.IsConnected"/>
    public override bool IsConnected => State == ClientState.Connected;

    /// <inheritdoc cref="AsyncClient.State"/>
    public ClientState State => _core.State.Current;

    /// <inheritdoc cref="AsyncClient.Transport"/>
    public TransportKind? Transport => _core.Transport;

    /// <inheritdoc cref="AsyncClient.On"/>
    public IDisposable On(string eventName, Delegate handler, string @namespace = "/") => Of(@namespace).On(eventName, handler);

    /// <inheritdoc cref="AsyncClient.Once"/>
    public IDisposable Once(string eventName, Delegate handler, string @namespace = "/") => Of(@namespace).Once(eventName, handler);

    /// <inheritdoc cref="AsyncClient.OnAny"/>
    public IDisposable OnAny(Delegate observer, string @namespace = "/") => Of(@namespace).OnAny(observer);

    /// <inheritdoc cref="AsyncClient.OnAnyOutgoing"/>
    public IDisposable OnAnyOutgoing(Delegate observer, string @namespace = "/") => Of(@namespace).OnAnyOutgoing(observer);

    /// <inheritdoc cref="IBlockingNamespaceConnection.Stream"/>
    public IEnumerable<T> Stream<T>(string eventName, CancellationToken cancellationToken = default) => _main.Stream<T>(eventName, cancellationToken);

    /// <inheritdoc cref="AsyncClient.RegisterNamespace(AsyncClientNamespace)"/>
    public void RegisterNamespace(ClientNamespace instance) => _core.RegisterNamespace(instance, path: null);

    /// <inheritdoc cref="AsyncClient.Of"/>
    public IBlockingNamespaceConnection Of(string @namespace) => _core.Namespaces.GetOrAdd(@namespace).Blocking;

    /// <inheritdoc cref="AsyncClient.GetSid"/>
    public string? GetSid(string @namespace = "/") => Of(@namespace).Sid;

    /// <inheritdoc cref="AsyncClient.ConnectAsync(CancellationToken)"/>
    public void Connect(CancellationToken cancellationToken = default)
        => Connect(retry: false, cancellationToken);

    /// <inheritdoc cref="AsyncClient.ConnectAsync(bool, CancellationToken)"/>
    public void Connect(bool retry, CancellationToken cancellationToken = default)
        => ConnectTo(url: null, namespaces: null, auth: null, retry, cancellationToken);

    /// <inheritdoc cref="AsyncClient.ConnectAsync(string, IEnumerable{string}?, object?, bool, CancellationToken)"/>
    public void Connect(
        string url, IEnumerable<string>? namespaces = null, object? auth = null, bool retry = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        ConnectTo(ServerUrl.Parse(url), namespaces, auth, retry, cancellationToken);
    }

    /// <inheritdoc cref="AsyncClient.ConnectAsync(Uri, IEnumerable{string}?, object?, bool, CancellationToken)"/>
    public void Connect(
        Uri url, IEnumerable<string>? namespaces = null, object? auth = null, bool retry = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        ConnectTo(url, namespaces, auth, retry, cancellationToken);
    }

    /// <inheritdoc cref="AsyncClient.JoinAsync"/>
    public IBlockingNamespaceConnection Join(string @namespace, object? auth = null, CancellationToken cancellationToken = default)
    {
        var session = _core.Namespaces.GetOrAdd(@namespace);
        var joining = Blocking.OutsideOfContext(() => _core.JoinAsync(session, auth, cancellationToken));
        if (!joining.EndsByItself(_core.Options.ConnectTimeout, _core.Time, cancellationToken))
        {
            joining.IgnoreFailure();
            cancellationToken.ThrowIfCancellationRequested();
            throw session.Errors.JoinNotAnswered();
        }

        joining.GetAwaiter().GetResult();
        return session.Blocking;
    }

    /// <inheritdoc cref="AsyncClient.ReconnectAsync"/>
    public void Reconnect(CancellationToken cancellationToken = default)
        => _core.Restart.RunAsync(cancellationToken).Await(cancellationToken);

    /// <inheritdoc cref="AsyncClient.WaitAsync"/>
    public DisconnectReason Wait(CancellationToken cancellationToken = default)
        => _core.Supervisor.WaitAsync().Await(cancellationToken);

    /// <inheritdoc cref="AsyncClient.DisconnectAsync"/>
    public void Disconnect(CancellationToken cancellationToken = default)
        => End(_core.DisconnectAsync(cancellationToken), cancellationToken);

    /// <summary>Runs work that may block, on a thread of its own, until it ends, or the client is disconnected or disposed. It outlives a loss, also one that
    /// nothing follows: <see cref="Wait"/> tells of that.</summary>
    /// <inheritdoc cref="AsyncClient.StartBackgroundTask" path="/param | /returns"/>
    public Task StartBackgroundTask(Action<CancellationToken> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return _core.Background.Run(task);
    }

    /// <inheritdoc cref="AsyncClient.StartBackgroundTask"/>
    public Task StartBackgroundTask(Func<CancellationToken, Task> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return _core.Background.Run(task);
    }

    /// <inheritdoc cref="AsyncClient.SleepAsync"/>
    public void Sleep(TimeSpan duration, CancellationToken cancellationToken = default) => Blocking.Sleep(duration, _core.Time, cancellationToken);

    /// <inheritdoc cref="AsyncClient.DisposeAsync"/>
    public void Dispose() => End(_core.DisposeAsync().AsTask(), CancellationToken.None);

    internal override void EmitCore(Emission emission, CancellationToken cancellationToken) => _main.EmitCore(emission, cancellationToken);

    internal override void CallCore(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => _main.CallCore(emission, timeout, cancellationToken);

    internal override TResult CallCore<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => _main.CallCore<TResult>(emission, timeout, cancellationToken);

    internal override Delivery DeliverCore(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => _main.DeliverCore(emission, options, cancellationToken);

    private void ConnectTo(Uri? url, IEnumerable<string>? namespaces, object? auth, bool retry, CancellationToken cancellationToken)
    {
        var connecting = _core.ConnectAsync(url, namespaces, auth, retry, cancellationToken);
        var limit = retry ? Timeout.InfiniteTimeSpan : _core.Options.ConnectTimeout;
        if (!connecting.EndsByItself(limit, _core.Time, cancellationToken))
        {
            connecting.IgnoreFailure();
            _core.Supervisor.Abandon();
            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectFailure.Of(ConnectFailure.OutOfTime(_core.Options));
        }

        connecting.GetAwaiter().GetResult();
    }

    private void End(Task ending, CancellationToken cancellationToken)
    {
        if (!ending.EndsByItself(_core.Options.StopTimeout, _core.Time, cancellationToken))
        {
            ending.IgnoreFailure();
            _core.Supervisor.Abandon();
            cancellationToken.ThrowIfCancellationRequested();
            return;
        }

        ending.GetAwaiter().GetResult();
    }
}
