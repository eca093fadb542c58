using SocketIO.Namespaces.Benchmarks.Scenarios;
using SocketIO.Namespaces.Benchmarks.Server;

namespace SocketIO.Namespaces.Benchmarks.Peers;

/// <summary>Opens many connections of one client in this process, and measures what they cost while nothing happens.</summary>
internal static class IdleRun
{
    private const int Dials = 16;

    /// <summary>What was used a moment ago is compiled once more, in the background.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    public static async Task<RunResult> MeasureAsync(Func<Task<IPeer>> connect, int count)
    {
        var peers = new List<IPeer> { await connect() };
        var (heap, resident) = Memory();
        var started = Stopwatch.GetTimestamp();
        await Workers.RunAsync(count - 1, Dials, async () =>
        {
            var peer = await connect();
            lock (peers)
                peers.Add(peer);
        });
        var connecting = Stopwatch.GetElapsedTime(started);
        var (heapNow, residentNow) = Memory();
        await Task.Delay(Settling);
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.Delay(FloodSessions.PingInterval);
        var idle = Environment.CpuUsage.TotalTime - cpu;
        GC.KeepAlive(peers);
        return new(count, connecting.TotalSeconds, idle.TotalSeconds, Figures: new Dictionary<string, double>
        {
            [Figure.HeapKilobytes] = (heapNow - heap) / 1024.0 / (count - 1),
            [Figure.ResidentKilobytes] = (residentNow - resident) / 1024.0 / (count - 1),
            [Figure.ProcessMegabytes] = residentNow / 1048576.0,
            [Figure.IdleCpu] = idle.TotalMilliseconds / FloodSessions.PingInterval.TotalSeconds,
            [Figure.ConnectsPerSecond] = (count - 1) / connecting.TotalSeconds,
        });
    }

    /// <summary>What is left when all that can be collected is gone and given back.</summary>
    private static (long Heap, long Resident) Memory()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
    }
}
