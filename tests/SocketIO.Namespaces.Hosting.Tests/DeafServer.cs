using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace SocketIO.Namespaces.Hosting.Tests;

/// <summary>A server that lets one client join <c>/</c>, and reads nothing from then on.</summary>
internal sealed class DeafServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private Task _serving = Task.CompletedTask;

    public Uri Url => new($"http://{_listener.LocalEndpoint}");

    public static DeafServer Start()
    {
        var server = new DeafServer();
        server._listener.Server.ReceiveBufferSize = 8192;
        server._listener.Start();
        server._serving = server.ServeAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServeAsync()
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync(_over.Token);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Accept(await ReadRequestAsync(stream)), _over.Token);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        await SendAsync(socket, """0{"sid":"deaf","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":100000000}""");
        await socket.ReceiveAsync(new byte[1024], _over.Token);
        await SendAsync(socket, """40{"sid":"deaf-to-all"}""");
        await Task.Delay(Timeout.Infinite, _over.Token);
    }

    private async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        var request = new StringBuilder();
        var buffer = new byte[1024];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            request.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: true, _over.Token)));
        return request.ToString();
    }

    private static byte[] Accept(string request)
    {
        string key = request.Split("\r\n").Single(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':', 2)[1].Trim();
#pragma warning disable CA5350 // the WebSocket handshake's own choice
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        return Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
    }

    private Task SendAsync(WebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _over.Token);
}
