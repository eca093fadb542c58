using SocketIO.Namespaces.Clients.Connecting;

namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>The end of a namespace's join, told from others by its identity.</summary>
internal sealed class Leave(Connection connection)
{
    public Connection Connection => connection;
}
