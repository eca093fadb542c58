using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>Finds what keeps the container from making a class once: constructor parameters that nothing registers, or that live in a scope (which
/// containers refuse by themselves only in development).</summary>
internal sealed class SingletonInspector(IServiceCollection services, IServiceProviderIsService isService)
{
    public IReadOnlyList<string> FindFaults(Type type)
    {
        var faults = new List<string>();
        foreach (ParameterInfo parameter in ParametersOf(type).Where(parameter => !IsResolvable(parameter)))
            faults.Add($"its constructor takes {parameter.ParameterType.Name}, which is not a registered service: register it.");
        FindScoped(type, type.Name, faults, []);
        return faults;
    }

    private void FindScoped(Type type, string chain, List<string> faults, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return;

        foreach (ParameterInfo parameter in ParametersOf(type))
        {
            ServiceDescriptor? service = Find(parameter.ParameterType, KeyOf(parameter));
            if (service?.Lifetime == ServiceLifetime.Scoped)
                faults.Add(Scoped(parameter.ParameterType.Name, chain));
            else if (ImplementationOf(service) is { } implementation)
                FindScoped(implementation, $"{chain} → {implementation.Name}", faults, seen);
        }
    }

    private static string Scoped(string service, string chain)
        => $"it is made once, but the constructor of {chain} takes {service}, which is scoped: "
            + "take it as a parameter of the handlers that need it, which get a scope per event, or take IServiceScopeFactory.";

    /// <summary>The parameters of the constructor that the container takes: the longest it can call.</summary>
    private ParameterInfo[] ParametersOf(Type type)
    {
        ParameterInfo[][] byLength =
        [
            .. type.GetConstructors().Select(constructor => constructor.GetParameters()).OrderByDescending(parameters => parameters.Length),
        ];
        return byLength.FirstOrDefault(parameters => parameters.All(IsResolvable)) ?? byLength.FirstOrDefault() ?? [];
    }

    private bool IsResolvable(ParameterInfo parameter)
        => parameter.HasDefaultValue || parameter.IsDefined(typeof(ServiceKeyAttribute)) || (KeyOf(parameter) is { } key
            ? (isService as IServiceProviderIsKeyedService)?.IsKeyedService(parameter.ParameterType, key) ?? true
            : isService.IsService(parameter.ParameterType));

    private ServiceDescriptor? Find(Type type, object? key)
        => services.LastOrDefault(service => service.ServiceType == type && Equals(service.ServiceKey, key))
            ?? (type.IsConstructedGenericType ? Find(type.GetGenericTypeDefinition(), key) : null);

    private static Type? ImplementationOf(ServiceDescriptor? service)
    {
        Type? type = service is { IsKeyedService: true } ? service.KeyedImplementationType : service?.ImplementationType;
        return type is { IsGenericTypeDefinition: false } ? type : null;
    }

    private static object? KeyOf(ParameterInfo parameter) => parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;
}
