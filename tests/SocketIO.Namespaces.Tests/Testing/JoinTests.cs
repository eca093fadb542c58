using System.Text.Json;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

public sealed class JoinTests
{
    private SocketIOTestServer _server = null!;
    private WebSocketClient _client = null!;

    [SetUp]
    public async Task Connect()
    {
        _server = await SocketIOTestServer.StartAsync();
        _client = await WebSocketClient.ConnectAsync(new Uri(_server.Url, "/socket.io/?EIO=4&transport=websocket&tenant=42"));
        await _client.ReceiveAsync();
    }

    [TearDown]
    public async Task Disconnect()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task A_client_that_joins_is_known_by_what_it_said()
    {
        var waiting = _server.Of("/chat").WaitForClientAsync();
        await _client.SendAsync("40/chat,{\"token\":\"t\"}");

        var client = await waiting;

        Assert.That(await _client.ReceiveAsync(), Is.EqualTo($"40/chat,{{\"sid\":\"{client.Sid}\"}}"));
        Assert.That(client.Namespace, Is.EqualTo("/chat"));
        Assert.That(client.IsConnected);
        Assert.That(client.Auth?.GetProperty("token").GetString(), Is.EqualTo("t"));
        Assert.That(client.Query["tenant"], Is.EqualTo("42"));
        Assert.That(client.Headers["upgrade"], Is.EqualTo("websocket"));
        Assert.That(client.Transport, Is.EqualTo(TransportKind.WebSocket));
    }

    [Test]
    [Category("S14")]
    public async Task Each_namespace_has_a_client_of_its_own()
    {
        await _client.JoinAsync("/");
        await _client.JoinAsync("/chat");
        var root = await _server.Of("/").WaitForClientAsync();
        var chat = await _server.Of("/chat").WaitForClientAsync();

        Assert.That(root.Sid, Is.Not.EqualTo(chat.Sid));
        Assert.That(root.Auth, Is.Null);
        Assert.That(_server.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_refused_client_is_told_why_until_it_is_let_in()
    {
        _server.Refuse("/locked", "not allowed", new { code = 7 });
        await _client.SendAsync("40/locked,");
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("44/locked,{\"message\":\"not allowed\",\"data\":{\"code\":7}}"));

        _server.Refuse("/locked", "still not");
        await _client.SendAsync("40/locked,");
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("44/locked,{\"message\":\"still not\"}"));

        _server.Accept("/locked");
        await _client.JoinAsync("/locked");
    }

    [Test]
    public void A_path_that_is_no_namespace_is_neither_refused_nor_let_in()
    {
        Assert.That(() => _server.Refuse("locked", "not allowed"), Throws.ArgumentException.With.Message.Contains("write '/locked'"));
        Assert.That(() => _server.Accept("locked"), Throws.ArgumentException.With.Message.Contains("write '/locked'"));
    }

    [Test]
    public async Task Clients_are_refused_by_their_auth()
    {
        _server.RefuseUnless("/locked", auth => auth!.Value.GetProperty("token").GetString() == "good", "not allowed", 7);

        await _client.SendAsync("40/locked,{\"token\":\"bad\"}");
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("44/locked,{\"message\":\"not allowed\",\"data\":7}"));
        await _client.SendAsync("40/locked,{}");
        Assert.That(await _client.ReceiveAsync(), Does.StartWith("44/locked,{\"message\":\"not allowed (the test's check of the auth threw KeyNotFoundException"));

        await _client.SendAsync("40/locked,{\"token\":\"good\"}");
        Assert.That(await _client.ReceiveAsync(), Does.StartWith("40/locked,{\"sid\":"));
    }

    [Test]
    public async Task A_namespace_that_the_options_do_not_list_is_invalid()
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.Namespaces.Add("/chat"));
        using var client = await WebSocketClient.JoinAsync(server, "/chat");

        await client.SendAsync("40");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("44{\"message\":\"Invalid namespace\"}"));
    }

    [Test]
    public async Task A_client_may_ask_for_a_namespace_of_any_name()
    {
        await _client.JoinAsync("/\u0001 é");
        await _client.SendAsync("42/\u0001 é,[\"a\"]");
        await _client.JoinAsync("/");
    }

    [TestCase("chat")]
    [TestCase("/chat?a=b")]
    public void A_path_that_is_no_namespace_is_refused(string path)
        => Assert.That(() => _server.Of(path), Throws.ArgumentException.With.Message.Contains(path));

    [Test]
    public async Task A_client_may_leave_and_come_back()
    {
        await _client.JoinAsync("/chat");
        var client = await _server.Of("/chat").WaitForClientAsync();

        await _client.SendAsync("41/chat,");
        Assert.That(await client.WaitForDisconnectAsync(), Is.EqualTo(DisconnectReason.ClientDisconnect));
        Assert.That(_server.Of("/chat").Clients, Is.Empty);
        Assert.That(
            () => client.EmitAsync("late").AsTask(),
            Throws.InstanceOf<SocketIODisconnectedException>().With.Property("Delivery").EqualTo(Delivery.NotSent));

        await _client.JoinAsync("/chat");
        Assert.That((await _server.Of("/chat").WaitForClientAsync()).Sid, Is.Not.EqualTo(client.Sid));
    }

    [Test]
    public async Task The_server_may_put_clients_out_and_forgives_what_was_under_way()
    {
        await _client.JoinAsync("/");
        await _client.JoinAsync("/chat");
        var client = await _server.Of("/chat").WaitForClientAsync();

        await _server.DisconnectClientsAsync("/chat");
        await _client.SendAsync("42/chat,[\"late\"]");
        await _client.SendAsync("42[\"other\"]");

        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("41/chat,"));
        Assert.That(await client.WaitForDisconnectAsync(), Is.EqualTo(DisconnectReason.ServerDisconnect));
        await _server.Of("/").ReceiveAsync("other");
        Assert.That(_server.Of("/chat").Received, Is.Empty);
        await _client.JoinAsync("/chat");
    }

    [Test]
    public async Task Waiting_for_clients_in_vain_says_how_many_came()
    {
        await _client.JoinAsync("/chat");

        Assert.That(
            () => _server.Of("/chat").WaitForClientsAsync(2, TimeSpan.FromMilliseconds(50)),
            Throws.InstanceOf<TimeoutException>().With.Message.StartsWith("1 of 2 clients had joined /chat"));
    }

    [Test]
    public async Task Waiting_heeds_the_callers_token()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = _server.Of("/chat").WaitForClientAsync(cancellationToken: cancellation.Token);

        await cancellation.CancelAsync();

        Assert.That(async () => await waiting.Within(), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Handlers_hear_clients_come_and_go()
    {
        var heard = new List<string>();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Of("/").On("connect", (TestServerClient client, ConnectInfo info) => heard.Add($"connect {client.Sid == info.Sid}"));
        _server.Of("/").On("hello", () => heard.Add("hello"));
        _server.Of("/").On("disconnect", (DisconnectReason reason) =>
        {
            heard.Add($"disconnect {reason}");
            gone.TrySetResult();
        });

        await _client.JoinAsync("/");
        await _client.SendAsync("42[\"hello\"]");
        await _client.SendAsync("41");
        await gone.Task.Within();

        Assert.That(heard, Is.EqualTo(["connect True", "hello", "disconnect ClientDisconnect"]));
    }

    [Test]
    public async Task Auth_of_any_shape_is_kept()
    {
        await _client.SendAsync("40{\"a\":{\"b\":[1,null]}}");

        var client = await _server.Of("/").WaitForClientAsync();

        var kinds = client.Auth?.GetProperty("a").GetProperty("b").EnumerateArray().Select(item => item.ValueKind);
        Assert.That(kinds, Is.EqualTo([JsonValueKind.Number, JsonValueKind.Null]));
    }
}
