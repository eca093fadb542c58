using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>All measurements, by workload and client.</summary>
internal sealed class Results(IReadOnlyList<Measurement> measurements)
{
    public Measurement? Find(string workload, string peer)
        => measurements.FirstOrDefault(measurement => measurement.Workload == workload && measurement.Peer == peer);

    /// <summary>The rate of one client in that of another.</summary>
    public double? Ratio(string workload, string peer, string other) => Ratio(Find(workload, peer), Find(workload, other));

    /// <summary>The rate of one workload in that of another of the same scenario.</summary>
    public double? RatioWithin(string scenario, string peer, string workload, string other)
    {
        return Ratio(Of(workload), Of(other));

        Measurement? Of(string name) => measurements.FirstOrDefault(measurement => measurement.Scenario == scenario && measurement.Workload == name && measurement.Peer == peer);
    }

    public double? Figure(string workload, string peer, string name)
        => Find(workload, peer)?.Figures.TryGetValue(name, out var figure) == true ? figure : null;

    /// <summary>Of the largest workload to the smallest: how much more time one message takes.</summary>
    public double? Growth(string peer, string smallest, string largest) => Ratio(Find(smallest, peer), Find(largest, peer));

    private static double? Ratio(Measurement? one, Measurement? other) => one is null || other is null ? null : one.RatioTo(other);
}
