using Microsoft.AspNetCore.SignalR;
using SocketIO.Namespaces.Benchmarks.Server;

namespace SocketIO.Namespaces.Benchmarks.Peers.SignalR;

/// <summary>What the flood server does, in SignalR's own terms.</summary>
internal sealed class FloodHub : Hub
{
    private static readonly Reading[] Readings = [.. Enumerable.Range(0, FloodPackets.Period).Select(id => Reading.Sample with { Id = id })];

    private static long _emits;

    public async Task Flood(int count)
    {
        var caller = Clients.Caller;
        for (var i = 0; i < count; i++)
            await caller.SendAsync("small", Readings[i % Readings.Length]);
    }

    public void Emit(Reading reading) => _emits += reading.Id / Reading.Sample.Id;

    public long Received() => Interlocked.Exchange(ref _emits, 0);

    public int Call(Reading reading) => reading.Id / Reading.Sample.Id;
}
