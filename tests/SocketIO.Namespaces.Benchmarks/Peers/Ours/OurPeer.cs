using SocketIO.Namespaces.Benchmarks.Scenarios;
using SocketIO.Namespaces.Benchmarks.Server;

namespace SocketIO.Namespaces.Benchmarks.Peers.Ours;

/// <summary>This library.</summary>
internal sealed class OurPeer : IPeer
{
    private static readonly TimeSpan Forever = TimeSpan.FromHours(1);

    private readonly List<FloodNamespace> _namespaces = [];
    private AsyncClient? _client;

    private FloodNamespace Main => _namespaces[0];

    public async Task ConnectAsync(Uri url, Workload workload)
    {
        _client = new(options =>
        {
            options.Transports.Add(workload.Polling ? TransportKind.Polling : TransportKind.WebSocket);
            options.ConnectDefaultNamespace = workload.Name != Workload.Namespaces;
        });
        Register(workload);
        await _client.ConnectAsync(url);
    }

    public async Task ReceiveAsync(Workload workload, int count)
    {
        foreach (var each in _namespaces)
            each.Tally.Expect(count / _namespaces.Count);
        await Main.EmitAsync("flood", (workload.FloodName, count));
        foreach (var each in _namespaces)
            await each.Tally.Done;
        Tally.Check(_namespaces.Sum(each => each.Tally.Sum), count);
    }

    public async Task EmitAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await Main.EmitAsync("emit", Reading.Sample);
        Tally.CheckReceived(await Main.CallAsync<int>("received"), count);
    }

    public Task CallAsync(int count, int inFlight) => Workers.RunAsync(count, inFlight, async () => await Main.CallAsync<int>("call", Reading.Sample));

    public Task HoldAsync(int count)
    {
        for (var i = 0; i < count; i++)
            _ = Main.CallAsync<int>("hold", i, Forever);
        return Main.CallAsync<int>("received");
    }

    public Task<long> StampAsync() => Main.StampAsync();

    private void Register(Workload workload)
    {
        if (workload.Name == Workload.Namespaces)
            _namespaces.AddRange(Enumerable.Range(0, workload.Size).Select(index => new FloodNamespace(FloodKind.NamespacePath(index))));
        else
            _namespaces.Add(new("/"));
        foreach (var each in _namespaces)
            _client!.RegisterNamespace(each);
        if (workload.Name == Workload.Handlers)
        {
            for (var index = 0; index < workload.Size; index++)
                _client!.On(FloodKind.EventName(index), (Reading reading) => Main.Tally.Add(reading.Id));
        }
    }
}
