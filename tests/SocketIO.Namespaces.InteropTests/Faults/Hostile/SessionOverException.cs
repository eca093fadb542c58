namespace SocketIO.Namespaces.InteropTests.Faults.Hostile;

/// <summary>The client has left the session that a script still plays.</summary>
internal sealed class SessionOverException : Exception;
