using System.Diagnostics;
using System.Net.WebSockets;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

public sealed class FailureTests
{
    [Test]
    public async Task Dropped_connections_end_without_a_word_and_clients_may_come_back()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var socket = await WebSocketClient.JoinAsync(server);
        using var polling = await PollingClient.JoinAsync(server);
        var clients = await server.Of("/").WaitForClientsAsync(2);
        var held = polling.GetAsync();

        await server.DropConnectionsAsync().Within();

        Assert.That(server.Connections, Is.Zero);
        Assert.That(server.Of("/").Clients, Is.Empty);
        foreach (var client in clients)
            Assert.That(await client.WaitForDisconnectAsync(), Is.EqualTo(DisconnectReason.TransportError));
        Assert.That(socket.ReceiveAsync, Throws.InstanceOf<WebSocketException>());
        Assert.That(async () => await held, Throws.InstanceOf<HttpRequestException>());

        using var again = await WebSocketClient.JoinAsync(server);
        Assert.That(clients, Has.None.SameAs(await server.Of("/").WaitForClientAsync()));
    }

    [Test]
    public async Task A_client_that_comes_back_at_once_is_not_dropped_a_second_time()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        var client = await WebSocketClient.JoinAsync(server);
        for (var i = 0; i < 50; i++)
        {
            var dropping = server.DropConnectionsAsync();
            Assert.That(client.ReceiveAsync, Throws.InstanceOf<WebSocketException>());
            client.Dispose();
            client = await WebSocketClient.JoinAsync(server);
            await dropping.Within();

            await server.Of("/").EmitAsync("still here");
            Assert.That(await client.ReceiveAsync(), Is.EqualTo("42[\"still here\"]"));
        }

        client.Dispose();
    }

    [Test]
    public async Task A_server_that_stops_listening_lets_nobody_in_until_it_is_restarted()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var socket = await WebSocketClient.JoinAsync(server);
        var url = server.Url;
        server.Of("/").On("ping me", () => "pong");

        await server.StopListeningAsync().Within();
        Assert.That(socket.ReceiveAsync, Throws.InstanceOf<WebSocketException>());
        Assert.That(() => WebSocketClient.ConnectAsync(server), Throws.InstanceOf<WebSocketException>());
        Assert.That(server.Connections, Is.Zero);

        await server.RestartAsync().Within();
        Assert.That(server.Url, Is.EqualTo(url));
        using var again = await WebSocketClient.JoinAsync(server);
        await again.SendAsync("421[\"ping me\"]");
        Assert.That(await again.ReceiveAsync(), Is.EqualTo("431[\"pong\"]"));
    }

    [Test]
    public async Task A_disposed_server_is_gone_and_disposing_it_again_does_nothing()
    {
        var server = await SocketIOTestServer.StartAsync();
        using var socket = await WebSocketClient.JoinAsync(server);
        using var polling = await PollingClient.JoinAsync(server);
        var held = polling.GetAsync();
        await Task.WhenAny(held, server.Of("/").WaitForClientsAsync(2));

        await server.DisposeAsync().AsTask().Within();
        await server.DisposeAsync().AsTask().Within();

        Assert.That(await socket.ReceiveAsync(), Is.Null);
        Assert.That(() => server.RestartAsync(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => WebSocketClient.ConnectAsync(server), Throws.InstanceOf<WebSocketException>());
    }

    [Test]
    public async Task Disposing_does_not_wait_for_clients_that_do_not_listen()
    {
        var server = await SocketIOTestServer.StartAsync();
        using var silent = await WebSocketClient.JoinAsync(server);
        var bulk = new string('x', 500_000);
        for (var i = 0; i < 40; i++)
            await server.Of("/").EmitAsync("bulk", bulk);

        var clock = Stopwatch.StartNew();
        await server.DisposeAsync().AsTask().Within();

        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
    }
}
