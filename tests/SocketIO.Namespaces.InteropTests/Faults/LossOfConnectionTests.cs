using SocketIO.Namespaces.Testing;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>The plainest of faults: the connection is gone.</summary>
public sealed class LossOfConnectionTests : FaultTest
{
    [Test]
    [Category("M5")]
    [Category("M18")]
    public async Task A_client_returns_and_leaves_nothing_behind([Values] TransportKind transport)
    {
        await using var server = await SocketIOTestServer.StartAsync();
        server.Of("/").On("echo", async (string word) => await server.Of("/").EmitAsync("echo", word));
        var client = CreateClient(options => options.Transports.Add(transport));
        await client.Client.ConnectAsync(server.Url);
        await client.HearsAsync();

        await server.DropConnectionsAsync();

        await client.Disconnects.NextAsync();
        await client.HearsAsync();
    }
}
