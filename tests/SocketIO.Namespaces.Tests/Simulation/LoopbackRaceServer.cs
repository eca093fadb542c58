using System.Globalization;
using System.Text.Json;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>A race over sockets.</summary>
internal sealed class LoopbackRaceServer : IRaceServer
{
    private readonly SocketIOTestServer _server;
    private readonly Ledger _ledger;
    private readonly SemaphoreSlim _emitting = new(1);
    private WatchedConnector? _connector;
    private int _events;

    private LoopbackRaceServer(SocketIOTestServer server, Ledger ledger)
    {
        _server = server;
        _ledger = ledger;
        foreach (var path in Race.Paths)
            server.Of(path).On("*", (string name, params JsonElement[] _) => int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture));
    }

    public string Url => _server.Url.ToString();

    public int Open => _connector?.Open ?? 0;

    public static async Task<IRaceServer> StartAsync(Ledger ledger) => new LoopbackRaceServer(await SocketIOTestServer.StartAsync(), ledger);

    public ITransportConnector Connector(SocketIOClientOptions options) => _connector = new WatchedConnector(HttpTransportConnector.Create(options), _ledger);

    public Task LoseAsync(Random random) => random.Next(2) == 0 ? _server.DropConnectionsAsync() : _server.CloseConnectionsAsync();

    public async Task EmitAsync(string path)
    {
        await _emitting.WaitAsync(); // so that serial numbers go out in order
        try
        {
            _ledger.OnServerEvent(path, ++_events, ackTo: null);
            await _server.Of(path).EmitAsync("work", (_events, "return"));
        }
        finally
        {
            _emitting.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _emitting.Dispose();
        return _server.DisposeAsync();
    }
}
