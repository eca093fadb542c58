namespace SocketIO.Namespaces;

/// <summary>What a <c>connect</c> handler is told about the connection it starts.</summary>
/// <param name="Sid">The session id the server gave this namespace; a new one after each reconnection unless <paramref name="Recovered"/>.</param>
/// <param name="IsReconnect">Whether this namespace had been connected before by the same client.</param>
/// <param name="Recovered">Whether the server restored the session and replayed what was missed (connection state recovery).</param>
public sealed record ConnectInfo(string Sid, bool IsReconnect, bool Recovered);
