using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Peers;

/// <summary>Measures single events on a connection that is idle before each of them. The monotonic clock is the machine's: client and server share it.</summary>
internal static class LatencyRun
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public static async Task<RunResult> MeasureAsync(IPeer peer, int count)
    {
        var there = new double[count];
        var andBack = new double[count];
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(Pause);
            var sent = Stopwatch.GetTimestamp();
            var received = await peer.StampAsync();
            andBack[i] = Stopwatch.GetElapsedTime(sent).TotalMicroseconds;
            there[i] = Stopwatch.GetElapsedTime(sent, received).TotalMicroseconds;
        }

        return new(
            count,
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            Figures: new Dictionary<string, double>
            {
                [Figure.EmitMedian] = Percentile(there, 0.5),
                [Figure.EmitSlow] = Percentile(there, 0.99),
                [Figure.RoundTripMedian] = Percentile(andBack, 0.5),
                [Figure.RoundTripSlow] = Percentile(andBack, 0.99),
            });
    }

    private static double Percentile(double[] values, double share)
    {
        Array.Sort(values);
        return values[(int)((values.Length - 1) * share)];
    }
}
