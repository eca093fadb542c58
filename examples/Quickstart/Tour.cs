using System.Text.Json;
using SocketIO.Namespaces;

namespace Quickstart;

/// <summary>Plays the server's part, step by step. Each step waits for the facts that it speaks of.</summary>
public sealed class Tour(SocketIOTestServer server, ISocketIOEmitter<ChatNamespace> client, Narrator narrator)
{
    public async Task RunAsync()
    {
        TestServerNamespace chat = server.Of(client.Namespace);

        narrator.Step("1. The host connects by itself, and OnConnect joins a room.");
        await SeeJoinAsync(chat);

        narrator.Step("2. The server sends events; methods of the class hear them.");
        await chat.EmitAsync("new message", new ChatMessage("Ada", "Good morning!"));
        await chat.EmitAsync("picture", ("sunrise.png", new byte[] { 1, 2, 3, 4 }));
        await chat.CallAsync("weather", new { sky = "blue" }); // handled in order: once this is acknowledged, all three are

        narrator.Step("3. The server asks; a returned tuple answers.");
        (string status, int length) = await chat.CallAsync<(string, int)>("rename", "lounge");
        narrator.Server($"\"rename\" was acknowledged with \"{status}\" and {length}.");

        narrator.Step("4. The client asks; any service can, with an injected emitter.");
        int sum = await client.CallAsync<int>("sum", (19, 23));
        narrator.Client($"\"sum\" of 19 and 23 was acknowledged with {sum}.");

        narrator.Step("5. A background task emits.");
        ReceivedEvent heartbeat = await chat.ReceiveAsync("heartbeat");
        narrator.Server($"\"heartbeat\" {heartbeat.Get<int>(0)} arrived.");

        narrator.Step("6. The link is cut; the client comes back by itself.");
        await server.DropConnectionsAsync();
        await SeeJoinAsync(chat);

        narrator.Step("That was the tour; the host stops, and tells the server.");
    }

    private async Task SeeJoinAsync(TestServerNamespace chat)
    {
        ReceivedEvent join = await chat.ReceiveAsync("join");
        narrator.Server($"\"join\" from {join.Client.Sid}: {join.Get<JsonElement>(0)}");
    }
}
