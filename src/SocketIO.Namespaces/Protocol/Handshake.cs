namespace SocketIO.Namespaces.Protocol;

/// <summary>What the server's OPEN packet says of the session (Engine.IO protocol, "Handshake").</summary>
/// <param name="Sid">The session's id, a secret.</param>
/// <param name="CanUpgradeToWebSocket">Whether the server offers WebSocket as an upgrade.</param>
/// <param name="PingInterval">How often the server pings.</param>
/// <param name="PingTimeout">How long past the interval a ping may be late.</param>
/// <param name="MaxPayload">The most bytes the server takes in one message or POST; null where it does not say.</param>
internal sealed record Handshake(string Sid, bool CanUpgradeToWebSocket, TimeSpan PingInterval, TimeSpan PingTimeout, long? MaxPayload)
{
    /// <summary>How long the link may be silent before it counts as dead.</summary>
    public TimeSpan HeartbeatDeadline => PingInterval + PingTimeout;

    /// <summary>Reads the data of an OPEN packet.</summary>
    /// <exception cref="SocketIOProtocolException">Not JSON, a field missing, or a value out of reason.</exception>
    public static Handshake Parse(ReadOnlySpan<byte> utf8) => throw new NotImplementedException();
}
