using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

[TestFixtureSource(typeof(Peer), nameof(Peer.All))]
public sealed class ConnectionTests(Peer peer) : InteropTest(peer)
{
    [Test]
    [Category("M1")]
    public async Task The_transport_asked_for_is_the_one_in_use()
    {
        var client = await ConnectAsync();
        await SettleAsync(client);

        var info = await InfoAsync(client);

        Assert.That(client.Transport, Is.EqualTo(Peer.FinalTransport));
        Assert.That(info.Transport, Is.EqualTo(Peer.FinalTransport.ToString().ToLowerInvariant()));
        Assert.That(info.Requests.Select(request => request.Transport).Distinct(), Is.EquivalentTo(
            Peer.Transports.Select(transport => transport.ToString().ToLowerInvariant())));
    }

    [Test]
    [Category("M3")]
    public async Task Headers_and_query_go_with_every_request()
    {
        var client = CreateClient(options =>
        {
            options.Headers["X-Test"] = "a header";
            options.Query["test"] = "a query & = ? é";
        });
        await ConnectAsync(client);
        await SettleAsync(client);

        var info = await InfoAsync(client);

        Assert.That(info.Requests, Is.Not.Empty);
        Assert.That(info.Requests.Select(request => request.Header), Is.All.EqualTo("a header"));
        Assert.That(info.Requests.Select(request => request.Query), Is.All.EqualTo("a query & = ? é"));
        if (Peer.Link == Link.Polling) // an upgrade may be quicker than the first packet
            Assert.That(info.Requests.Select(request => request.Method), Does.Contain("POST"));
    }

    [Test]
    [Category("M8")]
    public async Task The_connect_handler_is_done_before_the_first_event_is_handled()
    {
        var steps = new Recorder<string>("a step of the connection");
        var client = CreateClient(options =>
        {
            options.Auth = Peer.EngineVersion == EngineIOVersion.V4 ? new { greet = true } : null;
            options.Query["greet"] = "true";
        });
        foreach (var path in new[] { "/", "/chat" })
        {
            var connection = client.Of(path);
            connection.On("connect", async (ConnectInfo info) =>
            {
                var answer = await connection.CallAsync<int>("ack", 1);
                steps.Add($"connect {path} {answer} {info.IsReconnect} {info.Sid == connection.Sid}");
            });
            connection.On("hello", (string greeted) => steps.Add($"hello {path} {greeted}"));
        }

        await ConnectAsync(client, "/chat");

        var heard = await steps.TakeAsync(4);
        Assert.That(heard.Where(step => !step.Contains("/chat")), Is.EqualTo(["connect / 1 False True", "hello / /"]));
        Assert.That(heard.Where(step => step.Contains("/chat")), Is.EqualTo(["connect /chat 1 False True", "hello /chat /chat"]));
    }

    [Test]
    [Category("S6")]
    [Category("S23")]
    public async Task A_disconnect_is_told_once_to_each_namespace_and_ends_the_client()
    {
        var ends = new Recorder<(string, DisconnectReason)>("the disconnect handler");
        var client = CreateClient();
        client.On("disconnect", (DisconnectReason reason) => ends.Add(("/", reason)));
        client.On("disconnect", (DisconnectReason reason) => ends.Add(("/chat", reason)), "/chat");
        await ConnectAsync(client);
        var end = client.WaitAsync();

        await client.DisconnectAsync().Within("the disconnect");
        await client.DisconnectAsync().Within("a disconnect of what is disconnected");

        Assert.That(await end.Within("the end"), Is.EqualTo(DisconnectReason.ClientDisconnect));
        Assert.That(await ends.TakeAsync(2), Is.EquivalentTo([("/", DisconnectReason.ClientDisconnect), ("/chat", DisconnectReason.ClientDisconnect)]));
        Assert.That(ends.Rest(), Is.Empty);
        Assert.That(client.State, Is.EqualTo(ClientState.Disconnected));
        await Assert.ThrowsAsync<SocketIODisconnectedException>(async () => await client.EmitAsync("record", 1));
    }

    [Test]
    [Category("S23")]
    public async Task A_client_that_was_disconnected_can_connect_again()
    {
        var connects = new Recorder<bool>("the connect handler");
        var client = CreateClient();
        client.On("connect", (ConnectInfo info) => connects.Add(info.IsReconnect));
        await ConnectAsync(client);
        var before = client.GetSid();

        await client.DisconnectAsync().Within("the disconnect");
        await ConnectAsync(client);

        Assert.That(client.GetSid(), Is.Not.EqualTo(before));
        Assert.That((await InfoAsync(client)).Sid, Is.EqualTo(client.GetSid()));
        Assert.That((await connects.TakeAsync(2))[0], Is.False);
    }
}
