namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>What a server says of the session it joins a namespace with.</summary>
/// <param name="Sid">The session's id.</param>
/// <param name="Pid">The secret id by which it can be recovered; null where the server offers no recovery.</param>
internal readonly record struct JoinedSession(string Sid, string? Pid);
