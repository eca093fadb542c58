using SocketIO.Namespaces.Benchmarks.Processes;
using SocketIO.Namespaces.Benchmarks.Server;

namespace SocketIO.Namespaces.Benchmarks.Scenarios;

/// <summary>Warms one client up, finds how many messages it manages in the time of a run, and measures its runs.</summary>
internal sealed class Trial(ClientProcess client, ServerProcess server, RunSettings settings)
{
    private const int Unit = FloodPackets.Period;

    /// <summary>The samples of a latency run: the time of a run is what they take.</summary>
    private const int SamplesPerSecond = 400;

    /// <summary>Warm is who has computed for some time, and needs no longer visibly less of it from one run to the next.</summary>
    private const double Improvement = 0.9;

    /// <summary>How many times the warm-up may last at most: for clients that wait most of the time.</summary>
    private const double Patience = 3;

    public async Task<IReadOnlyList<Run>> RunAsync(Workload workload) => workload.Name switch
    {
        Workload.Idle => [await RunAsync(workload.Size)],
        Workload.Latency => await MeasureLatencyAsync(),
        _ => await MeasureAsync(await WarmUpAsync()),
    };

    private async Task<IReadOnlyList<Run>> MeasureLatencyAsync()
    {
        await client.RunAsync((int)(SamplesPerSecond * settings.WarmUpSeconds) + 1);
        return await MeasureAsync((int)(SamplesPerSecond * settings.Seconds) + 1);
    }

    private async Task<IReadOnlyList<Run>> MeasureAsync(int count)
    {
        var runs = new List<Run>();
        while (runs.Count < settings.Runs)
            runs.Add(await RunAsync(count));
        return runs;
    }

    /// <returns>The number of messages for a run.</returns>
    private async Task<int> WarmUpAsync()
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

    private async Task<Run> RunAsync(int count)
    {
        var cpu = server.CpuTime;
        var result = await client.RunAsync(count);
        return new(result, (server.CpuTime - cpu).TotalSeconds);
    }
}
