using SocketIO.Namespaces;

namespace Controllers;

/// <summary>The C# side of the chat: hears what is said, and answers.</summary>
[Namespace("/chat")]
public sealed class ChatNamespace : AsyncClientNamespace
{
    private const string Name = "C#";

    public async Task OnMessage(ChatMessage message)
    {
        if (message.From != Name)
            await EmitAsync("say", new ChatMessage(Name, Answer(message)));
    }

    private static string Answer(ChatMessage message)
        => message.Text.EndsWith('?')
            ? $"Good question, {message.From}. I am only a method of ChatNamespace."
            : $"Hello {message.From}! OnMessage heard your {message.Text.Split(' ').Length} words.";
}
