using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Clients.Sending;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>Whether one namespace is wanted, joined or refused, through all connections. docs/reconnection.md has the diagram.</summary>
internal sealed class NamespaceStanding(NamespaceSession session, NamespaceSender sender, NamespaceOutlet outlet, SessionRecovery recovery, ClientCore core)
{
    private readonly Lock _gate = new();

    private volatile Stage _stage; // changes under the lock; read without it by the sender, which holds its own
    private PendingJoin? _join;
    private readonly JoinedSignal _joined = new();
    private ConnectError? _lastRefusal;
    private bool _wasConnected;
    private volatile Leave? _lastLeave;
    private long _wantedSince;
    private volatile bool _isDisconnectedAlone;

    private enum Stage
    {
        /// <summary>Nobody asked for it, or it has been left.</summary>
        NotWanted,

        /// <summary>To be joined with the next connection, or being joined.</summary>
        Wanted,

        Joined,

        /// <summary>The server said no.</summary>
        Refused,
    }

    /// <summary>The session id; null while it is not joined.</summary>
    public string? Sid { get; private set; }

    /// <summary>Whether the server's answer to a CONNECT is outstanding.</summary>
    public bool IsJoining => Volatile.Read(ref _join) is not null;

    public bool IsWanted => _stage != Stage.NotWanted;

    public bool IsJoined => _stage == Stage.Joined;

    public bool IsRefused => _stage == Stage.Refused;

    /// <summary>Whether it is joined, or will be with the next connection.</summary>
    public bool IsExpected => _stage is Stage.Joined or Stage.Wanted;

    /// <summary>Whether it should be joined on the connection there is, but the server has disconnected it alone, or has not answered for it in time.</summary>
    public bool IsMissing => core.State.Current == ClientState.Connected && !IsJoined && LastRefusal is null && (_isDisconnectedAlone || IsOverdue);

    private bool IsOverdue => IsWanted && core.Time.GetElapsedTime(Volatile.Read(ref _wantedSince)) >= core.Options.ConnectTimeout;

    /// <summary>What the server said when it last refused the namespace; null if it has let it in since.</summary>
    public ConnectError? LastRefusal => Volatile.Read(ref _lastRefusal);

    /// <summary>Its message, fit to be shown.</summary>
    public string? LastRefusalMessage => LastRefusal is { } refusal ? Printable.Of(refusal.Message) : null;

    /// <summary>How the namespace was last left on the present connection; null if it was not.</summary>
    public Leave? LastLeave => _lastLeave;

    /// <summary>Whether it is joined on a connection, or the server's answer to that outstanding.</summary>
    public bool IsJoinedOrJoining(Connection connection)
    {
        lock (_gate)
            return _stage == Stage.Joined || _join?.Connection == connection;
    }

    public Task WaitForConnectedAsync(CancellationToken cancellationToken = default) => _joined.WaitAsync(cancellationToken);

    /// <summary>Asks for the namespace: from now on it is joined with each connection.</summary>
    public void Want()
    {
        lock (_gate)
        {
            if (_stage is Stage.NotWanted or Stage.Refused)
            {
                _stage = Stage.Wanted;
                Volatile.Write(ref _wantedSince, core.Time.GetTimestamp());
            }

            _joined.Renew();
        }
    }

    /// <summary>Takes an event for its handlers, and with it the packet.</summary>
    /// <returns>False if more bytes wait than may; the packet is gone.</returns>
    public bool TryDeliver(IncomingPacket packet, Connection connection)
        => _stage == Stage.Joined ? session.Post(packet, connection) : TryHoldBack(packet, connection);

    /// <summary>The server is going to answer for the namespace without being asked.</summary>
    public void Expect(Connection connection, bool hold) => TryBegin(connection, hold, LastLeave);

    /// <summary>Begins a join, unless the namespace is joined, being joined or not wanted any more. A second CONNECT would be a fault to the server, so a
    /// join under way is shared.</summary>
    /// <param name="connection">The connection to join it on.</param>
    /// <param name="hold">Whether emits other than its connect handlers' wait until those are done.</param>
    /// <param name="lastLeave">The leave that the server has read.</param>
    /// <returns>Null if the namespace has been left since <paramref name="lastLeave"/>: the server has to read that first.</returns>
    public BegunJoin? TryBegin(Connection connection, bool hold, Leave? lastLeave)
    {
        lock (_gate)
        {
            if (_lastLeave != lastLeave)
                return null;
            if (_stage is Stage.Joined or Stage.NotWanted)
                return new BegunJoin(Pending: null, IsNew: false);
            if (_join?.Connection == connection)
            {
                if (_join.Answer.Task.IsCompleted)
                    _join = new PendingJoin(connection, hold, _join.Early); // left, and asked for again, before the server answered
                return new BegunJoin(_join, IsNew: false);
            }

            var join = new PendingJoin(connection, hold, new EarlyEvents(core.Options.Limits.InboxBytes));
            if (connection.Engine.Completion.IsCompleted)
            {
                join.Answer.TrySetException(JoinedTooLate());
                return new BegunJoin(join, IsNew: false);
            }

            _stage = Stage.Wanted;
            _join = join;
            return new BegunJoin(join, IsNew: true);
        }
    }

    /// <summary>Takes back a join that could not be sent.</summary>
    public void Cancel(PendingJoin join)
    {
        lock (_gate)
        {
            if (_join == join)
                _join = null;
            join.Early.Discard();
        }

        join.Answer.TrySetException(JoinedTooLate());
    }

    /// <summary>The server accepted a CONNECT.</summary>
    public void OnConnected(IncomingPacket packet, Connection connection)
    {
        var answer = core.Joining.ReadSession(packet, session.Namespace, connection.Engine.Handshake);
        PendingJoin? join;
        Task handled;
        int? held;
        var hasRoom = true;
        lock (_gate)
        {
            join = _join;
            if (join is null || join.Connection != connection)
                return; // a second CONNECT
            _join = null;
            if (_stage == Stage.NotWanted)
            {
                join.Early.Discard();
                connection.SendDisconnect(session); // left before the server answered
                _lastLeave = new Leave(connection);
                return;
            }

            _stage = Stage.Joined;
            _lastRefusal = null;
            _isDisconnectedAlone = false;
            Sid = answer.Sid;
            session.Rejoins.OnJoined();
            held = outlet.Join(connection, join.Hold); // before any handler can run, since it may call
            var recovered = recovery.Begin(answer.Pid);
            foreach (var missed in join.Early.Take())
                hasRoom &= session.Post(missed, connection, isEarly: true);
            handled = session.Inbox.Post(HandlerKind.Connect, new ConnectInfo(answer.Sid, IsReconnect: _wasConnected, recovered));
            _wasConnected = true;
        }

        if (!hasRoom)
            connection.EndOfOverflow(session);
        if (held is { } number)
            connection.Own(sender.ReleaseWhenHandledAsync(handled, connection, number));
        join.Answer.TrySetResult(null);
        _joined.Set();
    }

    /// <summary>The server refused a CONNECT.</summary>
    /// <returns>The refusal.</returns>
    public ConnectError OnRefused(IncomingPacket packet, Connection connection)
    {
        var refusal = core.Joining.ReadRefusal(packet);
        PendingJoin? join;
        lock (_gate)
        {
            join = _join?.Connection == connection ? _join : null;
            if (join is not null)
            {
                _join = null;
                join.Early.Discard();
                if (_stage == Stage.NotWanted)
                    return refusal; // left before the server answered
                _stage = Stage.Refused;
            }
        }

        if (join is null)
        {
            Log.ErrorReported(core.Logger, session.Namespace, Printable.Of(refusal.Message));
            return refusal;
        }

        Refuse(refusal);
        join.Answer.TrySetResult(refusal);
        return refusal;
    }

    /// <summary>The namespace can't be joined, unless it has been left meanwhile. It is asked for again with the next connection at the latest.</summary>
    public ConnectError Refuse(ConnectError refusal)
    {
        lock (_gate)
        {
            if (_stage == Stage.NotWanted)
                return refusal;
            _stage = Stage.Refused;
            _lastRefusal = refusal;
        }

        var why = Printable.Of(refusal.Message);
        Log.NamespaceRefused(core.Logger, session.Namespace, why);
        _joined.Fail($"The server refused namespace '{session.Namespace}': {why}");
        session.ReportError(refusal);
        return refusal;
    }

    /// <summary>The namespace's connection is gone.</summary>
    /// <param name="connection">The connection it may have been joined on.</param>
    /// <param name="end">Why.</param>
    /// <param name="isFinal">Whether no other connection follows.</param>
    /// <param name="unsent">This namespace's packets that were never handed to the transport.</param>
    /// <returns>Whether it was joined, so that <see cref="NamespaceSession.ReportDisconnect"/> is due.</returns>
    public bool Lose(Connection connection, Loss end, bool isFinal, IReadOnlyList<OutgoingPacket> unsent)
    {
        bool wasJoined;
        PendingJoin? join;
        lock (_gate)
        {
            join = _join?.Connection == connection ? _join : null;
            if (join is not null)
                _join = null;
            join?.Early.Discard();
            wasJoined = _stage == Stage.Joined;
            if (isFinal || (wasJoined && end.Reason is DisconnectReason.ClientDisconnect or DisconnectReason.ServerDisconnect))
                recovery.Forget(); // the server has ended the session
            if (wasJoined)
                _stage = Stage.Wanted;
            if (isFinal)
                _stage = Stage.NotWanted;
            _lastLeave = isFinal ? new Leave(connection) : null;
            Sid = null;
            if (wasJoined)
                _joined.Reset();
        }

        var loss = new SocketIODisconnectedException(end.Describe(session.Namespace), end.Reason, end.Exception);
        outlet.Lose(loss, unsent);
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
        {
            if (!Lose(connection, end, isFinal, unsent: []))
                return null;
            _isDisconnectedAlone = end.Reason == DisconnectReason.ServerDisconnect;
            return session.ReportDisconnect(end.Reason);
        }
    }

    /// <summary>Leaves the namespace on a connection that lives on: as <see cref="LoseAlone"/>, and tells the server, before another join can ask it again.</summary>
    /// <returns>Completes when the handler has run; null if the namespace is not joined on this connection any more.</returns>
    public Task? LeaveAlone(Connection connection)
    {
        lock (_gate)
        {
            if (outlet.Connection != connection || LoseAlone(connection, new Loss(DisconnectReason.ClientDisconnect), isFinal: true) is not { } handled)
                return null;
            connection.SendDisconnect(session);
            return handled;
        }
    }

    /// <summary>Asks for the namespace no longer, unless it is joined.</summary>
    /// <returns>False if it is joined.</returns>
    public bool TryGiveUp()
    {
        lock (_gate)
        {
            if (_stage == Stage.Joined)
                return false;
            End(new Loss(DisconnectReason.ClientDisconnect));
            return true;
        }
    }

    /// <summary>The client ended: nothing that waits will be sent.</summary>
    public void End(Loss end)
    {
        var ended = new SocketIODisconnectedException(end.Describe(session.Namespace), end.Reason, end.Exception);
        lock (_gate)
        {
            _stage = Stage.NotWanted;
            _isDisconnectedAlone = false;
            _join?.Answer.TrySetException(ended);
            recovery.Forget();
        }

        var dropped = outlet.Abandon(ended);
        if (dropped > 0)
        {
            core.Metrics.EmitDropped(session.Namespace, dropped);
            Log.BufferedEmitsDropped(core.Logger, dropped, session.Namespace);
        }

        session.EndDeliveries();
        session.Observers.EndStreams(end.Reason is DisconnectReason.ClientDisconnect or DisconnectReason.ServerDisconnect ? null : ended);
        _joined.Fail(end.Describe(session.Namespace));
    }

    private SocketIODisconnectedException JoinedTooLate()
        => new($"The connection ended before namespace '{session.Namespace}' was joined.") { Delivery = Delivery.NotSent };

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

        recovery.Forget(); // the server would send as much again
        return false;
    }
}
