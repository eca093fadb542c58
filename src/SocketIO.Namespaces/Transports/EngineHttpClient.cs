using System.Globalization;
using System.Net;

namespace SocketIO.Namespaces.Transports;

/// <summary>The HTTP requests of one session: their addresses, their headers, and what their failures mean.</summary>
internal sealed class EngineHttpClient(HttpMessageInvoker invoker, TransportRequest request, TimeSpan connectTimeout, TimeProvider timeProvider)
{
    private readonly bool _isSecure = request.Url.Scheme is "https" or "wss";
    private long _stamp = timeProvider.GetTimestamp();

    /// <summary>Host and port, for messages.</summary>
    public string Server => $"{request.Url.Host}:{request.Url.Port}";

    /// <summary>The version of Engine.IO that is spoken.</summary>
    public EngineIOVersion Version => request.Version;

    /// <exception cref="ArgumentException">A header cannot be sent.</exception>
    public HttpRequestMessage CreateRequest(HttpMethod method, TransportKind kind, string? sid)
    {
        var message = new HttpRequestMessage(method, Address(kind, sid))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in request.Headers) RequestHeaders.AddTo(message.Headers, name, value);
        return message;
    }

    /// <summary>Sends a request and awaits the head of its response.</summary>
    /// <exception cref="TransportException">The server was not reached, or answered with another status than the expected one.</exception>
    /// <exception cref="SocketIOProtocolException">The server speaks another version of the protocol.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await invoker.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw HttpFailure.From(e, Server);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransportException($"{Server} could not be connected to within {connectTimeout.TotalSeconds:0.###} s ({nameof(SocketIOClientOptions.ConnectTimeout)}).", e) { IsUnreachable = true };
        }

        if (response.StatusCode == expected) return response;
        using (response)
        {
            throw await HttpFailure.FromAsync(response, Server, Version, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private Uri Address(TransportKind kind, string? sid)
    {
        var scheme = (kind, _isSecure) switch
        {
            (TransportKind.WebSocket, false) => "ws",
            (TransportKind.WebSocket, true) => "wss",
            (_, false) => "http",
            (_, true) => "https",
        };
        var url = request.Url;
        var query = url.Query.Length > 1 ? url.Query + "&" : "?";
        var address = $"{scheme}://{url.Authority}{url.AbsolutePath}{query}EIO={(int)Version}&transport={(kind == TransportKind.WebSocket ? "websocket" : "polling")}";
        if (sid is not null) address += "&sid=" + Uri.EscapeDataString(sid);
        if (kind == TransportKind.Polling) address += "&t=" + Stamp();
        if (kind == TransportKind.Polling && Version == EngineIOVersion.V3) address += "&b64=1";     // bodies as text, attachments in base64
        return new Uri(address);
    }

    /// <summary>A value that no earlier poll had, so that no cache can answer in the server's place.</summary>
    private string Stamp() => Interlocked.Increment(ref _stamp).ToString("x", CultureInfo.InvariantCulture);
}
