using System.Buffers;
using Microsoft.AspNetCore.Http;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Testing.Engine;

namespace SocketIO.Namespaces.Testing.Transports;

/// <summary>Long polling: a GET is held until there is something to send, a POST brings what the client sends.</summary>
internal sealed class PollingTransport(SocketIOTestServerOptions options)
{
    private const int EnoughForOneAnswer = 1024 * 1024;

    public async Task GetAsync(HttpContext context, ServerSession session)
    {
        if (!session.Transport.TryBeginGet())
        {
            await RefuseOverlapAsync(context, session).ConfigureAwait(false);
            return;
        }

        ReadOnlyMemory<byte> body;
        try
        {
            await WaitForPacketsAsync(session, context.RequestAborted).ConfigureAwait(false);
            if (context.RequestAborted.IsCancellationRequested)
            {
                session.End(DisconnectReason.TransportError);
                return;
            }

            body = Collect(session);
        }
        finally
        {
            session.Transport.EndGet(); // before the answer, on which the next one may follow at once
        }

        try
        {
            context.Response.ContentType = "text/plain; charset=UTF-8";
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
            if (session.Outbox.Completion.IsCompleted)
                session.End(DisconnectReason.ServerDisconnect);
        }
        catch (Exception exception) when (BrokenLink.IsCauseOf(exception))
        {
            session.End(DisconnectReason.TransportError, exception);
        }
    }

    public async Task PostAsync(HttpContext context, ServerSession session)
    {
        if (!session.Transport.TryBeginPost())
        {
            await RefuseOverlapAsync(context, session).ConfigureAwait(false);
            return;
        }

        EngineError? error;
        try
        {
            error = await ReceiveAsync(context, session).ConfigureAwait(false);
        }
        finally
        {
            session.Transport.EndPost(); // before the answer, on which the next one may follow at once
        }

        if (error is not null)
        {
            await error.WriteAsync(context).ConfigureAwait(false);
            return;
        }

        try
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("ok", context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (BrokenLink.IsCauseOf(exception))
        {
            session.End(DisconnectReason.TransportError, exception);
        }
    }

    /// <returns>What is wrong with the request; null if nothing is.</returns>
    private async Task<EngineError?> ReceiveAsync(HttpContext context, ServerSession session)
    {
        try
        {
            var body = await ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
            do
            {
                session.Receive(PollingPayload.V4.ReadNext(ref body));
            }
            while (!body.IsEmpty);

            return null;
        }
        catch (SocketIOProtocolException exception)
        {
            session.End(DisconnectReason.ParseError, exception);
            return EngineError.BadRequest;
        }
        catch (PayloadTooLargeException exception)
        {
            session.End(DisconnectReason.ParseError, exception);
            return EngineError.PayloadTooLarge;
        }
        catch (Exception exception) when (BrokenLink.IsCauseOf(exception))
        {
            session.End(DisconnectReason.TransportError, exception);
            return EngineError.BadRequest;
        }
    }

    /// <summary>A client has one request of a kind in flight at most; but one that meets the end of an upgrade has done nothing wrong.</summary>
    private static Task RefuseOverlapAsync(HttpContext context, ServerSession session)
    {
        if (session.Transport.Current is TransportKind.Polling)
            session.End(DisconnectReason.ParseError);
        return EngineError.BadRequest.WriteAsync(context);
    }

    private static async Task WaitForPacketsAsync(ServerSession session, CancellationToken aborted)
    {
        using var released = CancellationTokenSource.CreateLinkedTokenSource(session.Transport.HoldingGets, aborted);
        var waiting = session.Outbox.WaitToReadAsync(released.Token).AsTask();
        await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static ReadOnlyMemory<byte> Collect(ServerSession session)
    {
        var body = new ArrayBufferWriter<byte>();
        while (body.WrittenCount < EnoughForOneAnswer && session.Outbox.TryRead(out var packet))
        {
            using (packet)
                PollingPayload.V4.Append(body, packet, isFirst: body.WrittenCount == 0);
        }

        if (body.WrittenCount == 0)
            PollingPayload.V4.Append(body, session.Outbox.Completion.IsCompleted ? ControlPackets.Close : ControlPackets.Noop, isFirst: true);
        return body.WrittenMemory;
    }

    private async Task<Memory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase) == true)
            throw new SocketIOProtocolException("The body is binary; in Engine.IO 4 it is text, with binary packets as base64.");

        var body = new MessageBuffer(options.MaxPayload);
        int count;
        do
        {
            count = await request.Body.ReadAsync(body.Room, cancellationToken).ConfigureAwait(false);
            body.Received(count);
            if (body.IsOverLimit)
                throw new PayloadTooLargeException(options.MaxPayload);
        }
        while (count > 0);

        return body.Message;
    }
}
