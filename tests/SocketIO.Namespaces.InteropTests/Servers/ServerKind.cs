namespace SocketIO.Namespaces.InteropTests.Servers;

/// <summary>An implementation of Socket.IO's server.</summary>
public enum ServerKind
{
    /// <summary>The official one, on Node.</summary>
    Node,

    /// <summary>The official one of version 2, which speaks Engine.IO 3.</summary>
    Node2,

    /// <summary>python-socketio, as Debian packages it.</summary>
    Python,
}
