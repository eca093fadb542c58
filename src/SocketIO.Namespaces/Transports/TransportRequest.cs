namespace SocketIO.Namespaces.Transports;

/// <summary>Where and how to connect a transport.</summary>
/// <param name="Url">Scheme, host and port, Engine.IO path and the user's query; the transport adds the protocol's own parameters.</param>
/// <param name="Headers">The headers of every request.</param>
/// <param name="Sid">The session to join, for an upgrade; null to start a new one.</param>
internal sealed record TransportRequest(Uri Url, IReadOnlyDictionary<string, string> Headers, string? Sid = null)
{
    /// <summary>The version of Engine.IO to speak.</summary>
    public EngineIOVersion Version { get; init; } = EngineIOVersion.V4;
}
