using System.Buffers;
using System.Net;
using System.Text.Json;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Transports;

/// <summary>Says what went wrong with a request: which server, and why, but nothing of its query, headers or session.</summary>
internal static class HttpFailure
{
    private const int BodyBytes = 4096;
    private const int UnknownSession = 1;
    private const int UnsupportedProtocolVersion = 5;


    public static TransportException From(HttpRequestException exception, string server)
    {
        var cause = exception.InnerException?.Message ?? exception.Message;
        return exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new($"The name of {server} could not be resolved: {cause}", exception) { IsUnreachable = true },
            HttpRequestError.ConnectionError => new($"{server} could not be reached: {cause}", exception) { IsUnreachable = true },
            HttpRequestError.SecureConnectionError => new($"TLS with {server} failed: {cause}", exception) { IsUnreachable = true },
            HttpRequestError.ProxyTunnelError => new($"The proxy opened no tunnel to {server}: {cause}", exception), // polling may need none
            HttpRequestError.ConfigurationLimitExceeded => new($"{server} sent more than is allowed in the headers of a response (Limits.ResponseHeaderBytes): {cause}", exception),
            _ => new($"The request to {server} failed: {cause}", exception),
        };
    }

    /// <summary>Reads a refusal, with the message that Engine.IO servers put into its body.</summary>
    public static async ValueTask<Exception> FromAsync(
        HttpResponseMessage response, string server, EngineIOVersion version, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            return new TransportException($"{server} redirects to {Target(response.Headers.Location)} (status {status}). " +
                "Redirects are not followed; set Url to the address the server is to be found at.")
            { StatusCode = response.StatusCode };
        }

        var (code, message) = await ReadErrorAsync(response.Content, cancellationToken).ConfigureAwait(false);
        if (code == UnsupportedProtocolVersion)
        {
            return VersionMismatch.Create($"{server} refuses the protocol version (status {status})", version);
        }

        var quote = message is null ? "" : $": {message}";
        var hint = code == UnknownSession && response.StatusCode == HttpStatusCode.BadRequest
            ? ". The request reached a server without this session: one that was restarted, or another one behind a load balancer. " +
                "Polling needs sticky sessions there, WebSocket does not."
            : "";
        return new TransportException($"{server} answered with status {status} ({response.StatusCode}){quote}{hint}")
        {
            StatusCode = response.StatusCode,
            RetryAfter = RetryAfter(response, timeProvider),
        };
    }

    /// <summary>Whether a body refuses the protocol version. The code for it is missing where the Node server refuses a WebSocket, and with
    /// python-engineio: there is only a sentence.</summary>
    public static bool RefusesVersion(ReadOnlySpan<byte> body)
        => body.IndexOf("Unsupported protocol version"u8) >= 0 || body.IndexOf("unsupported version of the Socket.IO or Engine.IO protocols"u8) >= 0;

    private static string Target(Uri? location) => location switch
    {
        null => "nowhere",
        { IsAbsoluteUri: true } => location.GetLeftPart(UriPartial.Authority),
        _ => "another path of its own",
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider timeProvider)
    {
        var header = response.Headers.RetryAfter;
        var delay = header?.Delta ?? header?.Date - timeProvider.GetUtcNow();
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }

    private static async ValueTask<(int? Code, string? Message)> ReadErrorAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BodyBytes);
        try
        {
            var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                var length = await body.ReadAtLeastAsync(buffer.AsMemory(0, BodyBytes), BodyBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return ParseError(buffer.AsMemory(0, length));
            }
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidDataException)
        {
            return default;         // a broken or foreign body: the status must do
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static (int? Code, string? Message) ParseError(ReadOnlyMemory<byte> json)
    {
        if (RefusesVersion(json.Span)) return (UnsupportedProtocolVersion, null);
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object) return default;
        var code = document.RootElement.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value)
            ? value
            : (int?)null;
        var message = document.RootElement.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String ? Quote(text) : null;
        return (code, message);
    }

    private static string? Quote(JsonElement text)
    {
        try
        {
            return Printable.Of(text.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return null;            // half a surrogate pair
        }
    }
}
