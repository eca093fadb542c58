using System.Reflection;

namespace SocketIO.Namespaces.Dispatch.TypedServers;

/// <summary>A method of a typed server's interface that can be called.</summary>
/// <param name="Info">The method.</param>
/// <param name="EventName">The event it emits.</param>
internal sealed record ServerMethod(MethodInfo Info, string EventName);
