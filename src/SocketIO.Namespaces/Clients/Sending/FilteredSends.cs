using SocketIO.Namespaces.Dispatch.Filters;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>Takes what is sent through the client's filters. Asked only where there are any.</summary>
internal static class FilteredSends
{
    public static async ValueTask EmitAsync(NamespaceSession session, ClientCore core, Emission emission, CancellationToken cancellationToken)
        => await RunAsync(session, core, emission, emission.Callback is not null, cancellationToken, left => session.EmitUnfilteredAsync(left, cancellationToken)).ConfigureAwait(false);

    public static async ValueTask<IncomingPacket> CallAsync(
        NamespaceSession session, ClientCore core, Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        IncomingPacket? answer = null;
        try
        {
            await RunAsync(session, core, emission, asks: true, cancellationToken, AskAsync).ConfigureAwait(false);
        }
        catch
        {
            answer?.Dispose();
            throw;
        }

        return answer ?? throw FilteredEmit.HeldBack(emission.EventName);

        async ValueTask AskAsync(Emission left)
        {
            answer?.Dispose();
            answer = null;
            answer = await session.CallUnfilteredAsync(left, timeout, cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task<Delivery> DeliverAsync(
        NamespaceSession session, ClientCore core, Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
    {
        var outcome = Delivery.NotSent;
        await RunAsync(session, core, emission, asks: true, cancellationToken, DeliverAsync).ConfigureAwait(false);
        return outcome;

        async ValueTask DeliverAsync(Emission left)
            => outcome = await session.DeliverUnfilteredAsync(left, options, cancellationToken).ConfigureAwait(false);
    }

    private static Task RunAsync(
        NamespaceSession session, ClientCore core, Emission emission, bool asks, CancellationToken cancellationToken, Func<Emission, ValueTask> send)
        => Blocking.OutsideOfContext(() => core.Filters!.RunAsync(
            new FilteredEmit(session.Namespace, emission, asks, core.Options.Services, cancellationToken, send)).AsTask());
}
