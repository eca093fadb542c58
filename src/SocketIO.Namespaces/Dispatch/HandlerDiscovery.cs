using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Finds the handlers among the methods of a namespace class and its bases, as far as they are the user's.</summary>
internal sealed class HandlerDiscovery([DynamicallyAccessedMembers(HandlerMembers.Methods)] Type type, List<string> faults)
{
    private const BindingFlags Declared
        = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly List<HandlerDefinition> _handlers = [];

    public IReadOnlyList<HandlerDefinition> Discover()
    {
        foreach (var method in UserMethods())
        {
            if (Define(method) is { } handler)
                Add(handler);
        }

        return _handlers;
    }

    private IEnumerable<MethodInfo> UserMethods()
    {
        var methods = new List<MethodInfo>();
        for (Type? declaring = type; declaring is not null && declaring != typeof(object) && !IsOurs(declaring); declaring = declaring.BaseType)
            methods.AddRange(declaring.GetMethods(Declared).Where(method => !methods.Exists(derived => Replaces(derived, method))));
        return methods;
    }

    private HandlerDefinition? Define(MethodInfo method)
    {
        var isExcluded = Has<NonEventAttribute>(method);
        var on = Get<OnAttribute>(method);
        if (on is not null && isExcluded)
        {
            Fault(method, "has [On] and [NonEvent]: keep the one that is meant.");
            return null;
        }

        // Explicit implementations of interfaces have a dot in their name, accessors of properties and events are special.
        var isByConvention = on is null && NameConvention.IsHandlerName(method.Name) && !method.IsSpecialName && !method.Name.Contains('.');
        if (isExcluded || (on is null && !isByConvention))
            return null;

        if (on is not null)
            return new HandlerDefinition(HandlerKinds.Of(on.EventName), on.EventName, IsExact: true, method);

        var eventName = NameConvention.EventName(method.Name);
        return new HandlerDefinition(KindByConvention(eventName), eventName, IsExact: false, method);
    }

    private void Add(HandlerDefinition handler)
    {
        var method = handler.Method;
        if (string.IsNullOrEmpty(handler.EventName))
            Fault(method, "has an [On] without an event name: name the event.");
        if (method.IsStatic)
            Fault(method, "is static: make it a method of the instance, or mark it [NonEvent] if it is no handler.");
        if (!method.IsPublic)
            Fault(method, "is not public: make it public, or mark it [NonEvent] if it is no handler.");
        HandlerSignature.Of(method).Check(handler.Kind, faults);

        if (_handlers.Find(other => AreSame(handler, other)) is { } same)
            Fault(method, $"and {HandlerName.WithParameters(same.Method)} both handle '{handler.EventName}': keep one, or mark the other [NonEvent].");
        else
            _handlers.Add(handler);
    }

    private void Fault(MethodInfo method, string fault) => faults.Add($"{HandlerName.WithParameters(method)} {fault}");

    private static HandlerKind KindByConvention(string eventName) => NameConvention.Key(eventName) switch
    {
        "connect" => HandlerKind.Connect,
        "connecterror" => HandlerKind.ConnectError,
        "disconnect" => HandlerKind.Disconnect,
        _ => HandlerKind.Event,
    };

    private static bool AreSame(HandlerDefinition handler, HandlerDefinition other)
    {
        if (handler.Kind != other.Kind)
            return false;
        if (handler.Kind is not HandlerKind.Event)
            return true;
        if (handler.IsExact != other.IsExact)
            return false;
        return handler.IsExact
            ? handler.EventName == other.EventName
            : NameConvention.Key(handler.EventName) == NameConvention.Key(other.EventName);
    }

    private static bool Replaces(MethodInfo derived, MethodInfo method)
    {
        if (derived.GetBaseDefinition() == method.GetBaseDefinition())
            return true;
        return derived.Name == method.Name && !method.IsPrivate
            && derived.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual(method.GetParameters().Select(parameter => parameter.ParameterType));
    }

    // What an override says of itself counts before what it inherits.
    private static TAttribute? Get<TAttribute>(MethodInfo method)
        where TAttribute : Attribute
    {
        var speaks = method.IsDefined(typeof(OnAttribute), inherit: false) || method.IsDefined(typeof(NonEventAttribute), inherit: false);
        return method.GetCustomAttribute<TAttribute>(inherit: !speaks);
    }

    private static bool Has<TAttribute>(MethodInfo method)
        where TAttribute : Attribute
        => Get<TAttribute>(method) is not null;

    private static bool IsOurs(Type type) => type.Assembly == typeof(NamespaceDefinition).Assembly;
}
