using SocketIO.Namespaces.Benchmarks.Processes;
using SocketIO.Namespaces.Benchmarks.Server;

namespace SocketIO.Namespaces.Benchmarks.Scenarios;

/// <summary>One client at one workload: warms it up, finds how many messages it manages in the time of a run, and measures its runs.</summary>
internal sealed class Trial(string peer, Workload workload, RunSettings settings) : IAsyncDisposable
{
    private const int Unit = FloodPackets.Period;

    /// <summary>The samples of a latency run: the time of a run is what they take.</summary>
    private const int SamplesPerSecond = 400;

    /// <summary>Warm is who has computed for some time, and needs no longer visibly less of it from one run to the next.</summary>
    private const double Improvement = 0.9;

    /// <summary>How many times the warm-up may last at most: for clients that wait most of the time.</summary>
    private const double Patience = 3;

    private readonly List<Run> _runs = [];
    private ClientProcess? _client;
    private ServerProcess? _server;
    private int _count;

    public string Peer => peer;

    public Workload Workload => workload;

    /// <summary>How often to run it.</summary>
    public int RunsWanted => workload.Name == Workload.Idle ? 1 : settings.Runs;

    public IReadOnlyList<Run> Runs => _runs;

    /// <summary>Connects the client to a server and warms it up.</summary>
    /// <exception cref="IOException">The client failed.</exception>
    public async Task StartAsync(ServerProcess server)
    {
        _server = server;
        _client = await ClientProcess.StartAsync(peer, workload, server.Url);
        _count = workload.Name switch
        {
            Workload.Idle => workload.Size,
            Workload.Latency => await WarmUpLatencyAsync(_client),
            _ => await WarmUpAsync(_client),
        };
    }

    /// <summary>Measures one run.</summary>
    /// <exception cref="IOException">The client failed.</exception>
    public async Task RunAsync()
    {
        var cpu = _server!.CpuTime;
        var result = await _client!.RunAsync(_count);
        _runs.Add(new(result, (_server.CpuTime - cpu).TotalSeconds));
    }

    public ValueTask DisposeAsync() => _client?.DisposeAsync() ?? default;

    /// <returns>The number of samples for a run.</returns>
    private async Task<int> WarmUpLatencyAsync(ClientProcess client)
    {
        await client.RunAsync((int)(SamplesPerSecond * settings.WarmUpSeconds) + 1);
        return (int)(SamplesPerSecond * settings.Seconds) + 1;
    }

    /// <returns>The number of messages for a run.</returns>
    private async Task<int> WarmUpAsync(ClientProcess client)
    {
        var started = Stopwatch.GetTimestamp();
        var cpu = 0.0;
        var lastCost = double.MaxValue;
        var count = Unit;
        while (true)
        {
            var result = await client.RunAsync(count);
            var cost = result.CpuSeconds / result.Messages;
            var improves = cost < lastCost * Improvement;
            lastCost = cost;
            cpu += result.CpuSeconds;
            count = Fitting(result.Messages / result.Seconds * settings.Seconds, atMost: count * 8);
            var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            if ((cpu >= settings.WarmUpSeconds && !improves) || elapsed >= settings.WarmUpSeconds * Patience)
                return count;
        }
    }

    private static int Fitting(double count, int atMost) => Math.Clamp((int)(count / Unit), 1, atMost / Unit) * Unit;
}
