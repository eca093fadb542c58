namespace SocketIO.Namespaces.Protocol;

/// <summary>What a client sends with CONNECT to get its session back.</summary>
/// <param name="Pid">The private id that the server gave the session.</param>
/// <param name="Offset">The JSON string that came with the last event received; empty if none did.</param>
internal sealed record RecoveryRequest(string Pid, byte[] Offset);
