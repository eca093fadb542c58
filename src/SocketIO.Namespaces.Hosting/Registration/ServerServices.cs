using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SocketIO.Namespaces.Hosting.Emitters;

namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>The services of typed servers: each under its client's name as key, and without one where only one client has it.</summary>
[RequiresDynamicCode("Typed servers are made at run time.")]
[RequiresUnreferencedCode("The interfaces are found by reflection.")]
internal static class ServerServices
{
    /// <exception cref="InvalidOperationException">The client has the interface already, otherwise.</exception>
    public static void Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TServer>(
        IServiceCollection services, ServerRegistration registration)
        where TServer : class
    {
        if (Find(services, registration) is { } present)
        {
            if (present != registration)
                throw new InvalidOperationException(Taken(present));
            return;
        }

        services.AddSingleton(registration);
        services.AddKeyedSingleton(
            registration.Client,
            (provider, _) => new ClientEmitter(provider, registration.Client, registration.Path).As<TServer>(registration.Naming));
        services.TryAddSingleton(Only<TServer>);
        services.PostConfigure<SocketIOClientOptions>(registration.Client, options => options.Namespaces.Add(registration.Path));
    }

    private static ServerRegistration? Find(IServiceCollection services, ServerRegistration registration)
        => services.Where(service => service is { IsKeyedService: false, ImplementationInstance: ServerRegistration })
            .Select(service => (ServerRegistration)service.ImplementationInstance!)
            .FirstOrDefault(other => other.Client == registration.Client && other.Type == registration.Type);

    private static TServer Only<TServer>(IServiceProvider provider)
        where TServer : class
    {
        string[] keys = [.. provider.GetServices<ServerRegistration>().Where(server => server.Type == typeof(TServer)).Select(server => server.Client)];
        return keys is [var only]
            ? provider.GetRequiredKeyedService<TServer>(only)
            : throw new InvalidOperationException(Ambiguous(typeof(TServer).Name, keys));
    }

    private static string Taken(ServerRegistration present)
        => $"{present.Type.Name} is a server on \"{present.Path}\" of {ClientLabel.Of(present.Client)} already, with EventNaming.{present.Naming}. "
            + "Add an interface derived from it for another namespace.";

    private static string Ambiguous(string type, string[] keys)
        => $"{type} is a server of several clients. Take it by key, [FromKeyedServices(…)] {type}; the keys are "
            + $"{string.Join(", ", keys.Select(key => $"\"{key}\""))} (an empty one is the default client's).";
}
