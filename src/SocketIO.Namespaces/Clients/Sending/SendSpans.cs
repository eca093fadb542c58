using System.Diagnostics;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>Puts spans around what is sent: around everything, so that whatever it leads to is their child. Asked only where somebody watches.</summary>
internal static class SendSpans
{
    public static async ValueTask EmitAsync(NamespaceSession session, Emission emission, CancellationToken cancellationToken)
    {
        using var span = Spans.StartSend(session.Namespace, emission.EventName, session.Server);
        try
        {
            await session.EmitUnwatchedAsync(emission, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Spans.Fail(span, failure);
            throw;
        }
    }

    /// <summary>Ends its span with the acknowledgement.</summary>
    public static async ValueTask<IncomingPacket> CallAsync(NamespaceSession session, Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var span = Spans.StartCall(session.Namespace, emission.EventName, session.Server);
        try
        {
            return await session.CallUnwatchedAsync(emission, timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Spans.Fail(span, failure);
            throw;
        }
    }

    /// <summary>Ends its span when the outcome is known, which is an error unless the message was acknowledged.</summary>
    public static async Task<Delivery> DeliverAsync(NamespaceSession session, Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
    {
        using var span = Spans.StartSend(session.Namespace, emission.EventName, session.Server);
        try
        {
            var outcome = await session.DeliverUnwatchedAsync(emission, options, cancellationToken).ConfigureAwait(false);
            if (outcome != Delivery.Acknowledged)
                Spans.Fail(span, "not_acknowledged", $"Not acknowledged: {outcome}.");
            return outcome;
        }
        catch (Exception failure)
        {
            Spans.Fail(span, failure);
            throw;
        }
    }
}
