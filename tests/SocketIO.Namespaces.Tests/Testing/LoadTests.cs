using System.Text;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

public sealed class LoadTests
{
    private const int Events = 10_000;

    [Test]
    public async Task A_flood_is_received_in_order()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await WebSocketClient.JoinAsync(server);
        var handled = 0;
        server.Of("/").On("n", (int number) => handled += number == handled ? 1 : 0);
        server.Of("/").On("end", () => handled);

        for (var i = 0; i < Events; i++)
            await client.SendAsync($"42[\"n\",{i}]");
        await client.SendAsync("421[\"end\"]");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo($"431[{Events}]"));
        for (var i = 0; i < Events; i++)
            Assert.That((await server.Of("/").ReceiveAsync("n")).Get<int>(0), Is.EqualTo(i));
    }

    [Test]
    public async Task A_flood_is_sent_in_order()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await WebSocketClient.JoinAsync(server);
        await server.Of("/").WaitForClientAsync();

        for (var i = 0; i < Events; i++)
            await server.Of("/").EmitAsync("n", i);

        for (var i = 0; i < Events; i++)
            Assert.That(await client.ReceiveAsync(), Is.EqualTo($"42[\"n\",{i}]"));
    }

    [Test]
    public async Task Many_clients_at_once_each_get_their_own_answers()
    {
        const int Clients = 200;
        await using var server = await SocketIOTestServer.StartAsync();
        server.Of("/").On("echo", (int number, TestServerClient client) => (number, client.Sid));

        await Parallel.ForAsync(0, Clients, async (number, _) =>
        {
            using var client = await WebSocketClient.JoinAsync(server);
            for (var i = 0; i < 10; i++)
            {
                await client.SendAsync($"42{i}[\"echo\",{number}]");
                Assert.That(await client.ReceiveAsync(), Does.StartWith($"43{i}[{number},"));
            }

            await client.CloseAsync();
        });

        await Soon.UntilAsync(() => server.Connections == 0);
        Assert.That(server.Of("/").Clients, Is.Empty);
    }

    [Test]
    public async Task A_broadcast_reaches_every_client_in_order()
    {
        const int Clients = 50;
        await using var server = await SocketIOTestServer.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => WebSocketClient.JoinAsync(server)));
        await server.Of("/").WaitForClientsAsync(Clients);

        for (var i = 0; i < 100; i++)
            await server.Of("/").EmitAsync("n", i);

        foreach (var client in clients)
        {
            for (var i = 0; i < 100; i++)
                Assert.That(await client.ReceiveAsync(), Is.EqualTo($"42[\"n\",{i}]"));
            client.Dispose();
        }
    }

    [Test]
    public async Task A_large_message_travels_by_polling_both_ways()
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.MaxPayload = 20_000_000);
        using var client = await PollingClient.JoinAsync(server);
        var text = new StringBuilder().Insert(0, "é\\n", 1_000_000).ToString();

        await client.PostAsync($"42[\"big\",\"{text}\"]");
        var received = await server.Of("/").ReceiveAsync("big");
        await server.Of("/").EmitAsync("big", received.Get<string>(0));

        Assert.That(await client.GetAsync(), Is.EqualTo($"42[\"big\",\"{text}\"]"));
    }
}
