using System.Text.Json;
using SocketIO.Namespaces;

namespace Quickstart;

/// <summary>Handles one namespace: each <c>On…</c> method hears the event it is named after. The container makes it, with what its constructor
/// takes.</summary>
public sealed class ChatNamespace(Narrator narrator) : AsyncClientNamespace
{
    public async Task OnConnect(ConnectInfo info)
    {
        narrator.Client($"I am {(info.IsReconnect ? "back" : "connected")} on {Namespace}; the server calls me {info.Sid}.");
        await EmitAsync("join", new { room = "lobby" });
    }

    public void OnDisconnect(DisconnectReason reason) => narrator.Client($"I am disconnected: {reason}.");

    public void OnConnectError(ConnectError error) => narrator.Client($"I could not connect: {error.Message}");

    // Hears "new message", "new_message" and "newMessage" alike; the data becomes a typed parameter.
    public void OnNewMessage(ChatMessage message) => narrator.Client($"\"new message\" from {message.From}: {message.Text}");

    // What a handler returns acknowledges the event; a tuple is several values.
    public (string Status, int Length) OnRename(string name)
    {
        narrator.Client($"\"rename\" to {name}; I acknowledge it with \"OK\" and {name.Length}.");
        return ("OK", name.Length);
    }

    public void OnPicture(string name, byte[] content) => narrator.Client($"\"picture\" {name} has {content.Length} bytes.");

    // Whatever no other method hears.
    [On("*")]
    public void Anything(string eventName, params JsonElement[] arguments)
        => narrator.Client($"\"{eventName}\" has no method of its own here; it says {string.Join(", ", arguments)}.");
}

public sealed record ChatMessage(string From, string Text);
