using System.Net;

namespace SocketIO.Namespaces.Transports;

/// <summary>Makes the one HTTP handler of a client: polling, the WebSocket upgrade, TLS, proxy and cookies all go through it.</summary>
internal static class HttpHandlers
{
    public static SocketsHttpHandler Create(SocketIOClientOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = true,                                      // sticky sessions: the upgrade must reach the node that polling did
            CookieContainer = new CookieContainer(),
            AllowAutoRedirect = false,                              // headers and auth must not follow to another origin
            AutomaticDecompression = DecompressionMethods.All,
            MaxResponseHeadersLength = (int)Math.Ceiling(options.Limits.ResponseHeaderBytes / 1024.0),
            ConnectTimeout = options.ConnectTimeout,
            ActivityHeadersPropagator = null,                       // no span and no trace header per poll
        };
        options.ConfigureHttpHandler?.Invoke(handler);
        UpgradableStream.Prepare(handler);
        return handler;
    }
}
