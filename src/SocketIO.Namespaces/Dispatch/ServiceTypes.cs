using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Tells services from values by their types.</summary>
internal static class ServiceTypes
{
    /// <summary>Whether a parameter of this type is injected without an attribute saying so: values, strings and collections of values never are,
    /// for containers claim that every <see cref="IEnumerable{T}"/> is a service.</summary>
    public static bool IsInjected(Type type, IServiceProviderIsService? services)
        => services is not null && !IsValue(type) && services.IsService(type);

    private static bool IsValue(Type type)
        => type.IsValueType || type.IsArray || type == typeof(string) || type == typeof(object)
            || type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true;
}

/// <summary>Stands in while the services are not known: whatever may be a service is taken for one, so that only faults no registration could fix remain.</summary>
internal sealed class AnyService : IServiceProviderIsKeyedService
{
    public static readonly AnyService Instance = new();

    public bool IsService(Type serviceType) => true;

    public bool IsKeyedService(Type serviceType, object? serviceKey) => true;
}
