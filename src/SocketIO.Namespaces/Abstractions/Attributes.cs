namespace SocketIO.Namespaces;

/// <summary>Names the Socket.IO namespace that a class handles. A path given at registration or to the base constructor wins over it.</summary>
/// <param name="path">The namespace, such as <c>/chat</c>; it starts with a slash.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NamespaceAttribute(string path) : Attribute
{
    /// <summary>The namespace, such as <c>/chat</c>.</summary>
    public string Path { get; } = path;
}

/// <summary>Makes a method the handler of an event whose name is matched exactly, in place of the <c>On…</c> convention.
/// On a method of a typed server's interface it names the event that the method emits, in place of <see cref="EventNaming"/>.</summary>
/// <param name="eventName">The event's name on the wire; <c>*</c> takes every event that has no handler of its own.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnAttribute(string eventName) : Attribute
{
    /// <summary>The event's name on the wire.</summary>
    public string EventName { get; } = eventName;
}

/// <summary>Keeps a method whose name looks like a handler's from being one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NonEventAttribute : Attribute;

/// <summary>Takes a handler's parameter from the service provider, per event, whatever its type.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class InjectedAttribute : Attribute;

/// <summary>Takes a handler's parameter from the event's arguments even if its type is a registered service.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromEventAttribute : Attribute;
