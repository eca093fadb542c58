using System.Net.Sockets;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>The proxy does to a connection what the tests of faults rely on.</summary>
public sealed class FaultProxyTests
{
    private TcpListener _listener = null!;
    private FaultProxy _proxy = null!;
    private Socket _client = null!;
    private Socket _server = null!;

    [SetUp]
    public async Task ConnectAsync()
    {
        _listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        _listener.Start();
        _proxy = new FaultProxy($"http://{_listener.LocalEndpoint}");
        var url = new Uri(_proxy.Url);
        _client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await _client.ConnectAsync(url.Host, url.Port);
        _server = await _listener.AcceptSocketAsync().Within("the connection through the proxy");
    }

    [TearDown]
    public async Task DisconnectAsync()
    {
        await _proxy.DisposeAsync().Within("the proxy's end");
        _client.Dispose();
        _server.Dispose();
        _listener.Dispose();
    }

    [Test]
    public async Task Data_go_through_both_ways_and_so_does_an_orderly_end()
    {
        await _client.SendAsync("ping"u8.ToArray());
        Assert.That(await ReadAsync(_server, 4), Is.EqualTo("ping"u8.ToArray()));
        await _server.SendAsync("pong"u8.ToArray());
        Assert.That(await ReadAsync(_client, 4), Is.EqualTo("pong"u8.ToArray()));

        _server.Shutdown(SocketShutdown.Send);
        Assert.That(await ReadAsync(_client, 1), Is.Empty);
    }

    [Test]
    public async Task A_black_hole_keeps_what_is_sent_until_it_is_resumed()
    {
        _proxy.BlackHole();
        await _client.SendAsync("late"u8.ToArray());
        _server.Shutdown(SocketShutdown.Send);
        var end = ReadAsync(_client, 1);

        Assert.That(_proxy.Open, Is.EqualTo(1));
        Assert.That(end.IsCompleted, Is.False);
        _proxy.Resume();
        Assert.That(await end, Is.Empty);
        Assert.That(await ReadAsync(_server, 4), Is.EqualTo("late"u8.ToArray()));
    }

    [Test]
    public async Task Data_can_be_split_to_single_bytes()
    {
        _proxy.ToServer.Split(1, TimeSpan.FromMilliseconds(1));
        await _client.SendAsync("bytes"u8.ToArray());
        Assert.That(await _server.ReceiveAsync(new byte[5]).Within("the first byte"), Is.LessThan(5));
        Assert.That(await ReadAsync(_server, 4), Is.EqualTo("ytes"u8.ToArray()));
    }

    [Test]
    public async Task A_reset_arrives_as_one()
    {
        _proxy.Reset();
        var failure = await Assert.ThrowsAsync<SocketException>(() => ReadAsync(_client, 1));
        Assert.That(failure!.SocketErrorCode, Is.EqualTo(SocketError.ConnectionReset));
    }

    [Test]
    public async Task Data_held_can_be_cut_in_the_middle()
    {
        var held = _proxy.ToClient.HoldNextAsync("half");
        await _server.SendAsync("half of it"u8.ToArray());
        (await held.Within("the data")).Cut(after: 4);
        Assert.That(await ReadAsync(_client, 10), Is.EqualTo("half"u8.ToArray()));
    }

    [Test]
    public async Task Data_held_can_be_released()
    {
        var held = _proxy.ToClient.HoldNextAsync("this");
        await _server.SendAsync("this and that"u8.ToArray());
        (await held.Within("the data")).Release();
        Assert.That(await ReadAsync(_client, 13), Is.EqualTo("this and that"u8.ToArray()));
    }

    private static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        var bytes = new byte[count];
        var length = 0;
        while (length < count && await socket.ReceiveAsync(bytes.AsMemory(length)).AsTask().Within("data") is > 0 and var read)
            length += read;
        return bytes[..length];
    }
}
