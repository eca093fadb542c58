using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>What a namespace class declares: its path and which method handles which event.</summary>
internal sealed class NamespaceDefinition
{
    private NamespaceDefinition(Type type, string? path, IReadOnlyList<HandlerDefinition> handlers)
    {
        Type = type;
        Path = path;
        Handlers = handlers;
    }

    public Type Type { get; }

    /// <summary>The path of <see cref="NamespaceAttribute"/>; null where the class has none.</summary>
    public string? Path { get; }

    /// <summary>Every handler of the class, lifecycle and catch-all included.</summary>
    public IReadOnlyList<HandlerDefinition> Handlers { get; }

    /// <summary>Reads a class by reflection.</summary>
    /// <exception cref="NamespaceDefinitionException">Lists every fault that reflection sees.</exception>
    public static NamespaceDefinition Inspect([DynamicallyAccessedMembers(HandlerMembers.Methods)] Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var faults = new List<string>();
        CheckClass(type, faults);
        var attribute = type.GetCustomAttribute<NamespaceAttribute>();
        if (attribute is not null && NamespacePath.FindFault(attribute.Path ?? "") is { } fault)
            faults.Add($"[Namespace]: '{attribute.Path}' {fault}.");
        var handlers = new HandlerDiscovery(type, faults).Discover();
        return faults.Count == 0 ? new NamespaceDefinition(type, attribute?.Path, handlers) : throw new NamespaceDefinitionException(type, faults);
    }

    /// <summary>Compiles the class's handlers.</summary>
    /// <param name="context">What binding needs to know.</param>
    /// <exception cref="NamespaceDefinitionException">Lists every fault that needs the services to see.</exception>
    public HandlerTable Compile(BindingContext context)
    {
        var faults = new List<string>();
        List<(HandlerDefinition Definition, HandlerMethod Method)> compiled = [];
        foreach (var handler in Handlers)
        {
            if (HandlerMethod.Compile(handler.Method, handler.Kind, context, faults) is { } method)
                compiled.Add((handler, method));
        }

        return faults.Count == 0 ? new HandlerTable(compiled) : throw new NamespaceDefinitionException(Type, faults);
    }

    /// <summary>Finds what <see cref="Compile"/> would refuse.</summary>
    public IReadOnlyList<string> FindFaults(BindingContext context)
    {
        var faults = new List<string>();
        foreach (var handler in Handlers)
            HandlerSignature.Of(handler.Method).Plan(handler.Kind, context, faults);
        return faults;
    }

    private static void CheckClass(Type type, List<string> faults)
    {
        if (!type.IsClass)
            faults.Add("It is not a class: a namespace class is a class that can be instantiated.");
        else if (type.IsAbstract)
            faults.Add("It is abstract: register a class derived from it.");
        if (type.ContainsGenericParameters)
            faults.Add("It is generic: register it with its type arguments, or a class derived from it that gives them.");
    }
}
