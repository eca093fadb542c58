using SocketIO.Namespaces.Dispatch.Filters;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Harness;

internal sealed partial class HarnessConnection
{
    private async ValueTask EmitFilteredAsync(Emission emission, CancellationToken cancellationToken)
        => await FilterAsync(emission, emission.Callback is not null, cancellationToken, EmitUnfiltered).ConfigureAwait(false);

    private async Task<IncomingPacket> AskFilteredAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        IncomingPacket? answer = null;
        await FilterAsync(emission, asks: true, cancellationToken, AskAsync).ConfigureAwait(false);
        return answer ?? throw FilteredEmit.HeldBack(emission.EventName);

        async ValueTask AskAsync(Emission left) => answer = await AskUnfilteredAsync(left, timeout, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Delivery> DeliverFilteredAsync(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
    {
        var outcome = Delivery.NotSent;
        await FilterAsync(emission, asks: true, cancellationToken, DeliverAsync).ConfigureAwait(false);
        return outcome;

        async ValueTask DeliverAsync(Emission left) => outcome = await DeliverUnfilteredAsync(left, options, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<bool> FilterAsync(Emission emission, bool asks, CancellationToken cancellationToken, Func<Emission, ValueTask> send)
        => context.Filters!.RunAsync(new FilteredEmit(Namespace, emission, asks, context.Options.Services, cancellationToken, send));
}
