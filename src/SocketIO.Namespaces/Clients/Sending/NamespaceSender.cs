using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>Writes a namespace's emits and sends them through its outlet: at once, or when there is room, a connection, and nothing that goes first.</summary>
internal sealed class NamespaceSender(NamespaceSession session, NamespaceOutlet outlet, ClientCore core)
{
    public ValueTask EmitAsync(in Emission emission, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        return SendAsync(emission, ackId: null, isCall: false, cancellationToken);
    }

    /// <summary>A packet of an event, to send.</summary>
    public OutgoingPacket Encode(in Emission emission, long? id, bool isCall)
    {
        EventNames.ThrowIfReservedForEmit(emission.EventName);
        var packet = core.Serializer.Event(session.Namespace, emission, id);
        var age = emission.Options?.MaxAge ?? core.Options.Reconnection.BufferedEmitMaxAge;
        var now = core.Time.GetTimestamp();
        packet.Origin = new PacketOrigin(session, id, isCall, ExpiresAfter(age, now)) { Emitted = now };
        return packet;
    }

    /// <summary>Sends an event, or lets it wait for a connection.</summary>
    public ValueTask SendAsync(in Emission emission, long? ackId, bool isCall, CancellationToken cancellationToken)
        => SendAsync(Encode(emission, ackId, isCall), emission.Options, cancellationToken);

    /// <summary>Sends an event that is written already; takes the packet.</summary>
    public ValueTask SendAsync(OutgoingPacket packet, EmitOptions? options, CancellationToken cancellationToken)
        => session.Observers.WatchesEmits ? SendObservedAsync(packet, options, cancellationToken) : SendUnobservedAsync(packet, options, cancellationToken);

    /// <summary>Sends a packet if that needs no waiting, of which nobody looks on.</summary>
    /// <returns>False if it was not sent and remains the caller's.</returns>
    public bool TrySendNow(OutgoingPacket packet) => !session.Observers.WatchesEmits && outlet.TrySend(packet);

    /// <summary>Sends what was held back since a join, in order, once the connect handlers are done or have had their time.</summary>
    /// <param name="handled">Completes when they are done.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="join">The number of the join.</param>
    public async Task ReleaseWhenHandledAsync(Task handled, Connection connection, int join)
    {
        if (!await Task.WhenAny(handled, connection.Engine.Completion).EndsWithinAsync(core.Options.Reconnection.HandlerTimeout, core.Time).ConfigureAwait(false))
            Log.ConnectHandlerSlow(core.Logger, session.Namespace, core.Options.Reconnection.HandlerTimeout);
        while (outlet.TakeHeld(connection, join) is { } packet)
        {
            if (!connection.Fits(packet, out var problem))
            {
                outlet.Discard(packet, problem);
            }
            else if (!await outlet.SendAsync(packet, connection, CancellationToken.None).ConfigureAwait(false))
            {
                if (!outlet.IsGivenUp(packet))
                {
                    outlet.Restore(packet, connection);
                    return;
                }

                packet.Dispose();
            }
        }
    }

    // A day-long age is as good as none, and added to the time it must not overflow.
    private long ExpiresAfter(TimeSpan age, long now)
        => age > TimeSpan.FromDays(1) || age == Timeout.InfiniteTimeSpan
            ? long.MaxValue
            : now + (long)(age.TotalSeconds * core.Time.TimestampFrequency);

    private async ValueTask SendObservedAsync(OutgoingPacket packet, EmitOptions? options, CancellationToken cancellationToken)
    {
        using var copy = session.Observers.Copy(packet);
        await SendUnobservedAsync(packet, options, cancellationToken).ConfigureAwait(false);
        session.Observers.OnOutgoing(copy);
    }

    private ValueTask SendUnobservedAsync(OutgoingPacket packet, EmitOptions? options, CancellationToken cancellationToken)
        => outlet.TrySend(packet) ? default : SendWhenPossibleAsync(packet, options, cancellationToken);

    private async ValueTask SendWhenPossibleAsync(OutgoingPacket packet, EmitOptions? options, CancellationToken cancellationToken)
    {
        while (outlet.Route(packet, options) is { } connection)
        {
            if (!connection.Fits(packet, out var problem))
            {
                packet.Dispose();
                throw new SocketIOException(problem) { Delivery = Delivery.NotSent };
            }

            if (await outlet.SendAsync(packet, connection, cancellationToken).ConfigureAwait(false))
                return;
            if (outlet.Connection != connection || outlet.IsGivenUp(packet))
                continue;

            // It ended a moment ago; what becomes of the packet is decided once that is known everywhere.
            try
            {
                await connection.Forgotten.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                packet.Dispose();
                throw;
            }
        }
    }
}
