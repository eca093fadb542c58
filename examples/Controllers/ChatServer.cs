using SocketIO.Namespaces;

namespace Controllers;

/// <summary>The Socket.IO server that the browser and this program's client meet on. In real life it is somewhere else, and not written in C#.</summary>
internal static class ChatServer
{
    public static async Task<SocketIOTestServer> StartAsync()
    {
        SocketIOTestServer server = await SocketIOTestServer.StartAsync(options => options.AllowAnyOrigin = true);
        TestServerNamespace chat = server.Of("/chat");
        int messages = 0;
        chat.On("say", async (ChatMessage message) =>
        {
            await chat.EmitAsync("message", message);
            return new Receipt(Interlocked.Increment(ref messages), chat.Clients.Count);
        });
        return server;
    }
}
