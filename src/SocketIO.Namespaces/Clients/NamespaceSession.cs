using System.Text;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Clients.Handling;
using SocketIO.Namespaces.Clients.Joining;
using SocketIO.Namespaces.Clients.Sending;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Namespaces;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients;

/// <summary>One namespace of a client, through all of its connections: whether it is joined, who listens, what waits to be sent.</summary>
internal sealed class NamespaceSession : SocketIOEmitter, INamespaceConnection, ILeavable
{
    private readonly ClientCore _core;
    private readonly AckRegistry _acks;
    private readonly NamespaceOutlet _outlet;
    private readonly NamespaceSender _sender;
    private readonly NamespaceInbox _inbox;
    private readonly SessionRecovery _recovery;
    private readonly DeliveryQueue _deliveries;
    private readonly NamespaceCalls _calls;
    private volatile bool _inConnectHandler;
    private bool _isSaidUnasked;

    public NamespaceSession(string path, ClientCore core)
    {
        Namespace = path;
        _core = core;
        Handlers = new HandlerRegistry(path);
        Observers = new EventObservers(this, core);
        Errors = new NamespaceErrors(path, core);
        _inbox = new NamespaceInbox(this, core);
        _recovery = new SessionRecovery(core.Time);
        _acks = new AckRegistry(core.Options.Limits.PendingCalls, core.Time, refusal => core.Limits.OnRefused(path, refusal));
        _outlet = new NamespaceOutlet(this, _acks, core);
        _sender = new NamespaceSender(this, _outlet, core);
        _calls = new NamespaceCalls(this, _sender, _outlet, _acks, core);
        _deliveries = new DeliveryQueue(this, _outlet, _acks, core);
        Standing = new NamespaceStanding(this, _sender, _outlet, _recovery, core);
        Joiner = new NamespaceJoiner(this, Standing, _recovery, core);
        Rejoins = new RejoinPace(core.Time, core.Options.Reconnection.StableAfter);
    }

    public override string Namespace { get; }

    public override bool IsConnected => Sid is not null;

    public string? Sid => Standing.Sid;

    public NamespaceStanding Standing { get; }

    public NamespaceJoiner Joiner { get; }

    public RejoinPace Rejoins { get; }

    public NamespaceErrors Errors { get; }

    public HandlerRegistry Handlers { get; }

    public EventObservers Observers { get; }

    /// <summary>Whether anything wants this namespace's events.</summary>
    public bool IsListenedTo => !Handlers.IsEmpty || !Observers.IsEmpty;

    public NamespaceInbox Inbox => _inbox;

    /// <summary>The same namespace, for callers that block.</summary>
    public BlockingNamespaceConnection Blocking => field ??= new BlockingNamespaceConnection(this, _core);

    /// <summary>Whether its handlers may block, so that they need a thread of their own.</summary>
    public bool HandlersMayBlock => _core.IsBlocking || Handlers.HasBlockingClass;

    /// <summary>What to send with CONNECT instead of the client's own payload; null for none of its own.</summary>
    public object? Auth { get; set; }

    public bool IsWanted => Standing.IsWanted;

    public bool IsRefused => Standing.IsRefused;

    /// <summary>The connection on which it is joined, which may still be joining others; null while it is not.</summary>
    public Connection? Connection => _outlet.Connection;

    /// <summary>Where it is joined; null while it is not.</summary>
    public Uri? Server => Connection?.Server;

    /// <summary>How much waits in it.</summary>
    public NamespaceLoad Load => new(Namespace, _inbox.Events, _acks.Count, _outlet.BufferedEmits);

    /// <summary>How many acknowledgements of its emits are awaited.</summary>
    public int PendingCalls => _acks.Count;

    /// <summary>How many of its emits wait to be sent.</summary>
    public int BufferedEmits => _outlet.BufferedEmits;

    /// <summary>How many of its deliveries are not acknowledged yet.</summary>
    public int PendingDeliveries => _deliveries.Count;

    /// <summary>Whether somebody waits for an answer of the server, so that reading must go on.</summary>
    public bool AwaitsAnswer => !_acks.IsEmpty || Standing.IsJoining;

    /// <summary>Whether the caller runs inside this namespace's connect handler, whose emits go ahead of what is buffered.</summary>
    public bool IsInConnectHandler => _inConnectHandler && CurrentWork.Unit == this;

    public IDisposable On(string eventName, Delegate handler) => _core.On(this, eventName, handler, once: false);

    public IDisposable Once(string eventName, Delegate handler) => _core.On(this, eventName, handler, once: true);

    public IDisposable OnAny(Delegate observer) => Observers.Add(observer, isOutgoing: false);

    public IDisposable OnAnyOutgoing(Delegate observer) => Observers.Add(observer, isOutgoing: true);

    public IAsyncEnumerable<T> StreamAsync<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EventObservers.ThrowUnlessStreamable(eventName);
        return Observers.StreamAsync<T>(eventName, cancellationToken);
    }

    public Task WaitForConnectedAsync(CancellationToken cancellationToken = default) => Standing.WaitForConnectedAsync(cancellationToken);

    public Task LeaveAsync(CancellationToken cancellationToken = default) => _core.Membership.LeaveAsync(this, cancellationToken);

    internal override ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken)
        => Spans.AreWatched ? SendSpans.EmitAsync(this, emission, cancellationToken) : EmitUnwatchedAsync(emission, cancellationToken);

    internal override async Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => (await CallAsync(emission, timeout, cancellationToken).ConfigureAwait(false)).Dispose();

    internal override async Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var answer = await CallAsync(emission, timeout, cancellationToken).ConfigureAwait(false);
        return _core.Serializer.ReadAcknowledgement<TResult>(answer);
    }

    internal override Task<Delivery> DeliverCoreAsync(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => Spans.AreWatched ? SendSpans.DeliverAsync(this, emission, options, cancellationToken) : DeliverUnwatchedAsync(emission, options, cancellationToken);

    /// <summary>Emits, without a span of its own.</summary>
    public ValueTask EmitUnwatchedAsync(Emission emission, CancellationToken cancellationToken)
        => _core.Filters is null ? EmitUnfilteredAsync(emission, cancellationToken) : FilteredSends.EmitAsync(this, _core, emission, cancellationToken);

    /// <summary>Emits, past the filters.</summary>
    public ValueTask EmitUnfilteredAsync(Emission emission, CancellationToken cancellationToken)
        => emission.Callback is { } callback ? _calls.EmitAsync(emission, callback, cancellationToken) : _sender.EmitAsync(emission, cancellationToken);

    /// <summary>Calls, without a span of its own.</summary>
    /// <returns>The acknowledgement, now the caller's to dispose.</returns>
    public ValueTask<IncomingPacket> CallUnwatchedAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => _core.Filters is null ? CallUnfilteredAsync(emission, timeout, cancellationToken) : FilteredSends.CallAsync(this, _core, emission, timeout, cancellationToken);

    /// <summary>Calls, past the filters.</summary>
    /// <returns>The acknowledgement, now the caller's to dispose.</returns>
    public ValueTask<IncomingPacket> CallUnfilteredAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => _calls.CallAsync(emission, timeout, cancellationToken);

    /// <summary>Delivers, without a span of its own.</summary>
    public Task<Delivery> DeliverUnwatchedAsync(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => _core.Filters is null ? DeliverUnfilteredAsync(emission, options, cancellationToken) : FilteredSends.DeliverAsync(this, _core, emission, options, cancellationToken);

    /// <summary>Delivers, past the filters.</summary>
    public Task<Delivery> DeliverUnfilteredAsync(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => _deliveries.DeliverAsync(emission, options, cancellationToken);

    /// <summary>Tells <c>connect_error</c> handlers why the namespace could not be joined.</summary>
    public void ReportError(ConnectError error) => _ = _inbox.Post(HandlerKind.ConnectError, error);

    /// <summary>Tells the <c>disconnect</c> handler.</summary>
    /// <returns>Completes when it has run.</returns>
    public Task ReportDisconnect(DisconnectReason reason) => _inbox.Post(HandlerKind.Disconnect, reason);

    /// <summary>Gives up the messages that are not acknowledged: the namespace is being left, or nobody will ask for it again.</summary>
    public void EndDeliveries() => _deliveries.EndAll();

    /// <summary>Settles an acknowledgement; takes the packet.</summary>
    /// <returns>The call that it answers, if it answers one: the caller of that waits to be let go on.</returns>
    public PendingCall? Acknowledge(IncomingPacket packet) => _calls.Acknowledge(packet);

    /// <summary>Sends a handler's acknowledgement on the connection that its event came by.</summary>
    /// <returns>False if the namespace is not joined on it any more; the packet remains the caller's.</returns>
    public bool TryAnswer(OutgoingPacket acknowledgement, Connection connection) => _outlet.TryAnswer(acknowledgement, connection);

    /// <summary>Something listens from now on. That it may hear nothing is said once, and quietly: a join may be about to follow.</summary>
    public void OnListener()
    {
        if (IsWanted || !_core.State.IsRunning || Interlocked.Exchange(ref _isSaidUnasked, true))
            return;
        Log.NamespaceNotAskedFor(_core.Logger, Namespace, _core.Method("Join"));
    }

    /// <summary>A moment of the namespace's life begins.</summary>
    public void Enter(HandlerKind kind) => _inConnectHandler = kind == HandlerKind.Connect;

    /// <summary>It is over.</summary>
    public void Exit() => _inConnectHandler = false;

    /// <summary>Hands an event to observers and inbox, and with it the packet.</summary>
    /// <returns>False if more bytes wait than may; the packet is gone.</returns>
    public bool Post(IncomingPacket packet, Connection connection, bool isEarly = false)
    {
        var recovers = _recovery.IsOn;
        if (recovers)
            _recovery.Read(packet);
        Observers.OnIncoming(packet);
        if (!_inbox.TryPost(packet, connection, isEarly))
            return false;
        if (recovers)
            _recovery.Commit();
        return true;
    }

    private ValueTask<IncomingPacket> CallAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => Spans.AreWatched ? SendSpans.CallAsync(this, emission, timeout, cancellationToken) : CallUnwatchedAsync(emission, timeout, cancellationToken);
}
