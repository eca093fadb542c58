using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch.TypedServers;

/// <summary>Reads the interface of a typed server, inherited interfaces included.</summary>
[RequiresUnreferencedCode("It reads the members of interfaces.")]
internal sealed class ServerDefinition
{
    private const BindingFlags Declared
        = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly EventNaming _naming;
    private readonly List<ServerMethod> _methods = [];
    private readonly List<string> _faults = [];

    private ServerDefinition(EventNaming naming) => _naming = naming;

    /// <summary>The interface's methods, each with its event.</summary>
    /// <exception cref="ServerDefinitionException">Lists every fault.</exception>
    public static IReadOnlyList<ServerMethod> Inspect(Type type, EventNaming naming)
    {
        if (!Enum.IsDefined(naming))
            throw new ArgumentOutOfRangeException(nameof(naming), naming, $"It is none of {string.Join(", ", Enum.GetNames<EventNaming>())}: choose one.");

        var definition = new ServerDefinition(naming);
        definition.Read(type);
        return definition._faults.Count == 0 ? definition._methods : throw new ServerDefinitionException(type, definition._faults);
    }

    private void Read(Type type)
    {
        if (!type.IsInterface)
        {
            _faults.Add("It is not an interface: declare one with a method per event, such as Task<string> JoinAsync(string room).");
            return;
        }

        ReadMembers(type);
        foreach (var inherited in type.GetInterfaces())
        {
            if (inherited == typeof(IDisposable) || inherited == typeof(IAsyncDisposable))
                _faults.Add($"It inherits {inherited.Name}, but there is nothing to dispose: the client owns the connection. Do not inherit it.");
            else
                ReadMembers(inherited);
        }
    }

    private void ReadMembers(Type type)
    {
        foreach (var property in type.GetProperties(Declared))
            _faults.Add(PropertyFault(property));
        foreach (var declared in type.GetEvents(Declared))
            _faults.Add($"{declared.Name} is an event: handle what the server emits with On, or in a namespace class.");
        foreach (var method in type.GetMethods(Declared))
            Read(method);
    }

    private void Read(MethodInfo method)
    {
        // What is not virtual runs as it is written: private helpers, and sealed methods that call the others.
        if (IsAccessor(method) || IsHelper(method))
            return;
        if (method.IsStatic)
            Fault(method, "is static: a call needs an instance, so make it a method of another type.");
        else if (!method.IsAbstract)
            Fault(method, "has a body, which would never run: leave it out, or make the method sealed, so that it runs.");
        else
            Define(method);
    }

    private void Define(MethodInfo method)
    {
        ServerMethodCheck.Check(method, _faults);
        var eventName = method.GetCustomAttribute<OnAttribute>() is { } on ? on.EventName : Name(NameConvention.WithoutSuffix(method.Name));
        if (string.IsNullOrEmpty(eventName))
            Fault(method, "has an [On] without an event name: name the event.");
        else if (EventNames.IsReservedForEmit(eventName))
            Fault(method, $"emits '{eventName}', which Socket.IO keeps for itself: name another event with [On], or rename the method.");
        else if (eventName == EventNames.CatchAll)
            Fault(method, "emits '*', which stands for all events of a handler: name one.");

        if (_methods.Find(other => other.EventName == eventName && other.Info.Name != method.Name) is { } same)
            Fault(method, $"and {HandlerName.WithParameters(same.Info)} both emit '{eventName}': keep one, give them one name, or name another event with [On].");
        _methods.Add(new ServerMethod(method, eventName));
    }

    private string Name(string name) => _naming switch
    {
        EventNaming.CamelCase => JsonNamingPolicy.CamelCase.ConvertName(name),
        EventNaming.SnakeCase => JsonNamingPolicy.SnakeCaseLower.ConvertName(name),
        EventNaming.KebabCase => JsonNamingPolicy.KebabCaseLower.ConvertName(name),
        _ => name,
    };

    private void Fault(MethodInfo method, string fault) => _faults.Add($"{HandlerName.WithParameters(method)} {fault}");

    private static string PropertyFault(PropertyInfo property)
        => property.GetIndexParameters().Length > 0
            ? $"{property.Name}[] is an indexer: make it a method that returns a task."
            : $"{property.Name} is a property: make it a method that returns a task, such as Task<{TypeName.Of(property.PropertyType)}> Get{property.Name}Async().";

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsHelper(MethodInfo method)
        => method.IsStatic ? method.IsPrivate || method.Name.StartsWith('<') : !method.IsVirtual;
}
