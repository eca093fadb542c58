using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Hosting.Startup;

namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>The namespace classes of one client: gives it the instance of each, or what makes one per event.</summary>
internal sealed class ClientNamespaces(
    [ServiceKey] string client,
    IServiceProvider services,
    IEnumerable<NamespaceRegistration> registrations)
{
    private readonly ConcurrentDictionary<NamespaceRegistration, string> _paths = [];

    /// <summary>The path a class is on; null until the client has it.</summary>
    public string? PathOf(NamespaceRegistration registration) => _paths.GetValueOrDefault(registration);

    /// <summary>Registers every class.</summary>
    /// <exception cref="NamespaceDefinitionException">A class cannot be used.</exception>
    /// <exception cref="AggregateException">Several classes cannot be used.</exception>
    public async Task RegisterOnAsync(AsyncClient connection)
    {
        var exceptions = new List<NamespaceDefinitionException>();
        foreach (NamespaceRegistration registration in registrations.Where(registration => registration.Client == client))
        {
            try
            {
                await RegisterAsync(registration, connection).ConfigureAwait(false);
            }
            catch (NamespaceDefinitionException exception)
            {
                exceptions.Add(exception);
            }
        }

        if (exceptions is [var only])
            ExceptionDispatchInfo.Throw(only);
        if (exceptions.Count > 0)
            throw new FaultyRegistrationException(exceptions);
    }

    private async ValueTask RegisterAsync(NamespaceRegistration registration, AsyncClient connection)
    {
        if (registration.IsSingleton)
        {
            IClientNamespace instance = registration.GetInstance(services);
            string path = Claim(registration, registration.PathOf(instance));
            connection.RegisterNamespace(instance, path);
            _paths[registration] = path;
        }
        else
        {
            string path = Claim(registration, registration.KnownPath ?? await AskAsync(registration).ConfigureAwait(false));
            connection.RegisterNamespace(registration.Type, path, new InstancePerEvent(registration, path).Create);
            _paths[registration] = path;
        }
    }

    /// <summary>The path that the constructor of a class says, of which there is no instance yet.</summary>
    private async ValueTask<string> AskAsync(NamespaceRegistration registration)
    {
        AsyncServiceScope scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
            return registration.PathOf(registration.GetInstance(scope.ServiceProvider));
    }

    /// <exception cref="NamespaceDefinitionException">The path has a class already.</exception>
    private string Claim(NamespaceRegistration registration, string path)
        => _paths.FirstOrDefault(entry => entry.Value == path).Key is { } other
            ? throw new NamespaceDefinitionException(registration.Type, [other.Taken(path)])
            : path;
}
