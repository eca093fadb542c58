namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>A session that expects the server's heartbeat.</summary>
internal interface IPingable
{
    Task PingAsync();
}
