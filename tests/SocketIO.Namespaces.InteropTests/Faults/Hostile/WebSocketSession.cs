using System.Net.WebSockets;
using System.Text;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.InteropTests.Faults.Hostile;

/// <summary>A session over one WebSocket.</summary>
/// <param name="socket">The socket.</param>
/// <param name="stream">What it frames on, to write frames of one's own.</param>
internal sealed class WebSocketSession(WebSocket socket, Stream stream) : HostileSession
{
    public Stream Stream => stream;

    public override Task SendAsync(string packet) => SendAsync(Encoding.UTF8.GetBytes(packet));

    public override Task SendAsync(byte[] packet) => socket.SendAsync(packet, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public override Task SendBinaryAsync(byte[] data) => socket.SendBinaryAsync(data);

    public override async Task<string> ReceiveAsync()
    {
        var message = await socket.ReceiveMessageAsync();
        return message == "close" ? throw new SessionOverException() : message;
    }
}
