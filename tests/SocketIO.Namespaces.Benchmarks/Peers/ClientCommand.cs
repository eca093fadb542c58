using System.Text.Json;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Peers;

/// <summary>The verb <c>client</c>: connects, says <c>ready</c>, and for each number on standard input does that much and prints a <see cref="RunResult"/>.</summary>
internal static class ClientCommand
{
    public static async Task RunAsync(string peerName, Workload workload, Uri url)
    {
        var run = await PreparedAsync(peerName, workload, url);
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line)
            Console.WriteLine(JsonSerializer.Serialize(await run(int.Parse(line, CultureInfo.InvariantCulture)), JsonSerializerOptions.Web));
    }

    private static async Task<Func<int, Task<RunResult>>> PreparedAsync(string peerName, Workload workload, Uri url)
    {
        if (workload.Name == Workload.Idle)
            return count => IdleRun.MeasureAsync(() => ConnectAsync(peerName, workload, url), count);
        var peer = await ConnectAsync(peerName, workload, url);
        if (workload.Name == Workload.Pending)
            await peer.HoldAsync(workload.Size);
        return workload.Name switch
        {
            Workload.Latency => count => LatencyRun.MeasureAsync(peer, count),
            Workload.Emit => count => ThroughputRun.MeasureAsync(count, peer.EmitAsync),
            Workload.Call => count => ThroughputRun.MeasureAsync(count, calls => peer.CallAsync(calls, inFlight: 1)),
            Workload.Calls or Workload.Pending => count => ThroughputRun.MeasureAsync(count, calls => peer.CallAsync(calls, Workload.CallsInFlight)),
            _ => count => ThroughputRun.MeasureAsync(count, messages => peer.ReceiveAsync(workload, messages)),
        };
    }

    private static async Task<IPeer> ConnectAsync(string peerName, Workload workload, Uri url)
    {
        var peer = PeerCatalog.Create(peerName, workload);
        await peer.ConnectAsync(url, workload);
        return peer;
    }
}
