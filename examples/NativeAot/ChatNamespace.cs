using SocketIO.Namespaces;

namespace NativeAot;

[Namespace("/chat")]
internal sealed class ChatNamespace : AsyncClientNamespace
{
    public (string Status, int Code) OnJoin(string room) => ($"OK, {room}", 123);

    public async Task<ChatMessage> OnMessage(ChatMessage message, Clock clock, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(10), clock.Time, cancellationToken);
        return message with { From = "client" };
    }

    public int OnSum(params int[] values) => values.Sum();

    public byte[] OnUpload(string name, byte[] content) => content;

    public async ValueTask<string> OnQuestion(string text)
    {
        (string translated, string language) = await CallAsync<(string, string)>("translate", (text, "en"));
        return $"{translated} ({language})";
    }
}
