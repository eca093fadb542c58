using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Hosting.Emitters;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.Startup;

/// <summary>Finds registered services whose constructor takes a client or an emitter that there is not. What is made without being registered, such as a
/// controller, finds out when it is made.</summary>
internal sealed class InjectionCheck(
    IServiceCollection services, IServiceProviderIsService isService, IEnumerable<RegisteredClient> clients, IEnumerable<NamespaceRegistration> namespaces)
{
    public IEnumerable<Exception> FindFaults()
    {
        var seen = new HashSet<Type>();
        foreach (ServiceDescriptor service in services)
        {
            if (ImplementationOf(service) is not { } type || IsOfTheFramework(type) || !seen.Add(type) || type.GetConstructors() is not [var constructor])
                continue;

            foreach (ParameterInfo parameter in constructor.GetParameters())
            {
                if (FindFault(parameter) is { } fault)
                    yield return new InvalidOperationException($"The constructor of {type.Name} takes {parameter.Name}. {fault}");
            }
        }
    }

    private string? FindFault(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        Type? ofClass = type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(ISocketIOEmitter<>) ? type.GenericTypeArguments[0] : null;
        if (ofClass is null && type != typeof(AsyncClient) && type != typeof(ISocketIOEmitter))
            return null;

        var keyed = parameter.GetCustomAttribute<FromKeyedServicesAttribute>();
        if (keyed is { Key: not string })
            return null; // inherited, or none
        var client = (string?)keyed?.Key;
        if (!IsRegistered(type, client))
            return parameter.HasDefaultValue ? null : UnknownClient.Describe(client ?? "", [.. clients.Select(registered => registered.Name)]);
        return ofClass is null or { IsGenericParameter: true } || IsTheUsers(type, client) ? null : EmitterTarget.FindFault(ofClass, client, namespaces);
    }

    private bool IsRegistered(Type type, string? key)
        => key is null ? isService.IsService(type) : isService is not IServiceProviderIsKeyedService keyedServices || keyedServices.IsKeyedService(type, key);

    /// <summary>Whether the user has registered an emitter of his own in place of ours.</summary>
    private bool IsTheUsers(Type emitter, string? key) => services.Any(service => service.ServiceType == emitter && Equals(service.ServiceKey, key));

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    private static Type? ImplementationOf(ServiceDescriptor service) => service.IsKeyedService ? service.KeyedImplementationType : service.ImplementationType;

    private static bool IsOfTheFramework(Type type)
        => type.Assembly == typeof(InjectionCheck).Assembly
            || (type.Namespace is { } name && (name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("System.", StringComparison.Ordinal)));
}
