using SocketIO.Namespaces.InteropTests.Servers;

namespace SocketIO.Namespaces.InteropTests;

[SetUpFixture]
public sealed class SharedServersTeardown
{
    [OneTimeTearDown]
    public Task Stop() => SharedServers.StopAsync();
}
