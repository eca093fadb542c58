using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>The namespace classes of one client: makes an instance of each, with its services, and gives it to the client.</summary>
internal sealed class ClientNamespaces(
    [ServiceKey] string client,
    IServiceProvider services,
    SingletonInspector inspector,
    IEnumerable<NamespaceRegistration> registrations)
{
    private readonly ConcurrentDictionary<NamespaceRegistration, string> _paths = [];

    /// <summary>The path a class is on; null until the client has it.</summary>
    public string? PathOf(NamespaceRegistration registration) => _paths.GetValueOrDefault(registration);

    /// <summary>Makes every class's instance and registers it.</summary>
    /// <exception cref="NamespaceDefinitionException">A class cannot be used.</exception>
    /// <exception cref="AggregateException">Several classes cannot be used.</exception>
    public void RegisterOn(AsyncClient connection)
    {
        var exceptions = new List<NamespaceDefinitionException>();
        foreach (NamespaceRegistration registration in registrations.Where(registration => registration.Client == client))
        {
            try
            {
                Register(registration, connection);
            }
            catch (NamespaceDefinitionException exception)
            {
                exceptions.Add(exception);
            }
        }

        if (exceptions is [var only])
            ExceptionDispatchInfo.Throw(only);
        if (exceptions.Count > 0)
            throw new AggregateException($"Namespace classes of {ClientLabel.Of(client)} cannot be used.", exceptions);
    }

    private void Register(NamespaceRegistration registration, AsyncClient connection)
    {
        if (inspector.FindFaults(registration.Type) is { Count: > 0 } faults)
            throw new NamespaceDefinitionException(registration.Type, faults);

        var instance = (IClientNamespace)services.GetRequiredKeyedService(registration.Type, registration);
        string path = registration.PathOf(instance);
        if (_paths.FirstOrDefault(entry => entry.Value == path).Key is { } other)
            throw new NamespaceDefinitionException(registration.Type, [Taken(path, other)]);

        connection.RegisterNamespace(instance, path);
        _paths[registration] = path;
    }

    private string Taken(string path, NamespaceRegistration other)
        => $"{other.Type.Name} is on \"{path}\" of {ClientLabel.Of(client)} already: give one of the two another path, "
            + "by [Namespace] or AddNamespace(path).";
}
