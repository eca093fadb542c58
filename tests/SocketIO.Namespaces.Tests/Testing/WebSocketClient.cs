using System.Net.WebSockets;
using System.Text;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

/// <summary>Engine.IO over a WebSocket by hand.</summary>
internal sealed class WebSocketClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 20];

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<WebSocketClient> ConnectAsync(Uri address)
    {
        var client = new WebSocketClient();
        await client._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws" }.Uri, CancellationToken.None).Within();
        return client;
    }

    /// <summary>Connects and takes the handshake.</summary>
    public static async Task<WebSocketClient> ConnectAsync(SocketIOTestServer server)
    {
        var client = await ConnectAsync(new Uri(server.Url, "/socket.io/?EIO=4&transport=websocket"));
        Assert.That(await client.ReceiveAsync(), Does.StartWith("0{"));
        return client;
    }

    /// <summary>Connects, and joins a namespace.</summary>
    public static async Task<WebSocketClient> JoinAsync(SocketIOTestServer server, string path = "/")
    {
        var client = await ConnectAsync(server);
        await client.JoinAsync(path);
        return client;
    }

    public async Task JoinAsync(string path)
    {
        var packet = path == "/" ? "40" : $"40{path},";
        await SendAsync(packet);
        Assert.That(await ReceiveAsync(), Does.StartWith($"{packet}{{\"sid\":\""));
    }

    public Task SendAsync(string text)
        => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None).Within();

    public Task SendAsync(byte[] data) => _socket.SendAsync(data, WebSocketMessageType.Binary, true, CancellationToken.None).Within();

    /// <summary>The next message: text as it is, binary in hexadecimal; null once the server has closed.</summary>
    public async Task<string?> ReceiveAsync()
    {
        var length = 0;
        ValueWebSocketReceiveResult result;
        do
        {
            result = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().Within();
            length += result.Count;
        }
        while (!result.EndOfMessage);

        return result.MessageType switch
        {
            WebSocketMessageType.Text => Encoding.UTF8.GetString(_buffer, 0, length),
            WebSocketMessageType.Binary => Convert.ToHexString(_buffer, 0, length),
            _ => null,
        };
    }

    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within();

    public void Dispose() => _socket.Dispose();
}
