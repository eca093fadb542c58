using SocketIO.Namespaces.Benchmarks.Processes;

namespace SocketIO.Namespaces.Benchmarks.Scenarios;

/// <summary>Runs scenarios, one client after the other.</summary>
internal sealed class Comparison(Servers servers, RunSettings settings, IReadOnlyList<string> peers, Action<string> progress)
{
    private readonly List<string> _failures = [];

    /// <summary>The clients that did not get to the end of a workload, and why.</summary>
    public IReadOnlyList<string> Failures => _failures;

    public async Task<IReadOnlyList<Measurement>> RunAsync(Scenario scenario)
    {
        var measurements = new List<Measurement>();
        foreach (var workload in scenario.Workloads)
        {
            foreach (var peer in scenario.Peers.Intersect(peers))
            {
                if (await MeasureAsync(scenario, workload, peer) is { } measurement)
                    measurements.Add(measurement);
            }
        }

        return measurements;
    }

    private async Task<Measurement?> MeasureAsync(Scenario scenario, Workload workload, string peer)
    {
        progress($"{workload} {peer}");
        try
        {
            var server = await servers.ForAsync(peer);
            await using var client = await ClientProcess.StartAsync(peer, workload, server.Url);
            return new(scenario.Name, workload.ToString(), peer, await new Trial(client, server, settings).RunAsync(workload));
        }
        catch (IOException exception)
        {
            _failures.Add($"{peer} did not manage {workload}: {exception.Message}");
            progress(_failures[^1]);
            return null;
        }
    }
}
