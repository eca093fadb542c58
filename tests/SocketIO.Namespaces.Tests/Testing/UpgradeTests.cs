using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.Time.Testing;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

[Category("M1")]
public sealed class UpgradeTests
{
    [Test]
    public async Task The_probe_releases_the_get_and_the_upgrade_moves_the_session()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);
        var joined = await server.Of("/").WaitForClientAsync();
        var held = client.GetAsync();
        using var socket = await WebSocketClient.ConnectAsync(client.Address("websocket"));

        await socket.SendAsync("2probe");
        Assert.That(await socket.ReceiveAsync(), Is.EqualTo("3probe"));
        Assert.That(await held.Within(), Is.EqualTo("6"));
        Assert.That(joined.Transport, Is.EqualTo(TransportKind.Polling));

        await socket.SendAsync("5");
        await Soon.UntilAsync(() => joined.Transport == TransportKind.WebSocket);
        await server.Of("/").EmitAsync("moved");
        await socket.SendAsync("42[\"moved too\"]");
        using var late = await client.RequestAsync();

        Assert.That(await socket.ReceiveAsync(), Is.EqualTo("42[\"moved\"]"));
        Assert.That((await server.Of("/").ReceiveAsync("moved too")).Client, Is.SameAs(joined));
        Assert.That(late.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_emitted_between_probe_and_upgrade_comes_by_either_way_in_order()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);
        using var socket = await WebSocketClient.ConnectAsync(client.Address("websocket"));

        await socket.SendAsync("2probe");
        await socket.ReceiveAsync();
        await server.Of("/").EmitAsync("n", 0);
        Assert.That(await client.GetAsync(), Is.EqualTo("42[\"n\",0]"));
        await server.Of("/").EmitAsync("n", 1);
        await socket.SendAsync("5");
        await server.Of("/").EmitAsync("n", 2);

        Assert.That(await socket.ReceiveAsync(), Is.EqualTo("42[\"n\",1]"));
        Assert.That(await socket.ReceiveAsync(), Is.EqualTo("42[\"n\",2]"));
    }

    [TestCase("2")]
    [TestCase("42[\"early\"]")]
    [TestCase("nonsense")]
    public async Task A_wrong_probe_is_closed_and_polling_goes_on(string probe)
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);
        using var socket = await WebSocketClient.ConnectAsync(client.Address("websocket"));

        await socket.SendAsync(probe);

        Assert.That(socket.ReceiveAsync, Throws.InstanceOf<WebSocketException>());
        await AssertPollsAsync(server, client);
    }

    [Test]
    public async Task A_probe_that_ends_without_an_upgrade_lets_gets_be_held_again()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);
        using (var socket = await WebSocketClient.ConnectAsync(client.Address("websocket")))
        {
            await socket.SendAsync("2probe");
            await socket.ReceiveAsync();
        }

        while (true) // noops come until the server has seen the socket's end
        {
            var held = client.GetAsync();
            await client.PostAsync("42[\"ready\"]");
            await server.Of("/").ReceiveAsync("ready");
            await server.Of("/").EmitAsync("news");
            if (await held.Within() == "42[\"news\"]")
                break;
            Assert.That(await client.GetAsync(), Is.EqualTo("42[\"news\"]"));
        }

        using var second = await WebSocketClient.ConnectAsync(client.Address("websocket"));
        await second.SendAsync("2probe");
        Assert.That(await second.ReceiveAsync(), Is.EqualTo("3probe"));
    }

    [Test]
    public async Task A_probe_that_takes_too_long_is_closed()
    {
        var time = new FakeTimeProvider();
        await using var server = await SocketIOTestServer.StartAsync(options =>
        {
            options.TimeProvider = time;
            options.UpgradeTimeout = TimeSpan.FromSeconds(5);
        });
        using var client = await PollingClient.JoinAsync(server);
        using var socket = await WebSocketClient.ConnectAsync(client.Address("websocket"));
        await socket.SendAsync("2probe");
        await socket.ReceiveAsync();

        time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(socket.ReceiveAsync, Throws.InstanceOf<WebSocketException>());
        await AssertPollsAsync(server, client);
    }

    [Test]
    public async Task A_session_is_upgraded_once()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);
        using var socket = await WebSocketClient.ConnectAsync(client.Address("websocket"));
        await socket.SendAsync("2probe");
        await socket.ReceiveAsync();

        Assert.That(() => WebSocketClient.ConnectAsync(client.Address("websocket")), Throws.InstanceOf<WebSocketException>());
        await socket.SendAsync("5");
        await server.Of("/").EmitAsync("moved");
        Assert.That(await socket.ReceiveAsync(), Is.EqualTo("42[\"moved\"]"));
        Assert.That(() => WebSocketClient.ConnectAsync(client.Address("websocket")), Throws.InstanceOf<WebSocketException>());
    }

    [Test]
    public async Task No_session_is_upgraded_where_the_options_say_so()
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.AllowUpgrades = false);
        using var client = await PollingClient.JoinAsync(server);

        Assert.That(() => WebSocketClient.ConnectAsync(client.Address("websocket")), Throws.InstanceOf<WebSocketException>());
        await AssertPollsAsync(server, client);
    }

    private static async Task AssertPollsAsync(SocketIOTestServer server, PollingClient client)
    {
        await server.Of("/").EmitAsync("news");
        var body = await client.GetAsync();
        while (body == "6")
            body = await client.GetAsync();
        Assert.That(body, Is.EqualTo("42[\"news\"]"));
    }
}
