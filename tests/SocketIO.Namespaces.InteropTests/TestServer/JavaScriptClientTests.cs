using System.Text.Json;
using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.TestServer;

/// <summary>The official client against <see cref="SocketIOTestServer"/>.</summary>
[TestFixture(Link.WebSocket)]
[TestFixture(Link.Polling)]
[TestFixture(Link.Upgrade)]
public sealed class JavaScriptClientTests(Link link)
{
    private static readonly Dictionary<string, string> Binary = new() { ["$binary"] = "AQID" };

    private SocketIOTestServer _server = null!;
    private JavaScriptClient? _client;

    private TestServerNamespace Root => _server.Of("/");

    private JavaScriptClient Client => _client!;

    [SetUp]
    public async Task StartServer()
    {
        _client = null;
        _server = await SocketIOTestServer.StartAsync();
    }

    [TearDown]
    public async Task StopServer()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        await _server.DisposeAsync().Within("the server's disposal");
    }

    [Test]
    public async Task It_joins_namespaces_with_its_auth()
    {
        await ConnectAsync("/", "/chat", "/news");

        foreach (var path in new[] { "/", "/chat", "/news" })
        {
            var joined = await _server.Of(path).WaitForClientAsync();
            var report = await Client.ExpectAsync("connect", path);
            Assert.That(report.GetProperty("sid").GetString(), Is.EqualTo(joined.Sid));
            Assert.That(joined.Auth?.GetProperty("from").GetString(), Is.EqualTo("socket.io-client"));
        }

        Assert.That(_server.Connections, Is.EqualTo(1));
        if (link == Link.Upgrade)
            await Client.ExpectAsync("upgrade");
    }

    [Test]
    public async Task It_is_told_of_a_refusal()
    {
        _server.Refuse("/locked", "not allowed", new { code = 7 });
        await ConnectAsync("/", "/locked");

        var refusal = await Client.ExpectAsync("connect_error", "/locked");

        Assert.That(refusal.GetProperty("message").GetString(), Is.EqualTo("not allowed"));
        Assert.That(refusal.GetProperty("data").GetRawText(), Is.EqualTo("""{"code":7}"""));
        await Client.ExpectAsync("connect", "/");
    }

    [Test]
    public async Task Events_travel_both_ways()
    {
        await ConnectAsync("/chat");

        await Client.EmitAsync("/chat", "up", "é😀", 1.5, null, new { nested = new object[] { true, Binary } }, Binary);
        var received = await _server.Of("/chat").ReceiveAsync("up");
        var nested = new object[] { true, received.Get<byte[]>(4)! };
        await _server.Of("/chat").EmitAsync("down", ("é😀", 1.5, (string?)null, new { nested }, Array.Empty<byte>()));
        var heard = await Client.ExpectAsync("event", "/chat");

        Assert.That(received.Count, Is.EqualTo(5));
        Assert.That(received.Get<string>(0), Is.EqualTo("é😀"));
        Assert.That(received.Get<double>(1), Is.EqualTo(1.5));
        Assert.That(received.Get<JsonElement>(2).ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(received.Attachments, Is.EqualTo([new byte[] { 1, 2, 3 }, new byte[] { 1, 2, 3 }]));
        Assert.That(heard.GetProperty("event").GetString(), Is.EqualTo("down"));
        Assert.That(
            heard.GetProperty("args").GetRawText(),
            Is.EqualTo("""["é😀",1.5,null,{"nested":[true,{"$binary":"AQID"}]},{"$binary":""}]"""));
    }

    [Test]
    public async Task Its_events_are_acknowledged()
    {
        Root.On("none", () => { });
        Root.On("one", (string text) => text);
        Root.On("two", (string text, int number) => (text, number));
        Root.On("binary", (byte[] data) => (data, data.Length));
        await ConnectAsync("/");

        Assert.That(await Client.CallAsync("/", "none"), Is.Empty);
        Assert.That(Json(await Client.CallAsync("/", "one", "é")), Is.EqualTo("\"é\""));
        Assert.That(Json(await Client.CallAsync("/", "two", "a", 2)), Is.EqualTo("\"a\",2"));
        Assert.That(Json(await Client.CallAsync("/", "binary", Binary)), Is.EqualTo("""{"$binary":"AQID"},3"""));
    }

    [Test]
    public async Task It_acknowledges_events()
    {
        await ConnectAsync("/");
        await Root.WaitForClientAsync();

        Assert.That(await Root.CallAsync<string>("none"), Is.EqualTo("heard"));
        Assert.That(await Root.CallAsync<(string, string)>("one", "é"), Is.EqualTo(("heard", "é")));
        var (heard, number, data) = await Root.CallAsync<(string, int, byte[])>("two", (7, new byte[] { 4, 5 }));
        Assert.That((heard, number), Is.EqualTo(("heard", 7)));
        Assert.That(data, Is.EqualTo(new byte[] { 4, 5 }));
    }

    [Test]
    public async Task It_may_leave()
    {
        await ConnectForGoodAsync("/", "/chat");
        var joined = await _server.Of("/chat").WaitForClientAsync();

        await Client.DisconnectAsync("/chat");

        Assert.That(await joined.WaitForDisconnectAsync(), Is.EqualTo(DisconnectReason.ClientDisconnect));
        Assert.That(_server.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_client_that_is_put_out_does_not_return()
    {
        await ConnectForGoodAsync("/", "/chat");

        await _server.DisconnectClientsAsync("/chat");

        Assert.That(Reason(await Client.ExpectAsync("disconnect", "/chat")), Is.EqualTo("io server disconnect"));
        await _server.DropConnectionsAsync();
        await Client.ExpectAsync("connect", "/");
        Assert.That(_server.Of("/chat").Clients, Is.Empty);
    }

    [Test]
    public async Task It_returns_after_its_connection_was_cut()
    {
        await ConnectForGoodAsync("/", "/chat");
        var before = await _server.Of("/chat").WaitForClientAsync();

        await _server.DropConnectionsAsync();

        Assert.That(Reason(await Client.ExpectAsync("disconnect", "/chat")), Is.EqualTo("transport close").Or.EqualTo("transport error"));
        await Client.ExpectAsync("connect", "/chat");
        Assert.That(await _server.Of("/chat").WaitForClientAsync(), Is.Not.SameAs(before));
    }

    [Test]
    public async Task It_returns_after_its_connection_was_closed()
    {
        await ConnectForGoodAsync("/");

        await _server.CloseConnectionsAsync().Within("the closing");

        Assert.That(Reason(await Client.ExpectAsync("disconnect", "/")), Is.EqualTo("transport close"));
        await Client.ExpectAsync("connect", "/");
    }

    [Test]
    public async Task It_returns_to_a_server_that_was_restarted()
    {
        await ConnectForGoodAsync("/");

        await _server.StopListeningAsync();
        await Client.ExpectAsync("disconnect", "/");
        await Client.ExpectAsync("connect_error", "/");
        await _server.RestartAsync();

        await Client.ExpectAsync("connect", "/");
    }

    [Test]
    public async Task It_finds_out_that_the_heartbeat_has_stopped()
    {
        await using var server = await SocketIOTestServer.StartAsync(options =>
        {
            options.PingInterval = TimeSpan.FromMilliseconds(200);
            options.PingTimeout = TimeSpan.FromMilliseconds(500);
        });
        await using var client = await JavaScriptClient.StartAsync(server.Url.ToString(), link);
        await client.ExpectAsync("connect", "/");
        if (link == Link.Upgrade)
            await client.ExpectAsync("upgrade");

        server.PauseHeartbeat();
        Assert.That(Reason(await client.ExpectAsync("disconnect", "/")), Is.EqualTo("ping timeout"));
        server.ResumeHeartbeat();
        await client.ExpectAsync("connect", "/");
    }

    [Test]
    public async Task A_thousand_events_each_way_keep_their_order_through_the_upgrade()
    {
        const int Events = 1000;
        await ConnectAsync("/");
        await Root.WaitForClientAsync();

        var up = EmitAsync(Events);
        for (var i = 0; i < Events; i++)
        {
            await Root.EmitAsync("down", i);
            if (i % 20 == 0)
                await Task.Delay(1); // so that it takes longer than the upgrade
        }

        for (var i = 0; i < Events; i++)
            Assert.That((await Client.ExpectAsync("event")).GetProperty("args")[0].GetInt32(), Is.EqualTo(i));
        await up.Within("the client's commands");
        for (var i = 0; i < Events; i++)
            Assert.That((await Root.ReceiveAsync("up")).Get<int>(0), Is.EqualTo(i));
        if (link == Link.Upgrade)
            await Client.ExpectAsync("upgrade");
    }

    private async Task ConnectAsync(params string[] namespaces)
        => _client = await JavaScriptClient.StartAsync(_server.Url.ToString(), link, namespaces);

    /// <summary>Connects and lets the upgrade, where there is one, come to its end: the official client goes deaf if it fails half-way.</summary>
    private async Task ConnectForGoodAsync(params string[] namespaces)
    {
        await ConnectAsync(namespaces);
        foreach (var path in namespaces)
            await Client.ExpectAsync("connect", path);
        if (link == Link.Upgrade)
            await Client.ExpectAsync("upgrade");
    }

    private async Task EmitAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await Client.EmitAsync("/", "up", i);
    }

    private static string Json(JsonElement[] values) => string.Join(',', values.Select(value => value.GetRawText()));

    private static string? Reason(JsonElement disconnect) => disconnect.GetProperty("reason").GetString();
}
