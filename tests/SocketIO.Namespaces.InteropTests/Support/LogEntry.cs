using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.InteropTests.Support;

/// <summary>One line of a client's log, as a user would read it.</summary>
/// <param name="Level">How grave it is.</param>
/// <param name="Name">The event's name, such as <c>ConnectionLost</c>.</param>
/// <param name="Text">The message, and the exception with all its causes.</param>
internal sealed record LogEntry(LogLevel Level, string? Name, string Text)
{
    public override string ToString() => $"{Level} {Name}: {Text}";
}
