using System.Reflection;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>A method of a namespace class and what it handles.</summary>
/// <param name="Kind">What calls it.</param>
/// <param name="EventName">The event, as <see cref="OnAttribute"/> names it or as the usual spelling of the method's name writes it.</param>
/// <param name="IsExact">Whether the event's name must match exactly, rather than by the convention.</param>
/// <param name="Method">The method.</param>
internal sealed record HandlerDefinition(HandlerKind Kind, string EventName, bool IsExact, MethodInfo Method)
{
    /// <summary>Such as <c>ChatNamespace.OnJoin</c>.</summary>
    public string DisplayName => HandlerName.Of(Method);
}
