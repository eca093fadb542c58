using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

public sealed class WebSocketPingTests
{
    private const byte Ping = 0x89;
    private const int LengthFollows = 126;

    [Test]
    public async Task An_idle_connection_is_pinged_by_WebSocket_where_the_options_say_so()
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.WebSocketPingInterval = TimeSpan.FromMilliseconds(50));
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(server.Url.Host, server.Url.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {server.Url.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"));

        await SkipHeadersAsync(stream);
        var handshake = await ReadFrameAsync(stream);
        var next = await ReadFrameAsync(stream);

        Assert.That(handshake.Text, Does.StartWith("0{"));
        Assert.That(next.Kind, Is.EqualTo(Ping));
    }

    private static async Task SkipHeadersAsync(NetworkStream stream)
    {
        var one = new byte[1];
        var last = "";
        while (!last.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one).AsTask().Within();
            last += (char)one[0];
        }
    }

    private static async Task<(byte Kind, string Text)> ReadFrameAsync(NetworkStream stream)
    {
        var header = new byte[2];
        await stream.ReadExactlyAsync(header).AsTask().Within();
        var (kind, length) = (header[0], (int)header[1]);
        if (length == LengthFollows)
        {
            await stream.ReadExactlyAsync(header).AsTask().Within();
            length = BinaryPrimitives.ReadUInt16BigEndian(header);
        }

        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload).AsTask().Within();
        return (kind, Encoding.UTF8.GetString(payload));
    }
}
