using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SocketIO.Namespaces.Hosting.Configuration;
using SocketIO.Namespaces.Hosting.Emitters;
using SocketIO.Namespaces.Hosting.Inspection;
using SocketIO.Namespaces.Hosting.Startup;

namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>The services of one client, each under the client's name as its key; those of the default client also without one.</summary>
internal static class ClientServices
{
    public static void Add(IServiceCollection services, string name)
    {
        if (services.Any(service => service.ServiceType == typeof(ClientNamespaces) && name.Equals(service.ServiceKey)))
            return;

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<SocketIOClientOptions>, HostedClientDefaults>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SocketIOClientOptions>, ClientOptionsValidator>());

        AddStartupCheck(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new RegisteredClient(name));
        services.TryAddSingleton<ISocketIOClientInspector, ClientInspector>();
        services.AddKeyedSingleton<ClientNamespaces>(name);
        services.AddKeyedSingleton(name, (provider, _) => CreateClient(provider, name));
        services.AddKeyedSingleton<ISocketIOEmitter>(name, (provider, _) => new ClientEmitter(provider, name, "/"));
        services.AddKeyedSingleton(typeof(ISocketIOEmitter<>), name, typeof(NamespaceEmitter<>));
        services.TryAddSingleton(typeof(ISocketIOEmitter<>), typeof(NamespaceEmitter<>));
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<SocketIOClientHostedService>(provider, name));

        if (name == Options.DefaultName)
        {
            services.AddSingleton(provider => provider.GetRequiredKeyedService<AsyncClient>(name));
            services.AddSingleton(provider => provider.GetRequiredKeyedService<ISocketIOEmitter>(name));
        }
    }

    private static void AddStartupCheck(IServiceCollection services)
    {
        services.TryAddSingleton(provider => new ConstructorInspector(services, provider.GetRequiredService<IServiceProviderIsService>()));
        services.TryAddSingleton<ClientOptionsCheck>();
        services.TryAddSingleton<NamespaceCheck>();
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<InjectionCheck>(provider, services));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StartupCheck.Trigger>, StartupCheck>());
        services.AddOptions<StartupCheck.Trigger>().ValidateOnStart();
    }

    private static AsyncClient CreateClient(IServiceProvider provider, string name)
        => new(provider.GetRequiredService<IOptionsMonitor<SocketIOClientOptions>>().Get(name));
}
