using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>One cluster for all tests of this folder, started by the first that asks for it.</summary>
[SetUpFixture]
public sealed class SharedCluster
{
    private static Cluster? s_cluster;

    internal static async Task<Cluster> GetAsync() => s_cluster ??= await Cluster.StartAsync();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (s_cluster is not null)
        {
            await s_cluster.DisposeAsync().Within("the cluster's end");
        }
    }
}
