namespace SocketIO.Namespaces;

/// <summary>For which join an authentication payload is asked.</summary>
/// <param name="Namespace">The namespace about to be joined.</param>
/// <param name="Attempt">1 for the first connection attempt of an outage or a first connect, then counting up.</param>
/// <param name="LastRefusal">The server's last refusal of this namespace, if the previous join was refused.</param>
public sealed record AuthContext(string Namespace, int Attempt, ConnectError? LastRefusal);
