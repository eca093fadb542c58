using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Engine;

/// <summary>Opens a session by the first transport that works.</summary>
internal sealed class SessionOpener(EngineSettings settings, ITransportConnector connector, TransportRequest request)
{
    public Task<EngineSession> OpenAsync(CancellationToken cancellationToken) => settings.Transports switch
    {
        [] => OpenWithFallbackAsync(TransportKind.WebSocket, TransportKind.Polling, cancellationToken),
        [var only] => OpenAsync(only, mayUpgrade: false, cancellationToken),
        [TransportKind.Polling, ..] => OpenAsync(TransportKind.Polling, mayUpgrade: true, cancellationToken),
        [var first, var second, ..] => OpenWithFallbackAsync(first, second, cancellationToken),
    };

    private async Task<EngineSession> OpenWithFallbackAsync(TransportKind first, TransportKind second, CancellationToken cancellationToken)
    {
        TransportException failure;
        try
        {
            return await OpenInTimeAsync(first, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException e) when (!e.IsUnreachable)
        {
            failure = e;
            Log.FallingBack(settings.Logger, first, second, e.Message);
        }

        try
        {
            return await OpenAsync(second, mayUpgrade: false, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException e)
        {
            throw new TransportException($"No transport could be opened. {first}: {failure.Message} {second}: {e.Message}", e)
            {
                StatusCode = e.StatusCode,
                RetryAfter = e.RetryAfter,
                IsUnreachable = e.IsUnreachable,
            };
        }
    }

    /// <summary>Opens a transport, but leaves time for another one to be tried.</summary>
    private async Task<EngineSession> OpenInTimeAsync(TransportKind kind, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.FallbackTimeout, settings.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await OpenAsync(kind, mayUpgrade: false, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransportException($"It did not open within {settings.FallbackTimeout.TotalSeconds:0.#} seconds.", e);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    private async Task<EngineSession> OpenAsync(TransportKind kind, bool mayUpgrade, CancellationToken cancellationToken)
    {
        var transport = await connector.ConnectAsync(kind, request, cancellationToken).ConfigureAwait(false);
        try
        {
            if (mayUpgrade && transport is IPausableTransport polling)
            {
                transport = new UpgradingTransport(polling, connector, request, settings.TimeProvider, settings.Logger);
            }

            var handshake = await ShakeHandsAsync(transport, cancellationToken).ConfigureAwait(false);
            transport.Opened(handshake);
            Log.SessionOpened(settings.Logger, kind);
            return new EngineSession(settings, transport, handshake, request.Version);
        }
        catch
        {
            await transport.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<Handshake> ShakeHandsAsync(ITransport transport, CancellationToken cancellationToken)
    {
        var packet = await transport.ReceiveAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new TransportException("The server closed the connection before the handshake.");
        return packet.Type == EnginePacketType.Open
            ? Handshake.Parse(packet.Data.Span)
            : throw new SocketIOProtocolException(
                $"The server began with a {packet.Type} packet instead of the handshake: it does not speak Engine.IO.");
    }
}
