using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Clients;

internal static class CancellationExtensions
{
    /// <summary>Cancels a token that users have. What their callbacks on it throw is logged, and keeps nothing from going on.</summary>
    public static async Task CancelSafelyAsync(this CancellationTokenSource source, ILogger logger)
    {
        try
        {
            await source.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException failure)
        {
            Log.CancellationCallbackFailed(logger, failure);
        }
    }
}
