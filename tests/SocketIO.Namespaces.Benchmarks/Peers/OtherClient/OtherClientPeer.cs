extern alias OtherClient;

using OtherClient::SocketIOClient;
using OtherClient::SocketIOClient.Transport;
using SocketIO.Namespaces.Benchmarks.Scenarios;
using OtherSocketIO = OtherClient::SocketIOClient.SocketIO;

namespace SocketIO.Namespaces.Benchmarks.Peers.OtherClient;

/// <summary>The package SocketIOClient.</summary>
internal sealed class OtherClientPeer : IPeer
{
    private readonly Tally _tally = new();
    private OtherSocketIO? _client;

    public async Task ConnectAsync(Uri url, Workload workload)
    {
        _client = new(url, new SocketIOOptions
        {
            Transport = workload.Polling ? TransportProtocol.Polling : TransportProtocol.WebSocket,
            AutoUpgrade = false,
        });
        _client.JsonSerializer = new OtherClientJson();
        _client.On("small", response => _tally.Add(response.GetValue<Reading>(0).Id));
        _client.On("kb", response => _tally.Add(response.GetValue<LongReading>(0).Id));
        _client.On("bin", response => _tally.Add(BitConverter.ToInt32(response.GetValue<byte[]>(0))));
        await _client.ConnectAsync();
    }

    public async Task ReceiveAsync(Workload workload, int count)
    {
        _tally.Expect(count);
        await _client!.EmitAsync("flood", workload.FloodName, count);
        await _tally.Done;
        Tally.Check(_tally.Sum, count);
    }

    public async Task EmitAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await _client!.EmitAsync("emit", Reading.Sample);
        Tally.CheckReceived(await CallAsync("received"), count);
    }

    public Task CallAsync(int count, int inFlight) => Workers.RunAsync(count, inFlight, () => CallAsync("call", Reading.Sample));

    private async Task<int> CallAsync(string name, params object[] data)
    {
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _client!.EmitAsync(name, response => answer.TrySetResult(response.GetValue<int>(0)), data);
        return await answer.Task;
    }
}
