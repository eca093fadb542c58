using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace SocketIO.Namespaces.Transports;

/// <summary>Opens a WebSocket connection (RFC 6455, section 4) as an HTTP/1.1 upgrade, through the handler that serves polling too.</summary>
internal static class WebSocketHandshake
{
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Asks for the upgrade and checks the answer.</summary>
    /// <returns>The connection to frame on.</returns>
    public static async Task<UpgradedConnection> OpenAsync(EngineHttpClient http, string? sid, CancellationToken cancellationToken)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        using var request = http.CreateRequest(HttpMethod.Get, TransportKind.WebSocket, sid);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new ProductHeaderValue("websocket"));
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", key);

        var response = await http.SendAsync(request, HttpStatusCode.SwitchingProtocols, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!IsAnswerTo(key, response.Headers))
            {
                throw new TransportException($"{http.Server} answered the WebSocket upgrade with headers that do not fit it.");
            }

            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return body.CanWrite
                ? UpgradableStream.TakeFrom(body)
                : throw new TransportException($"{http.Server} answered the WebSocket upgrade with an encoded body.");
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool IsAnswerTo(string key, HttpResponseHeaders headers)
        => headers.Connection.Contains("Upgrade", StringComparer.OrdinalIgnoreCase)
            && headers.Upgrade.Any(protocol => protocol.Name.Equals("websocket", StringComparison.OrdinalIgnoreCase))
            && headers.TryGetValues("Sec-WebSocket-Accept", out var accept)
            && accept.SequenceEqual([AcceptFor(key)])
            && !headers.Contains("Sec-WebSocket-Extensions");       // none was offered

    private static string AcceptFor(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
}
