using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>One cluster for all tests of this folder, started by the first that asks for it.</summary>
[SetUpFixture]
public sealed class SharedCluster
{
    private static Cluster? _cluster;

    internal static async Task<Cluster> GetAsync() => _cluster ??= await Cluster.StartAsync();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync().Within("the cluster's end");
        }
    }
}
