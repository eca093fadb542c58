using System.Text;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Namespaces;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients;

/// <summary>One namespace of a client, through all of its connections: whether it is joined, who listens, what waits to be sent.</summary>
internal sealed class NamespaceSession : SocketIOEmitter, INamespaceConnection, ILeavable
{
    private readonly ClientCore _core;
    private readonly NamespaceSender _sender;
    private readonly NamespaceInbox _inbox;
    private readonly SessionRecovery _recovery;
    private readonly DeliveryQueue _deliveries;
    private readonly Lock _gate = new();

    private volatile Standing _standing; // changes under the lock; read without it by the sender, which holds its own
    private Join? _join;
    private TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ConnectError? _lastRefusal;
    private bool _wasConnected;
    private volatile Leave? _lastLeave;
    private volatile bool _inConnectHandler;

    public NamespaceSession(string path, ClientCore core)
    {
        Namespace = path;
        _core = core;
        Handlers = new HandlerRegistry(path);
        Observers = new EventObservers(this, core);
        _sender = new NamespaceSender(this, core);
        _inbox = new NamespaceInbox(this, core);
        _recovery = new SessionRecovery(core.Time);
        _deliveries = new DeliveryQueue(this, _sender, core);
    }

    private enum Standing
    {
        /// <summary>Nobody asked for it, or it has been left.</summary>
        NotWanted,

        /// <summary>To be joined with the next connection, or being joined.</summary>
        Wanted,

        Joined,

        /// <summary>The server said no.</summary>
        Refused,
    }

    public override string Namespace { get; }

    public override bool IsConnected => Sid is not null;

    public string? Sid { get; private set; }

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

    public bool IsWanted => _standing != Standing.NotWanted;

    public bool IsRefused => _standing == Standing.Refused;

    /// <summary>Whether it is joined on a connection, or the server's answer to that outstanding.</summary>
    public bool IsJoinedOrJoining(Connection connection)
    {
        lock (_gate)
            return _standing == Standing.Joined || _join?.Connection == connection;
    }

    /// <summary>The connection on which it is joined, which may still be joining others; null while it is not.</summary>
    public Connection? Connection => _sender.Connection;

    /// <summary>Whether somebody waits for an answer of the server, so that reading must go on.</summary>
    public bool AwaitsAnswer => _sender.AwaitsAnswer || Volatile.Read(ref _join) is not null;

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

    public Task WaitForConnectedAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
            return _joined.Task.WaitAsync(cancellationToken);
    }

    public Task LeaveAsync(CancellationToken cancellationToken = default) => _core.Membership.LeaveAsync(this, cancellationToken);

    internal override ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken) => _sender.EmitAsync(emission, cancellationToken);

    internal override async Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => (await _sender.CallAsync(emission, timeout, cancellationToken).ConfigureAwait(false)).Dispose();

    internal override async Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var answer = await _sender.CallAsync(emission, timeout, cancellationToken).ConfigureAwait(false);
        return _core.Serializer.ReadAcknowledgement<TResult>(answer);
    }

    internal override Task<Delivery> DeliverCoreAsync(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => _deliveries.DeliverAsync(emission, options, cancellationToken);

    /// <summary>Asks for the namespace: from now on it is joined with each connection.</summary>
    public void Want()
    {
        lock (_gate)
        {
            if (_standing is Standing.NotWanted or Standing.Refused)
                _standing = Standing.Wanted;
            if (_joined.Task.IsFaulted)
                _joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Joins the namespace on a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="hold">Whether emits other than its connect handlers' wait until those are done.</param>
    /// <param name="attempt">Which attempt this is, for the authentication's context.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    /// <returns>The server's refusal; null if the namespace is joined.</returns>
    /// <exception cref="SocketIODisconnectedException">The connection ended first.</exception>
    public async Task<ConnectError?> JoinAsync(Connection connection, bool hold, int attempt, CancellationToken cancellationToken)
    {
        if (await connection.Greeting.WaitAsync(cancellationToken).ConfigureAwait(false) is { } general)
            return Namespace == NamespacePath.Default ? general : Refuse(general);
        if (_core.Joining.ServerJoinsDefault && IsDefaultOf(connection))
            return null;

        var auth = await _core.GetAuthAsync(this, new AuthContext(Namespace, attempt, _lastRefusal), cancellationToken).ConfigureAwait(false);
        if (auth is not null)
            _core.Cleartext.Check(connection.Server);
        Leave? lastLeave;
        Join? join;
        do
        {
            lastLeave = _lastLeave;
            if (lastLeave?.Connection == connection)
                await connection.SettleAsync(cancellationToken).ConfigureAwait(false);
        }
        while (!TryConnect(connection, auth, hold, lastLeave, out join));

        _core.OnAnswerAwaited();
        return join is null ? null : await join.Answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes an event for its handlers, and with it the packet.</summary>
    /// <returns>False if more bytes wait than may; the packet is gone.</returns>
    public bool TryDeliver(IncomingPacket packet, Connection connection)
        => _standing == Standing.Joined ? Post(packet, connection) : TryHoldBack(packet, connection);

    /// <summary>The server is going to answer for the namespace without being asked.</summary>
    public void Expect(Connection connection, bool hold) => Begin(connection, hold, out _);

    /// <summary>The server accepted a CONNECT.</summary>
    public void OnConnected(IncomingPacket packet, Connection connection)
    {
        var answer = _core.Joining.ReadSession(packet, Namespace, connection.Engine.Handshake);
        Join? join;
        Task handled;
        int? held;
        var hasRoom = true;
        lock (_gate)
        {
            join = _join;
            if (join is null || join.Connection != connection)
                return; // a second CONNECT
            _join = null;
            if (_standing == Standing.NotWanted)
            {
                join.Early.Discard();
                connection.SendDisconnect(this); // left before the server answered
                _lastLeave = new Leave(connection);
                return;
            }

            _standing = Standing.Joined;
            _lastRefusal = null;
            Sid = answer.Sid;
            held = _sender.Join(connection, join.Hold); // before any handler can run, since it may call
            var recovered = _recovery.Begin(answer.Pid);
            foreach (var missed in join.Early.Take())
                hasRoom &= Post(missed, connection, isEarly: true);
            handled = _inbox.Post(HandlerKind.Connect, new ConnectInfo(answer.Sid, IsReconnect: _wasConnected, recovered));
            _wasConnected = true;
        }

        if (!hasRoom)
            connection.EndOfOverflow(this);
        if (held is { } number)
            connection.Own(ReleaseWhenHandledAsync(handled, connection, number));
        join.Answer.TrySetResult(null);
        _joined.TrySetResult();
    }

    /// <summary>The server refused a CONNECT.</summary>
    /// <returns>The refusal.</returns>
    public ConnectError OnRefused(IncomingPacket packet, Connection connection)
    {
        var refusal = _core.Joining.ReadRefusal(packet);
        Join? join;
        lock (_gate)
        {
            join = _join?.Connection == connection ? _join : null;
            if (join is not null)
            {
                _join = null;
                join.Early.Discard();
                _standing = Standing.Refused;
            }
        }

        if (join is null)
        {
            Log.ErrorReported(_core.Logger, Namespace, Printable.Of(refusal.Message));
            return refusal;
        }

        Refuse(refusal);
        join.Answer.TrySetResult(refusal);
        return refusal;
    }

    /// <summary>Tells <c>connect_error</c> handlers why the namespace could not be joined.</summary>
    public void ReportError(ConnectError error) => _ = _inbox.Post(HandlerKind.ConnectError, error);

    /// <summary>The namespace's connection is gone.</summary>
    /// <param name="connection">The connection it may have been joined on.</param>
    /// <param name="end">Why.</param>
    /// <param name="isFinal">Whether no other connection follows.</param>
    /// <param name="unsent">This namespace's packets that were never handed to the transport.</param>
    /// <returns>Whether it was joined, so that <see cref="ReportDisconnect"/> is due.</returns>
    public bool Lose(Connection connection, Loss end, bool isFinal, IReadOnlyList<OutgoingPacket> unsent)
    {
        bool wasJoined;
        Join? join;
        lock (_gate)
        {
            join = _join?.Connection == connection ? _join : null;
            if (join is not null)
                _join = null;
            join?.Early.Discard();
            wasJoined = _standing == Standing.Joined;
            if (isFinal || (wasJoined && end.Reason is DisconnectReason.ClientDisconnect or DisconnectReason.ServerDisconnect))
                _recovery.Forget(); // the server has ended the session
            if (wasJoined)
                _standing = Standing.Wanted;
            if (isFinal)
                _standing = Standing.NotWanted;
            _lastLeave = isFinal ? new Leave(connection) : null;
            Sid = null;
            if (wasJoined && _joined.Task.IsCompletedSuccessfully)
                _joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        var loss = new SocketIODisconnectedException(end.Describe(Namespace), end.Reason, end.Exception);
        _sender.Lose(loss, unsent);
        join?.Answer.TrySetException(loss);
        if (isFinal)
            End(end);
        return wasJoined;
    }

    /// <summary>The namespace alone is gone from a connection that lives on: as <see cref="Lose"/>, and tells the <c>disconnect</c> handler, before another
    /// join can tell the <c>connect</c> handler.</summary>
    /// <returns>Completes when the handler has run; null if the namespace was not joined.</returns>
    public Task? LoseAlone(Connection connection, Loss end, bool isFinal)
    {
        lock (_gate)
            return Lose(connection, end, isFinal, unsent: []) ? ReportDisconnect(end.Reason) : null;
    }

    /// <summary>Leaves the namespace on a connection that lives on: as <see cref="LoseAlone"/>, and tells the server, before another join can ask it again.</summary>
    /// <returns>Completes when the handler has run; null if the namespace is not joined on this connection any more.</returns>
    public Task? LeaveAlone(Connection connection)
    {
        lock (_gate)
        {
            if (_sender.Connection != connection || LoseAlone(connection, new Loss(DisconnectReason.ClientDisconnect), isFinal: true) is not { } handled)
                return null;
            connection.SendDisconnect(this);
            return handled;
        }
    }

    /// <summary>Asks for the namespace no longer, unless it is joined.</summary>
    /// <returns>False if it is joined.</returns>
    public bool TryGiveUp()
    {
        lock (_gate)
        {
            if (_standing == Standing.Joined)
                return false;
            End(new Loss(DisconnectReason.ClientDisconnect));
            return true;
        }
    }

    /// <summary>Tells the <c>disconnect</c> handler.</summary>
    /// <returns>Completes when it has run.</returns>
    public Task ReportDisconnect(DisconnectReason reason) => _inbox.Post(HandlerKind.Disconnect, reason);

    /// <summary>The client ended: nothing that waits will be sent.</summary>
    public void End(Loss end)
    {
        var ended = new SocketIODisconnectedException(end.Describe(Namespace), end.Reason, end.Exception);
        lock (_gate)
        {
            _standing = Standing.NotWanted;
            _join?.Answer.TrySetException(ended);
            _recovery.Forget();
        }

        var dropped = _sender.Abandon(ended);
        if (dropped > 0)
        {
            _core.Metrics.EmitDropped(Namespace, dropped);
            Log.BufferedEmitsDropped(_core.Logger, dropped, Namespace);
        }

        EndDeliveries();
        Observers.EndStreams(end.Reason is DisconnectReason.ClientDisconnect or DisconnectReason.ServerDisconnect ? null : ended);
        FailWaiting(end.Describe(Namespace));
    }

    /// <summary>Gives up the messages that are not acknowledged: the namespace is being left, or nobody will ask for it again.</summary>
    public void EndDeliveries() => _deliveries.EndAll();

    /// <summary>Settles an acknowledgement; takes the packet.</summary>
    public void Acknowledge(IncomingPacket packet) => _sender.Acknowledge(packet);

    /// <summary>Sends a handler's acknowledgement on the connection that its event came by.</summary>
    /// <returns>False if the namespace is not joined on it any more; the packet remains the caller's.</returns>
    public bool TryAnswer(OutgoingPacket acknowledgement, Connection connection) => _sender.TryAnswer(acknowledgement, connection);

    /// <summary>A moment of the namespace's life begins.</summary>
    public void Enter(HandlerKind kind) => _inConnectHandler = kind == HandlerKind.Connect;

    /// <summary>It is over.</summary>
    public void Exit() => _inConnectHandler = false;

    /// <exception cref="SocketIOException">Emits can't wait for a connection, since none is being made.</exception>
    public void ThrowUnlessConnecting()
    {
        if (!_core.State.IsRunning)
            throw NotConnectedNow();
        if (_standing is Standing.NotWanted or Standing.Refused)
            throw NotJoined();
        if (!_core.Supervisor.ConnectsByItself)
            throw NotConnectedNow();
    }

    public SocketIODisconnectedException NotConnectedNow() => new(_core.State.Current switch
    {
        ClientState.Disposed => "The client has been disposed.",
        ClientState.Disconnecting => "The client is disconnecting; nothing more is sent.",
        ClientState.Disconnected => $"The client is not connected: call {_core.Method("Connect")} first.",
        _ => $"Namespace '{Namespace}' is not connected at the moment; the client is connecting.",
    })
    { Delivery = Delivery.NotSent };

    public SocketIOException BufferIsFull(string limit) => new(
        $"Too many emits wait for the connection of namespace '{Namespace}' ({nameof(SocketIOLimits)}.{nameof(SocketIOLimits.BufferedEmits)}, " +
        $"{nameof(SocketIOLimits.BufferedEmitBytes)}). Emit less while disconnected, or let such emits fail or drop with {nameof(EmitOptions)}.")
    { Delivery = Delivery.NotSent, Limit = limit };

    public SocketIOTimeoutException NotAcknowledged(string eventName, TimeSpan wait, Delivery delivery)
        => new($"No acknowledgement of '{eventName}' came from namespace '{Namespace}' within {wait.TotalSeconds:0.###} s.") { Delivery = delivery };

    /// <summary>Where the server joins <c>/</c> by itself: whether that is this namespace.</summary>
    /// <exception cref="SocketIOConnectException">It can't be joined on this connection any more.</exception>
    private bool IsDefaultOf(Connection connection)
    {
        var isDefault = Namespace == NamespacePath.Default;
        if (!connection.HasLeftDefault && (!isDefault || _standing == Standing.Joined))
            return isDefault;
        throw new SocketIOConnectException(
            $"Namespace '{Namespace}' can't be joined on this connection: a Socket.IO 2.x server joins '/' only at a connection's beginning, " +
            $"and other namespaces only together with it. Call {nameof(AsyncClient.ReconnectAsync)}.")
        { Delivery = Delivery.NotSent };
    }

    private ConnectError Refuse(ConnectError refusal)
    {
        lock (_gate)
        {
            _standing = Standing.Refused;
            _lastRefusal = refusal;
        }

        var why = Printable.Of(refusal.Message);
        Log.NamespaceRefused(_core.Logger, Namespace, why);
        FailWaiting($"The server refused namespace '{Namespace}': {why}");
        ReportError(refusal);
        return refusal;
    }

    private NamespaceNotConnectedException NotJoined() => new(
        _lastRefusal is { } refusal
            ? $"The server refused namespace '{Namespace}': {Printable.Of(refusal.Message)}"
            : $"Namespace '{Namespace}' is not connected: pass it to {_core.Method("Connect")}, register a handler for it before connecting, or call {_core.Method("Join")}.",
        Namespace)
    { Delivery = Delivery.NotSent };

    /// <returns>The join to wait for; null if the namespace is joined, or has been left meanwhile. A second CONNECT would be a fault to the server, so a join under way is shared.</returns>
    private Join? Begin(Connection connection, bool hold, out bool isNew)
    {
        lock (_gate)
        {
            isNew = false;
            if (_standing is Standing.Joined or Standing.NotWanted)
                return null;
            if (_join?.Connection == connection)
                return _join;

            var join = new Join(connection, hold, new EarlyEvents(_core.Options.Limits.InboxBytes));
            join.Answer.Task.IgnoreFailure(); // whoever waits for it may have given up
            if (connection.Engine.Completion.IsCompleted)
            {
                join.Answer.TrySetException(JoinedTooLate());
                return join;
            }

            isNew = true;
            _standing = Standing.Wanted;
            return _join = join;
        }
    }

    /// <summary>Sends a CONNECT, unless the namespace is joined, being joined or not wanted any more.</summary>
    /// <returns>False if the namespace has been left since <paramref name="lastLeave"/>: the server has to read that first.</returns>
    private bool TryConnect(Connection connection, object? auth, bool hold, Leave? lastLeave, out Join? join)
    {
        var packet = _core.Joining.Connect(Namespace, auth, _recovery.Request());
        var isNew = false;
        bool mayJoin;
        lock (_gate)
        {
            mayJoin = _lastLeave == lastLeave;
            join = mayJoin ? Begin(connection, hold, out isNew) : null;
        }

        if (!isNew)
        {
            packet.Dispose();
        }
        else if (!connection.Engine.TryEnqueue(packet))
        {
            packet.Dispose();
            Cancel(join!);
        }

        return mayJoin;
    }

    /// <summary>Takes back a join that could not be sent.</summary>
    private void Cancel(Join join)
    {
        lock (_gate)
        {
            if (_join == join)
                _join = null;
            join.Early.Discard();
        }

        join.Answer.TrySetException(JoinedTooLate());
    }

    private SocketIODisconnectedException JoinedTooLate()
        => new($"The connection ended before namespace '{Namespace}' was joined.") { Delivery = Delivery.NotSent };

    private bool Post(IncomingPacket packet, Connection connection, bool isEarly = false)
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

    private bool TryHoldBack(IncomingPacket packet, Connection connection)
    {
        lock (_gate)
        {
            if (_join?.Connection != connection)
            {
                packet.Dispose(); // nobody asked for it
                return true;
            }

            if (_join.Early.TryAdd(packet))
                return true;
        }

        _recovery.Forget(); // the server would send as much again
        return false;
    }

    private void FailWaiting(string message)
    {
        TaskCompletionSource waiting;
        lock (_gate)
            waiting = _joined;
        if (waiting.TrySetException(new SocketIODisconnectedException(message) { Delivery = Delivery.NotSent }))
            _ = waiting.Task.Exception; // seen, whether or not anybody waits
    }

    private async Task ReleaseWhenHandledAsync(Task handled, Connection connection, int join)
    {
        if (!await Task.WhenAny(handled, connection.Engine.Completion).EndsWithinAsync(_core.Options.Reconnection.HandlerTimeout, _core.Time).ConfigureAwait(false))
            Log.ConnectHandlerSlow(_core.Logger, Namespace, _core.Options.Reconnection.HandlerTimeout);
        await _sender.ReleaseAsync(connection, join).ConfigureAwait(false);
    }

    private sealed record Join(Connection Connection, bool Hold, EarlyEvents Early)
    {
        public TaskCompletionSource<ConnectError?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The end of a join, told from others by its identity.</summary>
    private sealed class Leave(Connection connection)
    {
        public Connection Connection => connection;
    }
}
