using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace SocketIO.Namespaces.Testing.Transports;

/// <summary>The answers Engine.IO gives to requests it does not take.</summary>
internal sealed record EngineError(int Code, string Message, int StatusCode = StatusCodes.Status400BadRequest)
{
    public static readonly EngineError TransportUnknown = new(0, "Transport unknown");
    public static readonly EngineError SessionUnknown = new(1, "Session ID unknown");
    public static readonly EngineError BadHandshakeMethod = new(2, "Bad handshake method");
    public static readonly EngineError BadRequest = new(3, "Bad request");
    public static readonly EngineError UnsupportedVersion = new(5, "Unsupported protocol version");
    public static readonly EngineError PayloadTooLarge = new(3, "Payload too large", StatusCodes.Status413PayloadTooLarge);

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCode;
        return context.Response.WriteAsJsonAsync(new EngineErrorBody(Code, Message), EngineErrorJson.Default.EngineErrorBody, cancellationToken: context.RequestAborted);
    }
}

internal sealed record EngineErrorBody(int Code, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EngineErrorBody))]
internal sealed partial class EngineErrorJson : JsonSerializerContext;
