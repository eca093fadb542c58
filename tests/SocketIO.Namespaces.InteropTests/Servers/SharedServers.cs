namespace SocketIO.Namespaces.InteropTests.Servers;

/// <summary>One server of each kind for all tests: what a server remembers belongs to one connection, so that they don't disturb each other.</summary>
internal static class SharedServers
{
    private static readonly SemaphoreSlim Lock = new(1);
    private static readonly Dictionary<ServerKind, ServerProcess> Servers = [];

    public static async Task<ServerProcess> GetAsync(ServerKind kind)
    {
        await Lock.WaitAsync();
        try
        {
            if (!Servers.TryGetValue(kind, out ServerProcess? server))
            {
                Servers[kind] = server = await ServerProcess.StartAsync(kind);
            }

            return server;
        }
        finally
        {
            Lock.Release();
        }
    }

    public static async Task StopAsync()
    {
        foreach (var server in Servers.Values)
        {
            await server.DisposeAsync();
        }
    }
}
