namespace SocketIO.Namespaces;

/// <summary>A method that handles an event; see <see cref="ISocketIOClientInspector"/>.</summary>
/// <param name="Event">The event: as <see cref="OnAttribute"/> or <c>On</c> names it, or else as its usual spelling, such as <c>my_event</c> for
/// <c>OnMyEvent</c>, which handles the others too; <c>*</c> for all that have no handler of their own.</param>
/// <param name="Method">The method, such as <c>ChatNamespace.OnMyEvent</c>.</param>
/// <param name="Parameters">What it takes, in order.</param>
public sealed record HandlerSnapshot(string Event, string Method, IReadOnlyList<HandlerParameterSnapshot> Parameters)
{
    /// <summary>Such as <c>ChatNamespace.OnMyEvent(ChatMessage message, CancellationToken cancellationToken)</c>.</summary>
    public override string ToString() => $"{Method}({string.Join(", ", Parameters)})";
}
