using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Engine;

/// <summary>Opens a session by the first transport that works.</summary>
internal sealed class SessionOpener(EngineSettings settings, ITransportConnector connector, TransportRequest request)
{
    private readonly bool _mayUse2nd = settings.Transports.Count != 1;
    private readonly TransportKind _first = settings.Transports.Count == 0 ? TransportKind.WebSocket : settings.Transports[0];

    public async Task<EngineSession> OpenAsync(CancellationToken cancellationToken)
    {
        // Polling first means an upgrade later, not a fallback: where polling fails, there is nothing to upgrade.
        if (_first == TransportKind.Polling || !_mayUse2nd) return await OpenAsync(_first, cancellationToken).ConfigureAwait(false);

        TransportException failure;
        try
        {
            return await OpenInTimeAsync(_first, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException e) when (!e.IsUnreachable)
        {
            failure = e;
            Log.FallingBack(settings.Logger, _first, e.Message);
        }

        try
        {
            return await OpenAsync(TransportKind.Polling, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException e)
        {
            throw new TransportException($"Neither transport could be opened. WebSocket: {failure.Message} Polling: {e.Message}", e)
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
            return await OpenAsync(kind, linked.Token).ConfigureAwait(false);
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

    private async Task<EngineSession> OpenAsync(TransportKind kind, CancellationToken cancellationToken)
    {
        var transport = await connector.ConnectAsync(kind, request, cancellationToken).ConfigureAwait(false);
        try
        {
            if (_mayUse2nd && transport is IPausableTransport polling)
            {
                transport = new UpgradingTransport(polling, connector, request, settings.TimeProvider, settings.Logger);
            }

            var handshake = await ShakeHandsAsync(transport, cancellationToken).ConfigureAwait(false);
            transport.Opened(handshake);
            Log.SessionOpened(settings.Logger, kind);
            return new EngineSession(settings, transport, handshake);
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
                $"The server began with a {packet.Type} packet instead of the handshake: it does not speak Engine.IO protocol version 4.");
    }
}
