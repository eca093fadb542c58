using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.Inspection;

/// <summary>Reads the registered clients.</summary>
/// <remarks>They are looked up at first use, since a namespace class may itself take the inspector; and only once, so that it outlives the container.</remarks>
internal sealed class ClientInspector(IServiceProvider services, IEnumerable<RegisteredClient> registered) : ISocketIOClientInspector
{
    private readonly Lazy<(string Name, AsyncClient Client)[]> _clients = new(
        () => [.. registered.Select(client => (client.Name, services.GetRequiredKeyedService<AsyncClient>(client.Name)))],
        LazyThreadSafetyMode.PublicationOnly);

    public IReadOnlyList<ClientSnapshot> Inspect() => [.. _clients.Value.Select(one => Snapshots.Of(one.Name, one.Client.Core))];

    public ClientSnapshot Inspect(string clientName)
    {
        ArgumentNullException.ThrowIfNull(clientName);
        foreach ((string name, AsyncClient client) in _clients.Value)
        {
            if (name == clientName)
                return Snapshots.Of(name, client.Core);
        }

        throw new ArgumentException(UnknownClient.Describe(clientName, [.. _clients.Value.Select(one => one.Name)]), nameof(clientName));
    }
}
