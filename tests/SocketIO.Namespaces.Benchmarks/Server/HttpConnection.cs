using System.Buffers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>One TCP connection: polling requests, or one that becomes a WebSocket.</summary>
internal sealed class HttpConnection(Socket socket, FloodSessions sessions)
{
    private readonly ReceiveWindow _received = new(socket);

    public async Task RunAsync()
    {
        while (true)
        {
            if (RequestHead.Read(_received.Bytes) is not { } head || _received.Bytes.Length < head.Length + head.ContentLength)
            {
                if (!await _received.ReceiveAsync())
                    return;
            }
            else if (head.WebSocketKey is { } key)
            {
                _received.Consume(head.Length);
                await UpgradeAsync(key);
                return;
            }
            else
            {
                var body = _received.Bytes.Slice(head.Length, head.ContentLength).ToArray();
                _received.Consume(head.Length + head.ContentLength);
                await RespondAsync(head, body);
            }
        }
    }

    private async Task UpgradeAsync(string key)
    {
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        await SendAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
        using var connection = new WebSocketConnection(socket, _received);
        using var registration = sessions.Add(connection);
        await connection.RunAsync();
    }

    private async Task RespondAsync(RequestHead head, byte[] body)
    {
        var session = sessions.Polling(head.Query("sid"));
        if (head.Method == "POST")
        {
            session.Post(body);
            await RespondAsync("ok"u8.ToArray());
        }
        else
        {
            await RespondAsync(await session.PollAsync());
        }
    }

    private async ValueTask RespondAsync(ReadOnlyMemory<byte> content)
    {
        var response = new ArrayBufferWriter<byte>(content.Length + 128);
        response.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: {content.Length}\r\n\r\n"));
        response.Write(content.Span);
        await SendAsync(response.WrittenMemory);
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await socket.SendAsync(bytes)..];
    }
}
