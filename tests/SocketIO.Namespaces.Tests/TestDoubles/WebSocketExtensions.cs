using System.Net.WebSockets;
using System.Text;

namespace SocketIO.Namespaces.Tests.TestDoubles;

internal static class WebSocketExtensions
{
    public static Task SendTextAsync(this WebSocket socket, string text)
        => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None).Within();

    public static Task SendBinaryAsync(this WebSocket socket, byte[] data)
        => socket.SendAsync(data, WebSocketMessageType.Binary, true, CancellationToken.None).Within();

    /// <summary>Receives one message as text; a binary one as <c>b</c> and base64; a close frame as <c>close</c>.</summary>
    public static async Task<string> ReceiveMessageAsync(this WebSocket socket)
    {
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).Within();
            if (result.MessageType == WebSocketMessageType.Close) return "close";
            await message.WriteAsync(buffer.AsMemory(0, result.Count));
            if (!result.EndOfMessage) continue;
            return result.MessageType == WebSocketMessageType.Text ? Encoding.UTF8.GetString(message.ToArray()) : "b" + Convert.ToBase64String(message.ToArray());
        }
    }
}
