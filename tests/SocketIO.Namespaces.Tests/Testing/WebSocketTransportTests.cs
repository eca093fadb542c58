using System.Net.WebSockets;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

public sealed class WebSocketTransportTests
{
    [Test]
    public async Task Events_travel_both_ways()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await WebSocketClient.JoinAsync(server, "/chat");

        await client.SendAsync("451-/chat,[\"up\",\"é\",{\"_placeholder\":true,\"num\":0}]");
        await client.SendAsync([1, 2, 3]);
        var received = await server.Of("/chat").ReceiveAsync("up");
        await server.Of("/chat").EmitAsync("down", (received.Get<string>(0), received.Get<byte[]>(1)));

        Assert.That(received.Count, Is.EqualTo(2));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("451-/chat,[\"down\",\"é\",{\"_placeholder\":true,\"num\":0}]"));
        Assert.That(await client.ReceiveAsync(), Is.EqualTo("010203"));
    }

    [Test]
    public async Task A_client_without_binary_messages_may_send_base64()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await WebSocketClient.JoinAsync(server);

        await client.SendAsync("451-[\"up\",{\"_placeholder\":true,\"num\":0}]");
        await client.SendAsync("bAQID");

        Assert.That((await server.Of("/").ReceiveAsync("up")).Get<byte[]>(0), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    [Category("M15")]
    public async Task A_message_over_the_limit_closes_the_socket_with_1009()
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.MaxPayload = 100_000);
        using var client = await WebSocketClient.JoinAsync(server);

        await client.SendAsync($"42[\"{new string('a', 100_000 - 6)}\"]");
        await client.SendAsync($"42[\"{new string('a', 3_000_000)}\"]");

        Assert.That(await client.ReceiveAsync(), Is.Null);
        Assert.That(client.CloseStatus, Is.EqualTo(WebSocketCloseStatus.MessageTooBig));
        Assert.That(server.Of("/").Received, Has.Count.EqualTo(1));
        Assert.That(server.Connections, Is.Zero);
    }

    [TestCase("")]
    [TestCase("nonsense")]
    [TestCase("42{}")]
    [TestCase("2")]
    [TestCase("42[\"a\"]\u001e42[\"b\"]")]
    public async Task What_is_not_Socket_IO_closes_the_socket(string message)
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await WebSocketClient.JoinAsync(server);
        var joined = await server.Of("/").WaitForClientAsync();

        await client.SendAsync(message);

        Assert.That(await client.ReceiveAsync(), Is.Null);
        Assert.That(await joined.WaitForDisconnectAsync(), Is.EqualTo(DisconnectReason.ParseError));
    }

    [Test]
    public async Task A_client_may_close()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await WebSocketClient.JoinAsync(server);
        var joined = await server.Of("/").WaitForClientAsync();

        await client.CloseAsync();

        Assert.That(await joined.WaitForDisconnectAsync(), Is.EqualTo(DisconnectReason.TransportClose));
        Assert.That(client.CloseStatus, Is.EqualTo(WebSocketCloseStatus.NormalClosure));
    }

    [Test]
    public async Task A_server_that_closes_sends_first_what_was_emitted()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await WebSocketClient.JoinAsync(server);

        await server.Of("/").EmitAsync("last");
        var closing = server.CloseConnectionsAsync();

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("42[\"last\"]"));
        Assert.That(await client.ReceiveAsync(), Is.Null);
        await closing.Within();
        Assert.That(client.CloseStatus, Is.EqualTo(WebSocketCloseStatus.NormalClosure));
    }

    [Test]
    public async Task What_no_server_should_send_can_be_sent()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await WebSocketClient.JoinAsync(server);

        await (await server.Of("/").WaitForClientAsync()).SendRawAsync("42[\"connect\"]");

        Assert.That(await client.ReceiveAsync(), Is.EqualTo("42[\"connect\"]"));
    }
}
