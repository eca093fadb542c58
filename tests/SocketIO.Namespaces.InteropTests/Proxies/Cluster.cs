using System.Net.Http.Json;
using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>Two servers that share their clients through Redis, behind a load balancer.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("socketio-cluster-");
    private RedisProcess? _redis;

    private Cluster()
    {
    }

    public Dictionary<string, ServerProcess> Servers { get; } = [];

    public LoadBalancer Balancer { get; private set; } = null!;

    public static async Task<Cluster> StartAsync()
    {
        await Requirements.DemandClusterAsync();
        var cluster = new Cluster();
        try
        {
            cluster._redis = await RedisProcess.StartAsync(cluster._directory.FullName);
            foreach (var name in new[] { "one", "two" })
            {
                cluster.Servers[name] = await ServerProcess.StartAsync(ServerKind.Node, ("SERVER_NAME", name), ("REDIS_SOCKET", cluster._redis.Socket));
            }

            var ports = cluster.Servers.ToDictionary(server => server.Key, server => server.Value.Port);
            cluster.Balancer = await LoadBalancer.StartAsync(cluster._directory.FullName, ports);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>What both servers have counted so far.</summary>
    public async Task<ClusterCounts> CountAsync()
    {
        var sum = default(ClusterCounts);
        foreach (var server in Servers.Values)
        {
            sum += await _http.GetFromJsonAsync<ClusterCounts>(server.Url).Within("a server's counts");
        }

        return sum;
    }

    /// <summary>Starts a server that was killed, and waits until it gets clients again.</summary>
    public async Task ReviveAsync(string server)
    {
        await Servers[server].StartAsync();
        await Balancer.UntilAllAreUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (Balancer is not null)
        {
            await Balancer.DisposeAsync();
        }

        foreach (var server in Servers.Values)
        {
            await server.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }
}
