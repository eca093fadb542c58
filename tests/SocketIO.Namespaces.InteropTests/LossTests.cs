using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>The server ends a namespace, or the connection.</summary>
[TestFixtureSource(typeof(Peer), nameof(Peer.All))]
public sealed class LossTests(Peer peer) : InteropTest(peer)
{
    [Test]
    [Category("M5")]
    [Category("fault-58")]
    public async Task A_namespace_that_the_server_disconnects_does_not_return_and_the_others_stay()
    {
        var chat = new ChatNamespace();
        var client = CreateClient();
        client.RegisterNamespace(chat);
        await ConnectAsync(client);
        Assert.That(await chat.Heard.NextAsync(), Is.EqualTo("connect, again: False"));

        await chat.EmitAsync("kick");

        Assert.That(await chat.Heard.NextAsync(), Is.EqualTo("disconnect: ServerDisconnect"));
        Assert.That(chat.IsConnected, Is.False);
        Assert.That(client.GetSid("/chat"), Is.Null);
        await Assert.ThrowsAsync<NamespaceNotConnectedException>(async () => await chat.EmitAsync("record", 1));
        Assert.That(await client.CallAsync<int>("later", (500, 1)).Within("an answer"), Is.EqualTo(1), "time enough for ten reconnections");
        Assert.That(chat.Heard.Rest(), Is.Empty);
        Assert.That(client.State, Is.EqualTo(ClientState.Connected));
    }

    [Test]
    [Category("M5")]
    [Category("S24")]
    [Category("fault-58")]
    public async Task A_client_whose_last_namespace_the_server_disconnects_has_ended()
    {
        var reasons = new Recorder<DisconnectReason>("the disconnect handler");
        var client = CreateClient();
        client.On("disconnect", (DisconnectReason reason) => reasons.Add(reason));
        await ConnectAsync(client);
        var end = client.WaitAsync();

        await client.EmitAsync("kick");

        Assert.That(await end.Within("the end"), Is.EqualTo(DisconnectReason.ServerDisconnect));
        Assert.That(await reasons.NextAsync(), Is.EqualTo(DisconnectReason.ServerDisconnect));
        Assert.That(client.State, Is.EqualTo(ClientState.Disconnected));
        Assert.That(reasons.Rest(), Is.Empty);
    }

    [Test]
    [Category("S6")]
    [Category("S7")]
    [Category("M5")]
    public async Task A_connection_that_the_server_closes_returns_with_all_namespaces_and_handlers()
    {
        var chat = new ChatNamespace();
        var steps = new Recorder<string>("a step of the reconnection");
        var echoes = new Recorder<int>("an echo");
        var client = CreateClient();
        client.On("connect", (ConnectInfo info) => steps.Add($"connect, again: {info.IsReconnect}"));
        client.On("disconnect", (DisconnectReason reason) => steps.Add($"disconnect: {reason}"));
        client.On("echo", (int number) => echoes.Add(number));
        client.RegisterNamespace(chat);
        await ConnectAsync(client);
        var before = await InfoAsync(client);

        await client.EmitAsync("close-engine");

        string[] expected = ["connect, again: False", "disconnect: TransportClose", "connect, again: True"];
        Assert.That(await steps.TakeAsync(3), Is.EqualTo(expected));
        Assert.That(await chat.Heard.TakeAsync(3), Is.EqualTo(expected));
        var after = await InfoAsync(client);
        Assert.That(after.Engine, Is.Not.EqualTo(before.Engine));
        Assert.That(after.Sid, Is.Not.EqualTo(before.Sid));
        await client.EmitAsync("echo", 1);
        await chat.EmitAsync("say", ("myEvent", new ChatNamespace.Message("still here"), 2));
        Assert.That(await echoes.NextAsync(), Is.EqualTo(1));
        Assert.That(await chat.Heard.NextAsync(), Is.EqualTo("my event: still here 2"));
        await AssertNothingMoreAsync(client, chat, () => echoes.Rest());
    }

    private static async Task AssertNothingMoreAsync(AsyncClient client, ChatNamespace chat, Func<int[]> echoes)
    {
        await client.CallAsync("ack", 1).Within("an answer");
        await chat.CallAsync("ask", ("join", "lobby")).Within("an answer from the class's own inbox");
        Assert.That(echoes(), Is.Empty, "handlers are not doubled");
        Assert.That(chat.Heard.Rest(), Is.Empty, "namespace classes are not doubled");
    }
}
