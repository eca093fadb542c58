using System.Text.Json;
using System.Text.Unicode;

namespace SocketIO.Namespaces.Protocol;

/// <summary>What the server's OPEN packet says of the session (Engine.IO protocol, "Handshake").</summary>
/// <param name="Sid">The session's id, a secret.</param>
/// <param name="CanUpgradeToWebSocket">Whether the server offers WebSocket as an upgrade.</param>
/// <param name="PingInterval">How often the server pings.</param>
/// <param name="PingTimeout">How long past the interval a ping may be late.</param>
/// <param name="MaxPayload">The most bytes the server takes in one message or POST; null where it does not say, or says 0 or less.</param>
internal sealed record Handshake(string Sid, bool CanUpgradeToWebSocket, TimeSpan PingInterval, TimeSpan PingTimeout, long? MaxPayload)
{
    private const int MaxSidBytes = 4096;
    private const long MaxMilliseconds = 24 * 60 * 60 * 1000;

    /// <summary>How long the link may be silent before it counts as dead.</summary>
    public TimeSpan HeartbeatDeadline => PingInterval + PingTimeout;

    /// <summary>Reads the data of an OPEN packet. Fields it does not know are ignored; of a field given twice the last counts.</summary>
    /// <exception cref="SocketIOProtocolException">Not JSON, a field missing, or a value out of reason.</exception>
    public static Handshake Parse(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
            throw new SocketIOProtocolException("The handshake is not valid UTF-8.");

        try
        {
            return Parse(new Utf8JsonReader(utf8));
        }
        catch (JsonException)
        {
            throw new SocketIOProtocolException("The handshake is not well-formed JSON.");
        }
    }

    /// <summary>Leaves the secret out.</summary>
    public override string ToString()
        => $"Handshake {{ PingInterval = {PingInterval}, PingTimeout = {PingTimeout}, MaxPayload = {MaxPayload} }}";

    private static Handshake Parse(Utf8JsonReader reader)
    {
        string? sid = null;
        TimeSpan? pingInterval = null, pingTimeout = null;
        long? maxPayload = null;
        var canUpgrade = false;

        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new SocketIOProtocolException("The handshake is not a JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (IsField(ref reader, "sid"u8))
                sid = ReadSid(ref reader);
            else if (IsField(ref reader, "upgrades"u8))
                canUpgrade = ReadUpgrades(ref reader);
            else if (IsField(ref reader, "pingInterval"u8))
                pingInterval = ReadDuration(ref reader, "pingInterval");
            else if (IsField(ref reader, "pingTimeout"u8))
                pingTimeout = ReadDuration(ref reader, "pingTimeout");
            else if (IsField(ref reader, "maxPayload"u8))
                maxPayload = ReadMaxPayload(ref reader);
            else
                reader.Skip();
        }

        reader.Read();
        return new Handshake(
            sid ?? throw Missing("sid"),
            canUpgrade,
            pingInterval ?? throw Missing("pingInterval"),
            pingTimeout ?? throw Missing("pingTimeout"),
            maxPayload);
    }

    private static bool IsField(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.ValueIsEscaped || !reader.ValueTextEquals(name))
            return false;
        return reader.Read();
    }

    private static string ReadSid(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length is 0 or > MaxSidBytes)
            throw new SocketIOProtocolException($"The handshake's sid is not a string of 1 to {MaxSidBytes} bytes.");

        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new SocketIOProtocolException("The handshake's sid is not valid Unicode.");
        }
    }

    private static bool ReadUpgrades(ref Utf8JsonReader reader)
    {
        var canUpgrade = false;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return false;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            canUpgrade |= reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false } && reader.ValueTextEquals("websocket"u8);
            reader.Skip();
        }

        return canUpgrade;
    }

    private static TimeSpan ReadDuration(ref Utf8JsonReader reader, string field)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var milliseconds) || milliseconds is <= 0 or > MaxMilliseconds)
            throw new SocketIOProtocolException($"The handshake's {field} is not a whole number of milliseconds from 1 to {MaxMilliseconds} (a day).");
        return TimeSpan.FromMilliseconds(milliseconds);
    }

    private static long? ReadMaxPayload(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var bytes))
            throw new SocketIOProtocolException("The handshake's maxPayload is not a whole number of bytes.");
        return bytes > 0 ? bytes : null;
    }

    private static SocketIOProtocolException Missing(string field) => new($"The handshake has no {field}.");
}
