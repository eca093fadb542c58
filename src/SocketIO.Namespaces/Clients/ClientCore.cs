using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Clients.Handling;
using SocketIO.Namespaces.Clients.Joining;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Dispatch.Filters;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Clients;

/// <summary>What a client is made of: its namespaces and handlers, and the supervisor that keeps it connected.</summary>
internal sealed class ClientCore : IAsyncDisposable, IMeasuredClient
{
    private readonly ITransportConnector _connector;
    private CancellationTokenSource _handlers = new();

    public ClientCore(SocketIOClientOptions options, ITransportConnector? connector = null, PacketPool? pool = null, bool isBlocking = false)
    {
        ClientOptionsRules.ThrowIfFaulty(options);
        Options = options;
        IsBlocking = isBlocking;
        Logger = (ILogger?)options.LoggerFactory?.CreateLogger("SocketIO.Namespaces.Client") ?? NullLogger.Instance;
        Cleartext = new CleartextWarning(Logger);
        Pool = pool ?? PacketPool.Shared;
        Binding = BindingContext.For(options, Pool);
        Metrics = ClientMetrics.Create(options.Services?.GetService<IMeterFactory>(), options.ClientName);
        Limits = new LimitReporter(Metrics, Logger, options.TimeProvider);
        Runner = new HandlerRunner(options, Serializer, Metrics, Logger);
        Filters = FilterPipeline.Create([.. options.EventFilters]);
        Background = new BackgroundTasks(Logger);
        State = new ClientStateMachine(Logger);
        History = new ConnectionHistory(Time);
        Namespaces = new NamespaceDirectory(path => new NamespaceSession(path, this));
        _connector = connector ?? HttpTransportConnector.Create(options);
        Membership = new Membership(this);
        Joining = JoinProtocol.Create(this);
        Teardown = new ConnectionTeardown(this);
        Restart = new ConnectionRestart(this);
        Supervisor = new Supervisor(this, new RunLoop(this, new Dialer(this, _connector)));
        Metrics.Observe(this);
    }

    public SocketIOClientOptions Options { get; }

    /// <summary>Whether this is the core of a <see cref="Client"/>, whose handlers may block and so run on threads of their own.</summary>
    public bool IsBlocking { get; }

    public ILogger Logger { get; }

    public ClientMetrics Metrics { get; }

    /// <summary>Who hears of limits that are reached.</summary>
    public LimitReporter Limits { get; }

    public CleartextWarning Cleartext { get; }

    public TimeProvider Time => Options.TimeProvider;

    public PacketPool Pool { get; }

    public PacketSerializer Serializer => Binding.Serializer;

    public BindingContext Binding { get; }

    public HandlerRunner Runner { get; }

    /// <summary>What is around events and emits; null where nothing is.</summary>
    public FilterPipeline? Filters { get; }

    public BackgroundTasks Background { get; }

    public ClientStateMachine State { get; }

    public ConnectionHistory History { get; }

    /// <summary>How the client is doing.</summary>
    public ClientStatus Status => new(
        State.Current, History.OutageDuration, History.LastFailure, History.HasPermanentFault,
        PathsOf(session => session is { IsWanted: true, Standing.LastRefusal: not null }),
        PathsOf(session => session.Standing.IsMissing));

    public NamespaceDirectory Namespaces { get; }

    public Supervisor Supervisor { get; }

    public Membership Membership { get; }

    public JoinProtocol Joining { get; }

    public ConnectionTeardown Teardown { get; }

    public ConnectionRestart Restart { get; }

    /// <summary>The transport in use; null while there is no connection.</summary>
    public TransportKind? Transport => Supervisor.Connection is { Engine: var engine } && State.Current == ClientState.Connected ? engine.Transport : null;

    string IMeasuredClient.Name => Options.ClientName;

    ClientState IMeasuredClient.State => State.Current;

    int IMeasuredClient.OutboxPackets => Supervisor.Connection?.Engine.OutboxPackets ?? 0;

    IEnumerable<NamespaceLoad> IMeasuredClient.Loads => Namespaces.All.Where(session => session.IsWanted).Select(session => session.Load);

    /// <summary>The server's scheme, host and port; null while a provider has not named it yet.</summary>
    public string? Server => (Supervisor.Connection?.Server ?? Supervisor.Plan?.Url ?? Options.Url) is { } url ? ServerUrl.Origin(url) : null;

    /// <summary>Cancelled when handlers have had their time to finish.</summary>
    public CancellationToken HandlerCancellation => Volatile.Read(ref _handlers).Token;

    /// <summary>Whether somebody waits for an answer of the server, which only reading can bring.</summary>
    public bool AwaitsAnswer => Namespaces.All.Any(session => session.AwaitsAnswer);

    public void OnAnswerAwaited() => Supervisor.Connection?.OnAnswerAwaited();

    /// <summary>Whether a unit of work is one of this client's.</summary>
    public bool Owns(object? unit) => Namespaces.All.Contains(unit) || Background.Contains(unit) || State.IsAnnouncing(unit);

    /// <summary>Whose core it is, as its users know it.</summary>
    public Type ClientType => IsBlocking ? typeof(Client) : typeof(AsyncClient);

    /// <summary>What the client calls a method that both kinds of client have.</summary>
    public string Method(string name) => IsBlocking ? name : $"{name}Async";

    /// <summary>Why nothing can be sent while nobody has asked for a connection, or none follows.</summary>
    public string NotConnected
        => !Options.IsHosted ? $"The client is not connected: call {Method("Connect")} first."
        : Supervisor.Plan is null ? "The client is not connected: its host connects it, so start the host first."
        : "The client is not connected any more: its host has stopped, or the connection has ended for good, which the log says.";

    /// <summary>Cancels the handlers that run; later ones get a fresh token.</summary>
    public Task CancelHandlersAsync() => Interlocked.Exchange(ref _handlers, new CancellationTokenSource()).CancelSafelyAsync(Logger);

    /// <exception cref="ArgumentException">The name is empty, or the delegate can't be a handler.</exception>
    /// <exception cref="InvalidOperationException">The event has a handler already.</exception>
    public IDisposable On(NamespaceSession session, string eventName, Delegate handler, bool once)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        ArgumentNullException.ThrowIfNull(handler);
        var registration = session.Handlers.Add(eventName, HandlerMethod.Compile(handler, HandlerKinds.Of(eventName), Binding), once);
        session.OnListener();
        return registration;
    }

    /// <summary>Makes an instance the class of its namespace.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="path">The namespace; null for the one the instance or its class names, or else <c>/</c>.</param>
    /// <exception cref="NamespaceDefinitionException">The class is wrong.</exception>
    /// <exception cref="InvalidOperationException">The namespace has a class already, or the instance a client.</exception>
    public void RegisterNamespace(IClientNamespace instance, string? path)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var definition = NamespaceDefinition.Inspect(instance.GetType());
        var session = Namespaces.GetOrAdd(path ?? instance.DeclaredPath);
        if (instance is ClientNamespace blocking)
            blocking.Link.Attach(session.Blocking, SetClass);
        else
            ((AsyncClientNamespace)instance).Link.Attach(session, SetClass);

        void SetClass()
        {
            session.Handlers.SetClass(Binding.GetOrCompile(definition), definition.Type, instance);
            session.OnListener();
        }
    }

    /// <summary>Makes a class that of a namespace, with an instance of its own for each event.</summary>
    /// <param name="type">The class.</param>
    /// <param name="path">The namespace.</param>
    /// <param name="create">Makes an instance with the services of its event.</param>
    /// <exception cref="NamespaceDefinitionException">The class is wrong.</exception>
    /// <exception cref="InvalidOperationException">The namespace has a class already.</exception>
    public void RegisterNamespace(
        [DynamicallyAccessedMembers(HandlerMembers.Methods)] Type type, string path, Func<IServiceProvider, IClientNamespace> create)
    {
        var session = Namespaces.GetOrAdd(path);
        session.Handlers.SetClass(Binding.GetOrCompile(NamespaceDefinition.Inspect(type)), type, new NamespaceActivator(session, create));
    }

    /// <summary>Connects, and completes once every namespace asked for is joined.</summary>
    /// <param name="url">The server; null for the one of the options.</param>
    /// <param name="namespaces">The namespaces to join; null for those that anything listens on.</param>
    /// <param name="auth">Sent when joining; null for that of the options.</param>
    /// <param name="retry">Whether to keep trying until it works.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ConnectAsync(Uri? url, IEnumerable<string>? namespaces, object? auth, bool retry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (url is null)
            ServerUrl.ValidateSource(Options);
        else
            ServerUrl.Validate(url);
        var plan = Plan(namespaces, retry) with { Url = url, Auth = auth };
        if (namespaces is not null)
            plan = plan with { LeftOut = [.. Namespaces.All.Where(session => session.IsListenedTo).Except(plan.Namespaces)] };
        await Supervisor.WaitForFirstAsync(Supervisor.Start(plan), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the connection, and the background tasks: also those that have outlived one that ended by itself.</summary>
    public async Task DisconnectAsync(CancellationToken cancellationToken)
    {
        // Work of the client's own does not wait for such tasks: they may be waiting for it.
        using var timer = new CancellationTokenSource(Owns(CurrentWork.Unit) ? TimeSpan.Zero : Options.StopTimeout, Time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var tasks = Background.Stopping;
        await Supervisor.StopAsync(cancellationToken).ConfigureAwait(false);
        if (tasks.IsCancellationRequested)
            return; // with the connection
        await Background.StopAsync(CurrentWork.Unit).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Joins one more namespace, now and with each later connection.</summary>
    public Task JoinAsync(NamespaceSession session, object? auth, CancellationToken cancellationToken)
    {
        session.Auth = auth ?? session.Auth;
        return Membership.JoinAsync(session, cancellationToken);
    }

    /// <summary>What to send with a namespace's CONNECT.</summary>
    public async ValueTask<object?> GetAuthAsync(NamespaceSession session, AuthContext context, CancellationToken cancellationToken)
    {
        if ((session.Auth ?? Supervisor.Plan?.Auth) is { } given)
            return given;
        return Options.AuthProvider is { } provider
            ? await Provider.AskAsync(nameof(Options.AuthProvider), token => provider(context, token), cancellationToken).ConfigureAwait(false)
            : Options.Auth;
    }

    /// <summary>Whether anything is to be sent with a namespace's CONNECT.</summary>
    public bool HasAuth(NamespaceSession session) => (session.Auth ?? Supervisor.Plan?.Auth ?? Options.Auth ?? Options.AuthProvider) is not null;

    /// <summary>Which namespaces a connect joins: those asked for, or else those that anything listens on; and <c>/</c> unless that is turned off.</summary>
    public ConnectPlan Plan(IEnumerable<string>? namespaces, bool keepsTrying)
    {
        var asked = namespaces?.Concat(Options.Namespaces).ToArray()
            ?? [.. Options.Namespaces, .. Namespaces.All.Where(session => session.IsListenedTo).Select(session => session.Namespace)];
        var named = asked.Distinct().Select(Namespaces.GetOrAdd).ToArray();
        if (!Options.ConnectDefaultNamespace && named.Length > 0)
            return new ConnectPlan(named, keepsTrying);

        var main = Namespaces.GetOrAdd(NamespacePath.Default);
        return named.Contains(main)
            ? new ConnectPlan(named, keepsTrying)
            : new ConnectPlan([main, .. named], keepsTrying) { Implicit = named.Length > 0 ? main : null };
    }

    public ValueTask DisposeAsync()
    {
        if (!State.IsAnnouncing(CurrentWork.Unit))
            return new ValueTask(EndAsync());

        _ = Supervisor.CloseAsync(); // only asks for the stop
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(EndAsync); // not awaited: it may wait for the caller
        return default;
    }

    /// <summary>Which namespaces are in a state, but for a default one that nobody asked for.</summary>
    private string[] PathsOf(Func<NamespaceSession, bool> matches)
        => [.. Namespaces.All.Where(session => session != Supervisor.Plan?.Implicit && matches(session)).Select(session => session.Namespace)];

    private async Task EndAsync()
    {
        using var patience = new CancellationTokenSource(Options.StopTimeout, Time);
        await Supervisor.CloseAsync().ConfigureAwait(false); // within the same time
        if (!State.TryEnter(ClientState.Disposed))
            return;
        Metrics.Forget(this);
        await CancelHandlersAsync().ConfigureAwait(false);
        await Background.StopAsync(CurrentWork.Unit).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var completing = Namespaces.All.Select(session => (session, inbox: session.Inbox.CompleteAsync())).ToArray();
        var inboxes = completing.Where(one => one.session != CurrentWork.Unit).Select(one => one.inbox);
        var observers = Namespaces.All.Select(session => session.Observers.CompleteAsync());
        await Task.WhenAll([.. inboxes, .. observers]).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        (_connector as IDisposable)?.Dispose();
    }
}
