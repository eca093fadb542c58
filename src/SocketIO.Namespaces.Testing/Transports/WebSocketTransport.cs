using Microsoft.AspNetCore.Http;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Testing.Engine;

namespace SocketIO.Namespaces.Testing.Transports;

/// <summary>WebSocket, from the start or as an upgrade of a session that polls.</summary>
internal sealed class WebSocketTransport(SocketIOTestServerOptions options)
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    public async Task OpenAsync(HttpContext context, ServerSession session)
    {
        try
        {
            using var link = await AcceptAsync(context).ConfigureAwait(false);
            await CarryAsync(link, session).ConfigureAwait(false);
        }
        finally
        {
            session.End(DisconnectReason.TransportError);
        }
    }

    public async Task UpgradeAsync(HttpContext context, ServerSession session)
    {
        if (!session.Transport.TryBeginProbe())
        {
            await EngineError.BadRequest.WriteAsync(context).ConfigureAwait(false);
            return;
        }

        using var deadline = new CancellationTokenSource(options.UpgradeTimeout, options.TimeProvider);
        using var probing = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, session.Ended, context.RequestAborted);
        using var link = await TryUpgradeAsync(context, session, probing.Token).ConfigureAwait(false);
        if (link is null)
            session.Transport.AbandonProbe();
        else
            await CarryAsync(link, session).ConfigureAwait(false);
    }

    /// <returns>The link that now carries the session, or null if it goes on polling.</returns>
    private async Task<WebSocketLink?> TryUpgradeAsync(HttpContext context, ServerSession session, CancellationToken cancellationToken)
    {
        WebSocketLink? link = null;
        var hasMoved = false;
        try
        {
            link = await AcceptAsync(context).ConfigureAwait(false);
            var probe = await link.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            if (probe is not { Type: EnginePacketType.Ping } || !probe.Value.Data.Span.SequenceEqual("probe"u8))
                return null;

            await link.SendAsync(ControlPackets.ProbePong, cancellationToken).ConfigureAwait(false);
            session.Transport.ReleaseGets();
            if (await link.ReceiveAsync(cancellationToken).ConfigureAwait(false) is not { Type: EnginePacketType.Upgrade })
                return null;

            await session.Transport.CompleteUpgradeAsync(cancellationToken).ConfigureAwait(false);
            hasMoved = true;
            return link;
        }
        catch (Exception exception) when (BrokenLink.IsCauseOf(exception) || exception is SocketIOProtocolException or PayloadTooLargeException)
        {
            return null; // a failed probe costs the session nothing
        }
        finally
        {
            if (!hasMoved)
                link?.Dispose();
        }
    }

    private async Task<WebSocketLink> AcceptAsync(HttpContext context)
    {
        var accept = new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.Zero };
        if (options.WebSocketPingInterval is { } interval)
        {
            accept.KeepAliveInterval = interval;
            accept.KeepAliveTimeout = options.PingTimeout; // without a time-out these frames are pongs, which nobody needs to answer
        }

        return new WebSocketLink(await context.WebSockets.AcceptWebSocketAsync(accept).ConfigureAwait(false), options.MaxPayload);
    }

    private static async Task CarryAsync(WebSocketLink link, ServerSession session)
    {
        using var reading = new CancellationTokenSource();
        var writing = WriteAsync(link, session, reading);
        try
        {
            await ReadAsync(link, session, reading.Token).ConfigureAwait(false);
        }
        finally
        {
            session.End(DisconnectReason.TransportError);
            await writing.ConfigureAwait(false);
        }

        await link.DrainAsync(reading.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task ReadAsync(WebSocketLink link, ServerSession session, CancellationToken cancellationToken)
    {
        try
        {
            while (await link.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } packet)
            {
                if (!session.Ended.IsCancellationRequested)
                    session.Receive(packet);
            }

            session.End(DisconnectReason.TransportClose);
        }
        catch (Exception exception) when (exception is SocketIOProtocolException or PayloadTooLargeException)
        {
            session.End(DisconnectReason.ParseError, exception);
        }
        catch (Exception exception) when (BrokenLink.IsCauseOf(exception))
        {
            session.End(DisconnectReason.TransportError, exception);
        }
    }

    /// <summary>Sends what is in line until the session closes or ends; then reading has a moment left to see the client close too.</summary>
    private static async Task WriteAsync(WebSocketLink link, ServerSession session, CancellationTokenSource reading)
    {
        try
        {
            while (await session.Outbox.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                while (session.Outbox.TryRead(out var packet))
                {
                    using (packet)
                        await link.SendAsync(packet, session.Ended).ConfigureAwait(false);
                }
            }

            session.End(DisconnectReason.ServerDisconnect);
            reading.CancelAfter(CloseTimeout);
            await link.CloseOutputAsync(reading.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (BrokenLink.IsCauseOf(exception))
        {
            session.End(DisconnectReason.TransportError, exception);
            await reading.CancelAsync().ConfigureAwait(false);
        }
    }
}
