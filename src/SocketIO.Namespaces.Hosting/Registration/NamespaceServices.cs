using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>The services of namespace classes: each under its registration as key.</summary>
internal static class NamespaceServices
{
    public static void Add(IServiceCollection services, NamespaceRegistration registration)
    {
        services.AddSingleton(registration);
        services.Add(registration.Service);
    }

    /// <summary>Whether a client has a class, on whichever path.</summary>
    public static bool Has(IServiceCollection services, string client, Type type)
        => services.Any(service => service is { IsKeyedService: false, ImplementationInstance: NamespaceRegistration registration }
            && registration.Client == client && registration.Type == type);
}
