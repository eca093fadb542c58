using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>What every packet of a namespace passes on its way out, under one lock: whether it goes to the connection, waits for the next one or for the
/// connect handlers, or is refused.</summary>
internal sealed class NamespaceOutlet(NamespaceSession session, AckRegistry acks, ClientCore core)
{
    private readonly Lock _gate = new();
    private readonly EmitBuffer _buffer = new(core.Options.Limits, core.Time);

    // The connection while the namespace is joined, and whether what others emit has to wait behind connect handlers and buffer.
    private Connection? _connection;
    private bool _isHeld;
    private int _joins;
    private bool _deliveriesPass;
    private TaskCompletionSource<Connection>? _opened;

    /// <summary>The connection on which the namespace is joined; null while it is not.</summary>
    public Connection? Connection
    {
        get
        {
            lock (_gate)
                return _connection;
        }
    }

    /// <summary>How many emits wait for a connection, or for the connect handlers.</summary>
    public int BufferedEmits
    {
        get
        {
            lock (_gate)
                return _buffer.Count;
        }
    }

    /// <summary>Whether what the caller emits need not wait for connect handlers and buffer.</summary>
    private bool MayPass => !_isHeld || session.IsInConnectHandler;

    /// <summary>Sends a packet if the namespace is joined and there is room, as most often is the case.</summary>
    /// <returns>False if it was not sent and remains the caller's.</returns>
    public bool TrySend(OutgoingPacket packet)
    {
        Connection? connection;
        bool isLoopWaiting;
        var emitted = packet.Origin.Emitted;
        var isCall = packet.Origin.IsCall;
        lock (_gate)
        {
            connection = _connection;
            if (connection is null || !MayPass || IsGivenUp(packet) || !connection.Fits(packet, out _) || !connection.Engine.TryEnqueueNow(packet, out isLoopWaiting))
                return false;
        }

        if (isLoopWaiting)
            connection.Engine.WakeWriteLoop(here: acks.Count <= (isCall ? 1 : 0)); // where other answers are awaited, more calls may follow
        OnSent(connection, emitted);
        return true;
    }

    /// <summary>Sends a packet whose acknowledgement is awaited, unless the namespace has lost this connection meanwhile.</summary>
    /// <returns>False if it was not sent and remains the caller's.</returns>
    public bool TrySend(OutgoingPacket packet, PendingAck pending, Connection connection)
    {
        var id = packet.Origin.AckId!.Value;
        lock (_gate)
        {
            if (_connection != connection)
                return false;
            acks.Put(id, pending);
            if (!connection.Engine.TryEnqueue(packet))
            {
                acks.TryTake(id, out _);
                return false;
            }
        }

        OnSent(connection, core.Time.GetTimestamp());
        return true;
    }

    /// <summary>Sends an acknowledgement, which must be ahead of a DISCONNECT: servers close the connection over a packet for a namespace that has been left.</summary>
    /// <returns>False if the namespace is not joined on this connection any more; the packet remains the caller's.</returns>
    public bool TryAnswer(OutgoingPacket acknowledgement, Connection connection)
    {
        lock (_gate)
            return _connection == connection && connection.Engine.TryEnqueue(acknowledgement);
    }

    /// <summary>Sends a packet when there is room, ahead of a DISCONNECT.</summary>
    /// <returns>False if the namespace has left the connection, or that has ended, or the call has; the packet remains the caller's.</returns>
    public async ValueTask<bool> SendAsync(OutgoingPacket packet, Connection connection, CancellationToken cancellationToken)
    {
        ValueTask<bool> enqueuing;
        lock (_gate)
        {
            if (_connection != connection || IsGivenUp(packet))
                return false;
            enqueuing = connection.Engine.EnqueueAsync(packet, cancellationToken);
        }

        if (!await enqueuing.ConfigureAwait(false))
            return false;
        OnSent(connection, core.Time.GetTimestamp());
        return true;
    }

    /// <summary>Decides what becomes of a packet.</summary>
    /// <returns>The connection to send it on; null if it waits or was dropped.</returns>
    /// <exception cref="SocketIOException">There is no connection to send it on, and it may not wait for one; it is gone.</exception>
    public Connection? Route(OutgoingPacket packet, EmitOptions? options)
    {
        lock (_gate)
        {
            if (IsGivenUp(packet))
            {
                packet.Dispose(); // its caller has been told of a loss
                return null;
            }

            if (_connection is { } connection && MayPass)
                return connection;
        }

        return Hold(packet, options);
    }

    /// <summary>Whether it is a call whose caller has been told how it ended.</summary>
    public bool IsGivenUp(OutgoingPacket packet) => packet.Origin is { IsCall: true, AckId: { } id } && !acks.Contains(id);

    /// <summary>Lets deliveries pass as connect handlers' emits do, until the next connection: a connect handler has made one, and may wait for it.</summary>
    public void LetDeliveriesPass()
    {
        lock (_gate)
        {
            _deliveriesPass = true;
            OpenIfFree();
        }
    }

    /// <summary>The connection, once deliveries may use it: the namespace is joined, and nothing goes ahead of them.</summary>
    public Task<Connection> WhenOpenAsync()
    {
        lock (_gate)
        {
            _opened ??= new TaskCompletionSource<Connection>(TaskCreationOptions.RunContinuationsAsynchronously);
            var opened = _opened.Task;
            OpenIfFree();
            return opened;
        }
    }

    /// <summary>The namespace was joined. What waits is held back until all of it has been taken by <see cref="TakeHeld"/>.</summary>
    /// <param name="connection">The connection it was joined on.</param>
    /// <param name="hold">Whether others' emits wait for the connect handlers even if none waits yet.</param>
    /// <returns>The number of the join if anything is held, so that it must be released; else null.</returns>
    public int? Join(Connection connection, bool hold)
    {
        lock (_gate)
        {
            _connection = connection;
            _isHeld = hold || !_buffer.IsEmpty;
            _deliveriesPass = false;
            OpenIfFree();
            _joins++;
            return _isHeld ? _joins : null;
        }
    }

    /// <summary>Takes the next packet that was held back; with the last one, everything passes again.</summary>
    /// <param name="connection">The connection to send it on.</param>
    /// <param name="join">The number of the join: where the namespace was left and joined again meanwhile, another release has taken over.</param>
    public OutgoingPacket? TakeHeld(Connection connection, int join)
    {
        List<OutgoingPacket> expired = [];
        OutgoingPacket? next;
        lock (_gate)
        {
            if (_connection != connection || _joins != join)
                return null;
            if (!_buffer.TryTake(out next, expired))
            {
                _isHeld = false;
                OpenIfFree();
            }
        }

        DiscardStale(expired);
        return next;
    }

    /// <summary>Puts a packet back where <see cref="TakeHeld"/> took it, unless nobody would send it any more.</summary>
    public void Restore(OutgoingPacket packet, Connection connection)
    {
        lock (_gate)
        {
            if ((_connection == connection || !packet.Origin.IsCall) && session.IsWanted)
            {
                _buffer.Restore(packet);
                return;
            }
        }

        if (packet.Origin.IsCall)
            packet.Dispose(); // its caller has been told of the loss
        else
            Discard(packet, "the namespace has been left, or no connection follows.");
    }

    /// <summary>Takes back what still waits with this acknowledgement id.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Withdraw(long ackId)
    {
        IReadOnlyList<OutgoingPacket> withdrawn;
        lock (_gate)
            withdrawn = _buffer.TakeWhere(packet => packet.Origin.AckId == ackId);
        foreach (var packet in withdrawn)
            packet.Dispose();
        return withdrawn.Count > 0;
    }

    /// <summary>The connection is gone: calls fail, what was not sent waits for the next one.</summary>
    public void Lose(SocketIODisconnectedException loss, IReadOnlyList<OutgoingPacket> unsent)
    {
        var unsentIds = unsent.Where(packet => packet.Origin.AckId is not null).Select(packet => packet.Origin.AckId!.Value).ToHashSet();
        IReadOnlyList<(long Id, PendingAck Pending)> lost;
        lock (_gate)
        {
            _connection = null;
            _isHeld = false;
            _buffer.Prepend([.. unsent.Where(packet => !packet.Origin.IsCall)]);
            foreach (var held in _buffer.TakeWhere(packet => packet.Origin.IsCall))
            {
                unsentIds.Add(held.Origin.AckId!.Value);
                held.Dispose();
            }

            unsentIds.UnionWith(_buffer.AckIds);
            lost = acks.TakeLost(unsentIds); // here, lest who abandons the rest takes what was sent for unsent
        }

        foreach (var call in unsent.Where(packet => packet.Origin.IsCall))
            call.Dispose();
        foreach (var (id, pending) in lost)
            pending.Fail(Describe(loss, unsentIds.Contains(id) ? Delivery.NotSent : Delivery.Unknown));
    }

    /// <summary>No connection will follow: drops what waits for one.</summary>
    /// <returns>How many emits were dropped.</returns>
    public int Abandon(SocketIODisconnectedException reason)
    {
        IReadOnlyList<OutgoingPacket> dropped;
        IReadOnlyList<(long Id, PendingAck Pending)> lost;
        HashSet<long> unsent;
        bool isLost;
        lock (_gate)
        {
            isLost = _connection is null; // then who had been sent has been told
            unsent = [.. _buffer.AckIds];
            dropped = _buffer.TakeWhere(_ => true);
            lost = acks.TakeLost(new HashSet<long>());
        }

        foreach (var packet in dropped)
            packet.Dispose();
        foreach (var (id, pending) in lost)
            pending.Fail(Describe(reason, isLost || unsent.Contains(id) ? Delivery.NotSent : Delivery.Unknown));
        return dropped.Count;
    }

    /// <summary>Drops a packet that can't be sent.</summary>
    public void Discard(OutgoingPacket packet, string why)
    {
        core.Metrics.EmitDropped(session.Namespace);
        Log.EmitDropped(core.Logger, session.Namespace, why);
        if (packet.Origin.AckId is { } id && acks.TryTake(id, out var pending))
            pending.Fail(new SocketIODisconnectedException($"The emit was dropped: {why}") { Delivery = Delivery.NotSent });
        packet.Dispose();
    }

    private Connection? Hold(OutgoingPacket packet, EmitOptions? options)
    {
        List<OutgoingPacket> expired = [];
        try
        {
            lock (_gate)
            {
                if (_connection is null)
                {
                    session.Errors.ThrowUnlessConnecting(session.Standing);
                    if (packet.Origin.IsCall || options?.WhenDisconnected == WhenDisconnected.Fail)
                        throw session.Errors.NotConnectedNow();
                    if (options?.WhenDisconnected == WhenDisconnected.Drop)
                    {
                        expired.Add(packet);
                        return null;
                    }
                }
                else if (!_isHeld)
                {
                    return _connection;
                }

                if (!_buffer.HasRoomFor(packet, expired))
                    throw session.Errors.BufferIsFull(_buffer.Limit);
                _buffer.Append(packet);
                return null;
            }
        }
        catch (SocketIOException refusal)
        {
            packet.Dispose();
            core.Limits.OnRefused(session.Namespace, refusal);
            throw;
        }
        finally
        {
            DiscardStale(expired);
        }
    }

    private void DiscardStale(List<OutgoingPacket> packets)
    {
        foreach (var packet in packets)
            Discard(packet, "it would have come too late to be worth sending.");
    }

    private void OpenIfFree()
    {
        if (_connection is not { } connection || (_isHeld && !_deliveriesPass))
            return;
        _opened?.TrySetResult(connection);
        _opened = null;
    }

    private void OnSent(Connection connection, long emitted)
    {
        connection.OnEmitted(emitted);
        core.Metrics.EventSent(session.Namespace);
    }

    private static SocketIODisconnectedException Describe(SocketIODisconnectedException loss, Delivery delivery)
        => new(loss.Message, loss.Reason, loss.InnerException) { Delivery = delivery };
}
