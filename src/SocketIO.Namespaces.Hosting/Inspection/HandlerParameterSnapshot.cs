namespace SocketIO.Namespaces;

/// <summary>A parameter of a handler; see <see cref="ISocketIOClientInspector"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as C# writes it, without namespace.</param>
/// <param name="IsArgument">Whether it takes what the server sent. Otherwise it is given: a service, a token, the event's name or context, or what a lifecycle
/// handler is told.</param>
public sealed record HandlerParameterSnapshot(string Name, string Type, bool IsArgument)
{
    /// <summary>Such as <c>string room</c>.</summary>
    public override string ToString() => $"{Type} {Name}";
}
