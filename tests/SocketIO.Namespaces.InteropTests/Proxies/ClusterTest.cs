using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>A test of clients of two servers behind a load balancer.</summary>
[Category("M14")]
public abstract class ClusterTest(Link link) : InteropTest(new Peer(ServerKind.Node, link))
{
    private protected Cluster Cluster { get; private set; } = null!;

    private protected LoadBalancer Balancer => Cluster.Balancer;

    private protected override async Task<ServerProcess> OpenServerAsync()
    {
        Cluster = await SharedCluster.GetAsync();
        return Cluster.Servers["one"];
    }

    private protected async Task<AsyncClient> ConnectToAsync(string url, Action<SocketIOClientOptions>? configure = null)
    {
        var client = CreateClient(configure);
        await client.ConnectAsync(url).Within("the connection");
        return client;
    }

    /// <summary>The name of the server that a client has got.</summary>
    private protected static async Task<string> ServerOfAsync(AsyncClient client) => (await InfoAsync(client)).Server!;
}
