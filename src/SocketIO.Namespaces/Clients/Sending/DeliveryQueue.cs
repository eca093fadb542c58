using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>The messages of one namespace that are sent until they are acknowledged: in order, the next one when the one before is done with. Each stays
/// in its place through any number of connections.</summary>
internal sealed class DeliveryQueue(NamespaceSession session, NamespaceOutlet outlet, AckRegistry acks, ClientCore core)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<DeliveryMessage> _messages = [];
    private long _bytes;
    private bool _isRunning;

    private SocketIOLimits Limits => core.Options.Limits;

    /// <summary>How many messages are not acknowledged yet.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _messages.Count;
        }
    }

    /// <summary>Delivers a message.</summary>
    /// <exception cref="SocketIOException">There is no connection and none is being made, too many messages wait, or it is too large for the server.</exception>
    public async Task<Delivery> DeliverAsync(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var message = new DeliveryMessage(emission.EventName, Encode(emission, options), options, acknowledged => End(acknowledged, Delivery.Acknowledged));
        Accept(message);
        var expiry = core.Time.CreateTimer(_ => End(message, message.Known), state: null, options.GiveUpAfter ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var _ = expiry.ConfigureAwait(false);
        var cancellation = cancellationToken.UnsafeRegister((_, token) => Cancel(message, token), state: null);
        await using var __ = cancellation.ConfigureAwait(false);
        return await message.Outcome.ConfigureAwait(false);
    }

    /// <summary>No connection will follow: nothing more is sent.</summary>
    public void EndAll()
    {
        while (First(stopIfNone: false) is { } message)
            End(message, message.Known);
    }

    private OutgoingPacket Encode(in Emission emission, DeliveryOptions options)
    {
        EventNames.ThrowIfReservedForEmit(emission.EventName);
        var id = acks.NewId();
        var messageId = options.MessageId ? Guid.CreateVersion7(core.Time.GetUtcNow()).ToString() : null;
        var packet = core.Serializer.Event(session.Namespace, emission with { MessageId = messageId }, id);
        packet.Origin = new PacketOrigin(session, id, IsCall: true, Expires: long.MaxValue);
        return packet;
    }

    private void Accept(DeliveryMessage message)
    {
        using var shown = session.Observers.WatchesEmits ? session.Observers.Copy(message.Packet) : null;
        try
        {
            Add(message);
        }
        catch (SocketIOException refusal)
        {
            message.Packet.Dispose();
            core.Limits.OnRefused(session.Namespace, refusal);
            throw;
        }

        if (session.IsInConnectHandler)
            outlet.LetDeliveriesPass();
        if (shown is not null)
            session.Observers.OnOutgoing(shown);
    }

    private void Add(DeliveryMessage message)
    {
        lock (_gate)
        {
            if (outlet.Connection is null)
                session.Errors.ThrowUnlessConnecting(session.Standing);
            if (_messages.Count >= Limits.PendingDeliveries)
                throw IsFull(nameof(Limits.PendingDeliveries));
            if (_bytes + message.Packet.ByteCount > Limits.PendingDeliveryBytes)
                throw IsFull(nameof(Limits.PendingDeliveryBytes));
            _messages.AddLast(message.Node);
            _bytes += message.Packet.ByteCount;
            if (_isRunning)
                return;
            _isRunning = true;
        }

        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        while (First(stopIfNone: true) is { } message)
        {
            try
            {
                await SendAsync(message).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                if (TryRemove(message))
                    message.Fault(failure);
            }
        }
    }

    /// <summary>Sends a message as often as it takes.</summary>
    private async Task SendAsync(DeliveryMessage message)
    {
        while (await ConnectionAsync(message).ConfigureAwait(false) is { } connection)
        {
            if (!TrySend(message, connection))
            {
                if (outlet.Connection == connection) // it has ended a moment ago, of which the namespace does not know yet
                    await Task.WhenAny(connection.Forgotten, message.Outcome).ConfigureAwait(false);
                continue;
            }

            await Task.WhenAny(connection.Engine.FlushAsync(CancellationToken.None), message.Lost, message.Outcome).ConfigureAwait(false);
            var wait = message.Options.AckTimeout ?? core.Options.AckTimeout;
            if (!await Task.WhenAny(message.Lost, message.Outcome).EndsWithinAsync(wait, core.Time).ConfigureAwait(false))
            {
                message.OnTimeout();
                Log.DeliveryNotAcknowledged(core.Logger, message.Attempts, message.EventName, session.Namespace, wait);
            }

            if (message.Attempts >= message.Options.MaxAttempts)
                End(message, message.Known);
        }

        acks.TryTake(message.AckId, out var _);
    }

    /// <summary>Waits for the namespace to be joined and its connect handlers to have run.</summary>
    /// <returns>Null if nothing more is to be done about the message.</returns>
    private async Task<Connection?> ConnectionAsync(DeliveryMessage message)
    {
        var open = outlet.WhenOpenAsync();
        await Task.WhenAny(open, message.Outcome).ConfigureAwait(false);
        return message.Outcome.IsCompleted ? null : await open.ConfigureAwait(false);
    }

    private bool TrySend(DeliveryMessage message, Connection connection)
    {
        if (Copy(message) is not { } packet)
            return false;
        if (!connection.Fits(packet, out var problem))
        {
            packet.Dispose();
            throw new SocketIOException(problem) { Delivery = message.Known };
        }

        message.BeginAttempt();
        if (outlet.TrySend(packet, message, connection))
        {
            core.OnAnswerAwaited();
            return true;
        }

        message.WithdrawAttempt();
        packet.Dispose();
        return false;
    }

    private OutgoingPacket? Copy(DeliveryMessage message)
    {
        lock (_gate)
            return message.Node.List is null ? null : message.Packet.Copy();
    }

    private DeliveryMessage? First(bool stopIfNone)
    {
        lock (_gate)
        {
            if (_messages.First is { } first)
                return first.Value;
            if (stopIfNone)
                _isRunning = false;
            return null;
        }
    }

    private void End(DeliveryMessage message, Delivery outcome)
    {
        if (TryRemove(message))
            message.End(outcome);
    }

    private void Cancel(DeliveryMessage message, CancellationToken cancellationToken)
    {
        if (TryRemove(message))
            message.Cancel(cancellationToken);
    }

    /// <returns>Whether it was still there, so that its outcome is the caller's to tell.</returns>
    private bool TryRemove(DeliveryMessage message)
    {
        lock (_gate)
        {
            if (message.Node.List is null)
                return false;
            _messages.Remove(message.Node);
            _bytes -= message.Packet.ByteCount;
            message.Packet.Dispose();
            return true;
        }
    }

    private SocketIOException IsFull(string limit) => new(
        $"Too many messages wait for their acknowledgement on namespace '{session.Namespace}' ({nameof(SocketIOLimits)}.{limit}): " +
        "await deliveries before making more, or raise the limit.")
    { Delivery = Delivery.NotSent, Limit = limit };
}
