using Microsoft.AspNetCore.Http;
using SocketIO.Namespaces.Testing.Engine;

namespace SocketIO.Namespaces.Testing.Transports;

/// <summary>Takes the HTTP requests: checks each against its session, and hands it to its transport.</summary>
internal sealed class EngineEndpoint(SocketIOTestServerOptions options, SessionTable sessions)
{
    private readonly PathString _path = new($"/{options.Path.Trim('/')}".TrimEnd('/'));
    private readonly PollingTransport _polling = new(options);
    private readonly WebSocketTransport _webSocket = new(options);

    public Task HandleAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(_path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (options.AllowAnyOrigin && CrossOrigin.Allow(context))
            return Task.CompletedTask;

        var query = context.Request.Query;
        if (TransportOf(query["transport"]) is not { } transport || !options.Transports.Contains(transport))
            return EngineError.TransportUnknown.WriteAsync(context);
        if (query["EIO"] != "4")
            return EngineError.UnsupportedVersion.WriteAsync(context);
        if (transport is TransportKind.WebSocket && !context.WebSockets.IsWebSocketRequest)
            return EngineError.BadRequest.WriteAsync(context);

        string? sid = query["sid"];
        return sid is null ? OpenAsync(context, transport) : ContinueAsync(context, transport, sid);
    }

    private Task OpenAsync(HttpContext context, TransportKind transport)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
            return EngineError.BadHandshakeMethod.WriteAsync(context);

        var session = sessions.Open(transport, Describe(context.Request));
        if (options.CookieName is { } cookie)
            context.Response.Cookies.Append(cookie, session.Sid, new CookieOptions { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax });
        return transport is TransportKind.WebSocket ? _webSocket.OpenAsync(context, session) : _polling.GetAsync(context, session);
    }

    private Task ContinueAsync(HttpContext context, TransportKind transport, string sid)
    {
        if (sessions.Find(sid) is not { } session || !BringsCookie(context.Request, sid))
            return EngineError.SessionUnknown.WriteAsync(context);
        if (transport is TransportKind.WebSocket)
            return options.AllowUpgrades ? _webSocket.UpgradeAsync(context, session) : EngineError.BadRequest.WriteAsync(context);
        if (session.Transport.Current is not TransportKind.Polling)
            return EngineError.BadRequest.WriteAsync(context);
        if (HttpMethods.IsGet(context.Request.Method))
            return _polling.GetAsync(context, session);
        return HttpMethods.IsPost(context.Request.Method) ? _polling.PostAsync(context, session) : EngineError.BadRequest.WriteAsync(context);
    }

    private bool BringsCookie(HttpRequest request, string sid) => options.CookieName is not { } name || request.Cookies[name] == sid;

    private static TransportKind? TransportOf(string? name) => name switch
    {
        "websocket" => TransportKind.WebSocket,
        "polling" => TransportKind.Polling,
        _ => null,
    };

    private static SessionRequest Describe(HttpRequest request) => new(
        request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        request.Query.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString()));
}
