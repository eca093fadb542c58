using SocketIO.Namespaces.Benchmarks.Peers;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>What was measured in one scenario.</summary>
internal static class ScenarioTable
{
    /// <summary>From here on the server may be the bottleneck, so that the rate says little of the client.</summary>
    private const double FullLoad = 0.9;

    public static void Write(TextWriter output, Scenario scenario, IReadOnlyList<Measurement> measurements)
    {
        if (measurements.Count == 0)
            return;
        output.WriteLine($"### {scenario.Name}: {scenario.Title}");
        output.WriteLine();
        if (measurements.Any(measurement => measurement.Figures.Count > 0))
            WriteFigures(output, measurements);
        else
            WriteRates(output, measurements);
    }

    private static void WriteRates(TextWriter output, IReadOnlyList<Measurement> measurements)
    {
        var table = new TextTable("workload", "client", "per second", "× raw", "client CPU µs", "allocated B", "server CPU µs", "server load");
        foreach (var each in measurements)
        {
            var raw = measurements.FirstOrDefault(other => other.Peer == PeerNames.Raw && other.Workload == each.Workload);
            table.Add(
                each.Workload,
                each.Peer,
                Numbers.Short(each.Rate),
                Numbers.Short(raw is null ? null : each.RatioTo(raw)),
                Numbers.Short(each.CpuMicroseconds),
                Numbers.Short(each.AllocatedBytes),
                Numbers.Short(each.ServerCpuMicroseconds),
                Numbers.Short(each.ServerLoad) + (each.ServerLoad > FullLoad ? " (!)" : ""));
        }

        table.Write(output);
    }

    private static void WriteFigures(TextWriter output, IReadOnlyList<Measurement> measurements)
    {
        var names = measurements.SelectMany(measurement => measurement.Figures.Keys).Distinct().ToArray();
        var table = new TextTable(["workload", "client", .. names]);
        foreach (var each in measurements)
            table.Add([each.Workload, each.Peer, .. names.Select(name => Numbers.Short(each.Figures.TryGetValue(name, out var figure) ? figure : null))]);
        table.Write(output);
    }
}
