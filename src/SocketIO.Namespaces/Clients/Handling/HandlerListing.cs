using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>A handler as it is shown to people.</summary>
/// <param name="EventName">The event it is for.</param>
/// <param name="Method">Such as <c>ChatNamespace.OnJoin</c>.</param>
/// <param name="Parameters">What it takes, in order, and whether that is what the server sent.</param>
internal sealed record HandlerListing(string EventName, string Method, IReadOnlyList<(string Name, string Type, bool IsArgument)> Parameters)
{
    public static HandlerListing Of(string eventName, HandlerMethod method) => new(
        eventName, method.DisplayName, [.. method.Parameters.Select(parameter => (parameter.Name, TypeName.Of(parameter.Type), parameter.ArgumentType is not null))]);
}
