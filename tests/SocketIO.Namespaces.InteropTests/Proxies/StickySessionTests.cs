using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>The load balancer keeps a client at one server by a cookie.</summary>
[TestFixture(Link.Polling)]
[TestFixture(Link.Upgrade)]
[TestFixture(Link.WebSocket)]
public sealed class StickySessionTests(Link link) : ClusterTest(link)
{
    [Test]
    [Category("scenario-48")]
    public async Task Every_request_of_a_session_reaches_its_server()
    {
        var before = await Cluster.CountAsync();
        var clients = await ConnectToEachServerAsync();

        foreach (var client in clients)
        {
            await SettleAsync(client);
            for (var i = 0; i < 20; i++)
            {
                await client.CallAsync("ack", i).Within("an answer");
            }
        }

        Assert.That(await Task.WhenAll(clients.Select(ServerOfAsync)), Is.EquivalentTo(Cluster.Servers.Keys));
        Assert.That((await Cluster.CountAsync() - before).Strangers, Is.Zero);
    }

    [Test]
    public async Task A_client_returns_to_its_server()
    {
        var losses = new Recorder<DisconnectReason>("the loss");
        var client = await ConnectToAsync(Balancer.StickyUrl);
        client.On("disconnect", (DisconnectReason reason) => losses.Add(reason));
        var server = await ServerOfAsync(client);
        await SettleAsync(client);
        var before = await Cluster.CountAsync();

        for (var i = 0; i < 3; i++)
        {
            await client.EmitAsync("close-engine");
            Assert.That(await losses.NextAsync(), Is.EqualTo(DisconnectReason.TransportClose));
            await client.Of("/").WaitForConnectedAsync().Within("the return");
            Assert.That(await ServerOfAsync(client), Is.EqualTo(server), $"return {i}");
        }

        Assert.That(await Cluster.CountAsync() - before, Is.EqualTo(new ClusterCounts(Sessions: 3, Strangers: 0)));
    }

    [Test]
    public async Task A_broadcast_on_one_server_reaches_the_clients_of_the_other()
    {
        var heard = new Recorder<(int Client, string Text)>("the broadcast");
        var clients = await ConnectToEachServerAsync();
        for (var i = 0; i < clients.Length; i++)
        {
            var number = i;
            clients[i].On("news", (string text, byte[] bytes) => heard.Add((number, $"{text} {bytes.Length}")));
        }

        await clients[0].EmitAsync("broadcast", ("news", "from the first", new byte[3]));
        Assert.That(await heard.TakeAsync(2), Is.EquivalentTo([(0, "from the first 3"), (1, "from the first 3")]));

        await clients[1].EmitAsync("broadcast", ("news", "from the second", new byte[0]));
        Assert.That(await heard.TakeAsync(2), Is.EquivalentTo([(0, "from the second 0"), (1, "from the second 0")]));
        Assert.That(heard.Rest(), Is.Empty);
    }

    [Test]
    [Category("scenario-39")]
    public async Task A_client_whose_server_is_killed_moves_to_the_other()
    {
        var losses = new Recorder<DisconnectReason>("the loss");
        var client = await ConnectToAsync(Balancer.StickyUrl);
        client.On("disconnect", (DisconnectReason reason) => losses.Add(reason));
        var server = await ServerOfAsync(client);
        await SettleAsync(client);

        await Cluster.Servers[server].KillAsync();
        try
        {
            await losses.NextAsync();
            await client.EmitAsync("record", "meanwhile");
            await client.Of("/").WaitForConnectedAsync().Within("the return");

            Assert.That(await ServerOfAsync(client), Is.Not.EqualTo(server));
            var received = await client.CallAsync<Received[]>("received").Within("what the other server received");
            Assert.That(received.Select(record => record.Args[0].GetString()), Is.EqualTo(["meanwhile"]));
        }
        finally
        {
            await Cluster.ReviveAsync(server);
        }
    }

    /// <summary>A client at each server: the balancer chooses where a client goes, in turns for most of the time.</summary>
    private async Task<AsyncClient[]> ConnectToEachServerAsync()
    {
        var clients = new Dictionary<string, AsyncClient>();
        for (var attempt = 0; attempt < 10 && clients.Count < Cluster.Servers.Count; attempt++)
        {
            var client = await ConnectToAsync(Balancer.StickyUrl);
            clients.TryAdd(await ServerOfAsync(client), client);
        }

        Assert.That(clients.Keys, Is.EquivalentTo(Cluster.Servers.Keys));
        return [.. clients.Values];
    }
}
