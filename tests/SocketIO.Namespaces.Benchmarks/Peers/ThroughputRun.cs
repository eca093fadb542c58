namespace SocketIO.Namespaces.Benchmarks.Peers;

/// <summary>Measures how long a number of messages takes, and what it costs.</summary>
internal static class ThroughputRun
{
    public static async Task<RunResult> MeasureAsync(int count, Func<int, Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await work(count);
        var elapsed = Stopwatch.GetElapsedTime(started);
        return new(
            count,
            elapsed.TotalSeconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }
}
