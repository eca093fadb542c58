namespace Controllers;

/// <summary>The chat server as an interface: a method is an event, and what it returns the acknowledgement. The library implements it.</summary>
public interface IChatServer
{
    Task<Receipt> Say(ChatMessage message, CancellationToken cancellationToken = default);
}

public sealed record ChatMessage(string From, string Text);

/// <summary>What the server acknowledges a message with.</summary>
public sealed record Receipt(int Number, int Listeners);
