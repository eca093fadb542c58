using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>Finds what keeps the container from making a class: that it is abstract or has no public constructor, constructor parameters that nothing
/// registers; for one that is made once, also those that live in a scope. Containers find it by themselves only in development.</summary>
internal sealed class ConstructorInspector(IServiceCollection services, IServiceProviderIsService isService)
{
    /// <param name="type">The class.</param>
    /// <param name="insteadOfScoped">What it can do instead of taking a scoped service, for a class that is made once; null for one that lives in a scope.</param>
    /// <returns>Every fault, with its fix.</returns>
    public IReadOnlyList<string> FindFaults([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type, string? insteadOfScoped)
    {
        var faults = new List<string>();
        Inspect(type, chain: null, insteadOfScoped, faults, []);
        return faults;
    }

    private void Inspect(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type,
        string? chain, string? insteadOfScoped, List<string> faults, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return;

        string inner = chain is null ? type.Name : $"{chain} → {type.Name}";
        if (WhyNotConstructed(type) is { } reason)
        {
            faults.Add($"{(chain is null ? "it" : inner)} {reason}");
            return;
        }

        foreach (ParameterInfo parameter in ParametersOf(type))
        {
            ServiceDescriptor? service = Find(parameter.ParameterType, KeyOf(parameter));
            if (!IsResolvable(parameter))
                faults.Add($"{(chain is null ? "its constructor" : $"the constructor of {inner}")} takes {parameter.ParameterType.Name}, which is not a registered service: register it.");
            else if (insteadOfScoped is not null && service?.Lifetime == ServiceLifetime.Scoped)
                faults.Add($"it is made once, but the constructor of {inner} takes {parameter.ParameterType.Name}, which is scoped: {insteadOfScoped}");
            else if (ImplementationOf(service) is { } implementation)
                Inspect(implementation, inner, insteadOfScoped, faults, seen);
        }
    }

    private static string? WhyNotConstructed([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type)
        => type.IsAbstract ? $"is {(type.IsInterface ? "an interface" : "abstract")}: register the class to make in its place."
        : type.GetConstructors().Length == 0 ? "has no public constructor: add one, or register a factory."
        : null;

    /// <summary>The parameters of the constructor that the container takes: the longest it can call.</summary>
    private ParameterInfo[] ParametersOf([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type)
    {
        ParameterInfo[][] byLength =
        [
            .. type.GetConstructors().Select(constructor => constructor.GetParameters()).OrderByDescending(parameters => parameters.Length),
        ];
        return byLength.FirstOrDefault(parameters => parameters.All(IsResolvable)) ?? byLength[0];
    }

    private bool IsResolvable(ParameterInfo parameter)
        => parameter.HasDefaultValue || parameter.IsDefined(typeof(ServiceKeyAttribute)) || InheritsKey(parameter) || (KeyOf(parameter) is { } key
            ? (isService as IServiceProviderIsKeyedService)?.IsKeyedService(parameter.ParameterType, key) ?? true
            : isService.IsService(parameter.ParameterType));

    private ServiceDescriptor? Find(Type type, object? key)
        => services.LastOrDefault(service => service.ServiceType == type && Equals(service.ServiceKey, key))
            ?? (type.IsConstructedGenericType ? Find(type.GetGenericTypeDefinition(), key) : null);

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    private static Type? ImplementationOf(ServiceDescriptor? service)
    {
        Type? type = service is { IsKeyedService: true } ? service.KeyedImplementationType : service?.ImplementationType;
        return type is { IsGenericTypeDefinition: false } ? type : null;
    }

    private static bool InheritsKey(ParameterInfo parameter)
        => parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { LookupMode: ServiceKeyLookupMode.InheritKey };

    private static object? KeyOf(ParameterInfo parameter) => parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;
}
