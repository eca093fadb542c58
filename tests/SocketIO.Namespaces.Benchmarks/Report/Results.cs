using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>All measurements, by workload and client.</summary>
internal sealed class Results(IReadOnlyList<Measurement> measurements)
{
    public Measurement? Find(string workload, string peer)
        => measurements.FirstOrDefault(measurement => measurement.Workload == workload && measurement.Peer == peer);

    /// <summary>The rate of one client in that of another.</summary>
    public double? Ratio(string workload, string peer, string other) => Find(workload, peer)?.Rate / Find(workload, other)?.Rate;

    public double? Figure(string workload, string peer, string name)
        => Find(workload, peer)?.Figures.TryGetValue(name, out var figure) == true ? figure : null;

    /// <summary>Of the largest workload to the smallest: how much more time one message takes.</summary>
    public double? Growth(string peer, string smallest, string largest) => Find(smallest, peer)?.Rate / Find(largest, peer)?.Rate;
}
