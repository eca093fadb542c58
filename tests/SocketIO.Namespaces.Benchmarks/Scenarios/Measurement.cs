namespace SocketIO.Namespaces.Benchmarks.Scenarios;

/// <summary>The runs of one client with one workload, and their medians.</summary>
internal sealed record Measurement(string Scenario, string Workload, string Peer, IReadOnlyList<Run> Runs)
{
    public double Rate => Median(run => run.Client.Messages / run.Client.Seconds);

    public double CpuMicroseconds => Median(run => run.Client.CpuSeconds / run.Client.Messages * 1e6);

    public double ServerCpuMicroseconds => Median(run => run.ServerCpuSeconds / run.Client.Messages * 1e6);

    /// <summary>The share of one core that the server had to spend; where it comes near 1, the server may have been the bottleneck.</summary>
    public double ServerLoad => Median(run => run.ServerCpuSeconds / run.Client.Seconds);

    /// <summary>Per message; null where nobody counts.</summary>
    public double? AllocatedBytes
        => Runs.All(run => run.Client.AllocatedBytes is not null) ? Median(run => (double)run.Client.AllocatedBytes! / run.Client.Messages) : null;

    public IReadOnlyDictionary<string, double> Figures
        => (Runs[0].Client.Figures ?? new Dictionary<string, double>()).Keys.ToDictionary(name => name, name => Median(run => run.Client.Figures![name]));

    /// <summary>The rate in that of another of the same scenario: the median of what it was in each turn, since the machine may be slower in one than in the next.</summary>
    public double RatioTo(Measurement other)
        => Median(Runs.Zip(other.Runs, static (own, others) => own.Client.Messages / own.Client.Seconds * others.Client.Seconds / others.Client.Messages));

    private double Median(Func<Run, double> figure) => Median(Runs.Select(figure));

    private static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
