using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Connecting;

namespace SocketIO.Namespaces.Hosting.Startup;

/// <summary>Holds up the start of the host until a client is connected, where its options ask for that.</summary>
internal sealed class StartupWait(AsyncClient client, string label, ILogger logger)
{
    private readonly SocketIOClientOptions _options = client.Core.Options;

    /// <summary>Waits until the client is connected, unless nobody wants that.</summary>
    /// <exception cref="SocketIOConnectException">It can't be connected, or not in time.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (!_options.WaitUntilConnected)
            return;

        Log.WaitingForConnection(logger, label, _options.StartTimeout);
        using var timer = new CancellationTokenSource(_options.StartTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await client.WaitForFirstConnectionAsync(either.Token).ConfigureAwait(false);
        }
        catch (SocketIOConnectException failure)
        {
            throw Failure($"cannot be connected. {failure.Message}", failure);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.StartGivenUp(logger, label, client.Status.LastFailure);
            throw;
        }
        catch (OperationCanceledException)
        {
            throw Failure($"was not connected within {_options.StartTimeout.TotalSeconds:0.###} s ({nameof(_options.StartTimeout)}). {client.Status.LastFailure ?? "No attempt has ended yet."}");
        }
    }

    private SocketIOConnectException Failure(string problem, SocketIOConnectException? cause = null)
    {
        string server = _options.Url is { } url ? $" ({ServerUrl.Origin(url)})" : "";
        return new(
            $"The host does not start, since {label}{server} {problem} Fix that; or turn {nameof(_options.WaitUntilConnected)} off, and the host starts while the client keeps trying.",
            cause?.Errors,
            cause)
        {
            Delivery = Delivery.NotSent,
        };
    }
}
