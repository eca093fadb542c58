using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Peers.SignalR;

/// <summary>The SignalR client, by WebSocket and JSON.</summary>
internal sealed class SignalRPeer : IPeer
{
    private readonly Tally _tally = new();
    private HubConnection? _connection;

    public async Task ConnectAsync(Uri url, Workload workload)
    {
        _connection = new HubConnectionBuilder()
            .WithUrl(new Uri(url, SignalRServer.Path), HttpTransportType.WebSockets, options => options.SkipNegotiation = true)
            .Build();
        _connection.On<Reading>("small", reading => _tally.Add(reading.Id));
        await _connection.StartAsync();
    }

    public async Task ReceiveAsync(Workload workload, int count)
    {
        _tally.Expect(count);
        await _connection!.SendAsync("Flood", count);
        await _tally.Done;
        Tally.Check(_tally.Sum, count);
    }

    public async Task EmitAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await _connection!.SendAsync("Emit", Reading.Sample);
        Tally.CheckReceived(await _connection!.InvokeAsync<long>("Received"), count);
    }

    public Task CallAsync(int count, int inFlight) => Workers.RunAsync(count, inFlight, () => _connection!.InvokeAsync<int>("Call", Reading.Sample));
}
