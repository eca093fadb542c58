namespace SocketIO.Namespaces;

/// <summary>The version of the Engine.IO protocol that a server speaks.</summary>
public enum EngineIOVersion
{
    /// <summary>Version 3: servers of Socket.IO 2.x.</summary>
    V3 = 3,

    /// <summary>Version 4: servers of Socket.IO 3.x and 4.x.</summary>
    V4 = 4,
}
