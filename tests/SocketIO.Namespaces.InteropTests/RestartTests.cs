using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>The server is killed, as by <c>kill -9</c>, and started again.</summary>
[TestFixtureSource(typeof(Peer), nameof(Peer.All))]
public sealed class RestartTests(Peer peer) : InteropTest(peer)
{
    private static readonly string[] Paths = ["/", "/chat", "/news"];

    private Recorder<(string Path, DisconnectReason Reason)> _ends = null!;
    private Recorder<(string Path, bool IsReconnect)> _joins = null!;
    private Recorder<(string Path, string Text)> _echoes = null!;

    [SetUp]
    public void Forget()
    {
        _ends = new("a disconnect handler");
        _joins = new("a connect handler");
        _echoes = new("an echo");
    }

    private protected override Task<ServerProcess> OpenServerAsync() => ServerProcess.StartAsync(Peer.Server);

    private protected override async Task CloseServerAsync() => await Server.DisposeAsync();

    [Test]
    [Category("S7")]
    public async Task The_client_returns_with_all_namespaces_and_its_handlers()
    {
        var client = await ConnectEverywhereAsync();
        string?[] sids = [.. Paths.Select(client.GetSid)];

        await KillAsync(client);
        await Server.StartAsync();

        Assert.That(await _joins.TakeAsync(3), Is.EquivalentTo(Paths.Select(path => (path, true))));
        foreach (var path in Paths)
        {
            var connection = client.Of(path);
            Assert.That((await InfoAsync(connection)).Sid, Is.EqualTo(connection.Sid).And.Not.AnyOf(sids));
            await connection.EmitAsync("echo", "once");
            Assert.That(await _echoes.NextAsync(), Is.EqualTo((path, "once")));
            await connection.CallAsync("ask", "present").Within("an answer, behind the echoes");
        }

        Assert.That(_echoes.Rest(), Is.Empty, "handlers are not doubled");
        Assert.That(_ends.Rest(), Is.Empty);
        Assert.That(client.State, Is.EqualTo(ClientState.Connected));
    }

    [Test]
    [Category("M2")]
    public async Task A_call_that_the_server_can_no_longer_answer_fails_at_once()
    {
        var client = await ConnectEverywhereAsync();
        var call = client.CallAsync<int>("later", (60_000, 1), TimeSpan.FromMinutes(1));
        await client.CallAsync("ack", "so the call before is there").Within("an answer");

        await KillAsync(client);

        var lost = (await Assert.ThrowsAsync<SocketIODisconnectedException>(() => call.Within("the call's failure")))!;
        Assert.That(lost.Delivery, Is.EqualTo(Delivery.Unknown));
        var refused = (await Assert.ThrowsAsync<SocketIODisconnectedException>(
            () => client.CallAsync("ack", 1).Within("the call's failure")))!;
        Assert.That(refused.Delivery, Is.EqualTo(Delivery.NotSent));
        await Server.StartAsync();
        await client.Of("/").WaitForConnectedAsync().Within("the return");
    }

    [Test]
    [Category("M6")]
    public async Task What_is_emitted_meanwhile_is_sent_in_order_after_the_return()
    {
        var client = await ConnectEverywhereAsync();

        await KillAsync(client);
        for (var i = 0; i < 100; i++)
        {
            await client.Of("/chat").EmitAsync("record", i);
        }

        await Server.StartAsync();
        await _joins.TakeAsync(3);
        await client.Of("/chat").EmitAsync("record", 100);

        var received = await client.Of("/chat").CallAsync<Received[]>("received").Within("what the server received");
        Assert.That(received.Select(record => record.Args[0].GetInt32()), Is.EqualTo(Enumerable.Range(0, 101)));
    }

    [Test]
    [Category("S23")]
    public async Task A_disconnect_ends_the_attempts_to_return()
    {
        var client = await ConnectEverywhereAsync();
        await KillAsync(client);

        await client.DisconnectAsync().Within("the disconnect");
        await Server.StartAsync();

        Assert.That(await client.WaitAsync().Within("the end"), Is.EqualTo(DisconnectReason.ClientDisconnect));
        Assert.That(client.State, Is.EqualTo(ClientState.Disconnected));
        Assert.That(_joins.Rest(), Is.Empty);
    }

    private async Task<AsyncClient> ConnectEverywhereAsync()
    {
        var client = CreateClient();
        foreach (var path in Paths)
        {
            var connection = client.Of(path);
            connection.On("connect", (ConnectInfo info) => _joins.Add((path, info.IsReconnect)));
            connection.On("disconnect", (DisconnectReason reason) => _ends.Add((path, reason)));
            connection.On("echo", (string text) => _echoes.Add((path, text)));
            connection.On("present", () => true);
        }

        await ConnectAsync(client);
        Assert.That(await _joins.TakeAsync(3), Is.EquivalentTo(Paths.Select(path => (path, false))));
        return client;
    }

    private async Task KillAsync(AsyncClient client)
    {
        await Server.KillAsync();
        var ends = await _ends.TakeAsync(3);
        Assert.That(ends.Select(end => end.Path), Is.EquivalentTo(Paths));
        Assert.That(ends.Select(end => end.Reason), Is.All.AnyOf(DisconnectReason.TransportClose, DisconnectReason.TransportError));
        Assert.That(client.State, Is.EqualTo(ClientState.Reconnecting));
    }
}
