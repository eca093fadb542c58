using System.Text.Json;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Writes the payload of a CONNECT that asks for a session back: the user's own, with session id and offset added.</summary>
internal static class RecoveryPayload
{
    private static ReadOnlySpan<byte> Pid => "pid"u8;

    private static ReadOnlySpan<byte> Offset => "offset"u8;

    /// <param name="json">Where to write.</param>
    /// <param name="own">The user's payload, an object; empty if there is none. Where it uses one of the names itself, it stays as it is: it
    /// means something to the server, and must not change with the second connection.</param>
    /// <param name="request">What to add.</param>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> own, RecoveryRequest request)
    {
        var payload = own.IsEmpty ? JsonElement.Parse("{}"u8) : JsonElement.Parse(own);
        if (payload.TryGetProperty(Pid, out _) || payload.TryGetProperty(Offset, out _))
        {
            payload.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        foreach (var property in payload.EnumerateObject())
            property.WriteTo(json);
        json.WriteString(Pid, request.Pid);
        if (request.Offset.Length > 0)
        {
            json.WritePropertyName(Offset);
            json.WriteRawValue(request.Offset);
        }

        json.WriteEndObject();
    }
}
