using System.Text.Json;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>A namespace class that tells what it hears.</summary>
[Namespace("/chat")]
public sealed class ChatNamespace : AsyncClientNamespace
{
    internal Recorder<string> Heard { get; } = new("something heard by the namespace class");

    public async Task OnConnect(ConnectInfo info)
    {
        await EmitAsync("record", info.Sid);
        Heard.Add($"connect, again: {info.IsReconnect}");
    }

    public void OnDisconnect(DisconnectReason reason) => Heard.Add($"disconnect: {reason}");

    public void OnMyEvent(Message message, int number) => Heard.Add($"my event: {message.Text} {number}");

    public (string Status, int Code) OnJoin(string room) => ($"joined {room}", 123);

    public async Task<int> OnTwice(int number, CancellationToken cancellationToken)
        => await CallAsync<int>("ack", number * 2, cancellationToken: cancellationToken);

    [On("room:history")]
    public ValueTask<string[]> History(string room) => ValueTask.FromResult(new[] { room, "was", "founded" });

    public byte[] OnUpload(string name, byte[] content)
    {
        Heard.Add($"upload: {name}");
        return [.. content.Reverse()];
    }

    [On("*")]
    public void Anything(string eventName, params JsonElement[] arguments) => Heard.Add($"{eventName}: {arguments.Length} arguments");

    public sealed record Message(string Text);
}
