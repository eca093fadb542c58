using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace SocketIO.Namespaces.Diagnostics;

/// <summary>The clients that there are, for the instruments that are read when somebody collects: summed up, where several have the same tags. Holds none of
/// them alive.</summary>
internal sealed class MeasuredClients
{
    private static readonly ClientState[] States
        = [ClientState.Disconnected, ClientState.Connecting, ClientState.Connected, ClientState.Reconnecting, ClientState.Disconnecting];

    private readonly ConditionalWeakTable<IMeasuredClient, object?> _clients = [];

    private IEnumerable<IMeasuredClient> All => _clients.Select(entry => entry.Key);

    public void Add(IMeasuredClient client) => _clients.Add(client, null);

    public void Remove(IMeasuredClient client) => _clients.Remove(client);

    /// <summary>How many clients are in each state.</summary>
    public IEnumerable<Measurement<int>> CountStates()
        => from client in All.ToArray()
           from state in States
           group client.State == state ? 1 : 0 by (client.Name, state)
           into clients
           select new Measurement<int>(clients.Sum(), TagsOf(clients.Key.Name, TagNames.State, clients.Key.state.ToString().ToLowerInvariant()));

    /// <summary>Sums something up over the clients of one name.</summary>
    public IEnumerable<Measurement<int>> Sum(Func<IMeasuredClient, int> value)
        => All.GroupBy(client => client.Name).Select(clients => new Measurement<int>(clients.Sum(value), TagsOf(clients.Key)));

    /// <summary>Sums something up over the clients of one name, for each namespace.</summary>
    public IEnumerable<Measurement<int>> SumByNamespace(Func<NamespaceLoad, int> value)
        => from client in All
           from load in client.Loads
           group value(load) by (client.Name, load.Namespace)
           into loads
           select new Measurement<int>(loads.Sum(), TagsOf(loads.Key.Name, TagNames.Destination, loads.Key.Namespace));

    private static TagList TagsOf(string client, string? tag = null, string? value = null)
    {
        var tags = default(TagList);
        if (tag is TagNames.Destination)
            tags.Add(TagNames.System, Telemetry.MessagingSystem);
        if (tag is not null)
            tags.Add(tag, value);
        if (client.Length > 0)
            tags.Add(TagNames.Client, client);
        return tags;
    }
}
