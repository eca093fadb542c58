using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Clients;

/// <summary>What a client is made of: its namespaces and handlers, and the supervisor that keeps it connected.</summary>
internal sealed class ClientCore : IAsyncDisposable
{
    private readonly ITransportConnector _connector;
    private CancellationTokenSource _handlers = new();

    public ClientCore(SocketIOClientOptions options, ITransportConnector? connector = null, PacketPool? pool = null)
    {
        ClientOptionsRules.ThrowIfFaulty(options);
        Options = options;
        Logger = (ILogger?)options.LoggerFactory?.CreateLogger("SocketIO.Namespaces.Client") ?? NullLogger.Instance;
        Cleartext = new CleartextWarning(Logger);
        Pool = pool ?? PacketPool.Shared;
        Serializer = new PacketSerializer(options.JsonSerializerOptions, options.Limits, Pool);
        Binding = new BindingContext(Serializer, options.Services?.GetService<IServiceProviderIsService>());
        Metrics = ClientMetrics.Create(options.Services?.GetService<IMeterFactory>());
        Runner = new HandlerRunner(options, Serializer, Metrics, Logger);
        Background = new BackgroundTasks(Logger);
        State = new ClientStateMachine(Logger);
        Namespaces = new NamespaceDirectory(path => new NamespaceSession(path, this));
        _connector = connector ?? HttpTransportConnector.Create(options);
        Membership = new Membership(this);
        Joining = JoinProtocol.Create(this);
        Teardown = new ConnectionTeardown(this);
        Supervisor = new Supervisor(this, new Dialer(this, _connector));
    }

    public SocketIOClientOptions Options { get; }

    public ILogger Logger { get; }

    public ClientMetrics Metrics { get; }

    public CleartextWarning Cleartext { get; }

    public TimeProvider Time => Options.TimeProvider;

    public PacketPool Pool { get; }

    public PacketSerializer Serializer { get; }

    public BindingContext Binding { get; }

    public HandlerRunner Runner { get; }

    public BackgroundTasks Background { get; }

    public ClientStateMachine State { get; }

    public NamespaceDirectory Namespaces { get; }

    public Supervisor Supervisor { get; }

    public Membership Membership { get; }

    public JoinProtocol Joining { get; }

    public ConnectionTeardown Teardown { get; }

    /// <summary>Cancelled when handlers have had their time to finish.</summary>
    public CancellationToken HandlerCancellation => Volatile.Read(ref _handlers).Token;

    /// <summary>Whether somebody waits for an answer of the server, which only reading can bring.</summary>
    public bool AwaitsAnswer => Namespaces.All.Any(session => session.AwaitsAnswer);

    public void OnAnswerAwaited() => Supervisor.Connection?.OnAnswerAwaited();

    /// <summary>Whether a unit of work is one of this client's.</summary>
    public bool Owns(object? unit) => Namespaces.All.Contains(unit) || Background.Contains(unit);

    /// <summary>Cancels the handlers that run; later ones get a fresh token.</summary>
    public async Task CancelHandlersAsync()
        => await Interlocked.Exchange(ref _handlers, new CancellationTokenSource()).CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <exception cref="ArgumentException">The name is empty, or the delegate can't be a handler.</exception>
    /// <exception cref="InvalidOperationException">The event has a handler already.</exception>
    public IDisposable On(NamespaceSession session, string eventName, Delegate handler, bool once)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        ArgumentNullException.ThrowIfNull(handler);
        return session.Handlers.Add(eventName, HandlerMethod.Compile(handler, KindOf(eventName), Binding), once);
    }

    /// <summary>Makes an instance the class of its namespace.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="path">The namespace; null for the one the instance or its class names, or else <c>/</c>.</param>
    /// <exception cref="NamespaceDefinitionException">The class is wrong.</exception>
    /// <exception cref="InvalidOperationException">The namespace has a class already, or the instance a client.</exception>
    public void RegisterNamespace(AsyncClientNamespace instance, string? path)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var definition = NamespaceDefinition.Inspect(instance.GetType());
        var session = Namespaces.GetOrAdd(path ?? instance.DeclaredPath);
        instance.Attach(session, () => session.Handlers.SetClass(definition.Compile(Binding), instance));
    }

    /// <summary>What to send with a namespace's CONNECT.</summary>
    public async ValueTask<object?> GetAuthAsync(NamespaceSession session, AuthContext context, CancellationToken cancellationToken)
    {
        if ((session.Auth ?? Supervisor.Plan?.Auth) is { } given)
            return given;
        return Options.AuthProvider is { } provider
            ? await provider(context, cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false)
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

    public async ValueTask DisposeAsync()
    {
        await Supervisor.CloseAsync().ConfigureAwait(false);
        if (!State.TryEnter(ClientState.Disposed))
            return;
        await CancelHandlersAsync().ConfigureAwait(false);
        using var patience = new CancellationTokenSource(Options.StopTimeout, Time);
        await Background.StopAsync(CurrentWork.Unit, patience.Token).ConfigureAwait(false);
        var inboxes = Namespaces.All.Where(session => session != CurrentWork.Unit).Select(session => session.Inbox.CompleteAsync());
        var observers = Namespaces.All.Select(session => session.Observers.CompleteAsync());
        await Task.WhenAll([.. inboxes, .. observers]).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        (_connector as IDisposable)?.Dispose();
    }

    private static HandlerKind KindOf(string eventName) => eventName switch
    {
        EventNames.Connect => HandlerKind.Connect,
        EventNames.ConnectError => HandlerKind.ConnectError,
        EventNames.Disconnect => HandlerKind.Disconnect,
        EventNames.CatchAll => HandlerKind.CatchAll,
        _ => HandlerKind.Event,
    };
}
