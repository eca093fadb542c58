using SocketIO.Namespaces.Benchmarks.Processes;

namespace SocketIO.Namespaces.Benchmarks.Scenarios;

/// <summary>Runs scenarios. The clients of one take turns, run by run, so that each of them meets the better and the worse moments of the machine.</summary>
internal sealed class Comparison(Servers servers, RunSettings settings, IReadOnlyList<string> peers, Action<string> progress)
{
    private readonly List<string> _failures = [];

    /// <summary>The clients that did not get to the end of a workload, and why.</summary>
    public IReadOnlyList<string> Failures => _failures;

    public async Task<IReadOnlyList<Measurement>> RunAsync(Scenario scenario)
    {
        var all = scenario.Workloads.SelectMany(_ => scenario.Peers.Intersect(peers), (workload, peer) => (workload, peer)).ToArray();
        if (!scenario.IsOneByOne)
            return await RunAsync(scenario, all);

        var measurements = new List<Measurement>();
        foreach (var one in all)
            measurements.AddRange(await RunAsync(scenario, [one]));
        return measurements;
    }

    private async Task<IReadOnlyList<Measurement>> RunAsync(Scenario scenario, IReadOnlyList<(Workload Workload, string Peer)> field)
    {
        var trials = new List<Trial>();
        try
        {
            foreach (var (workload, peer) in field)
            {
                progress($"{workload} {peer}");
                var trial = new Trial(peer, workload, settings);
                trials.Add(trial);
                await AttemptAsync(trial, async () => await trial.StartAsync(await servers.ForAsync(peer)), trials);
            }

            for (var turn = 0; turn < trials.Select(trial => trial.RunsWanted).DefaultIfEmpty().Max(); turn++)
            {
                foreach (var trial in trials.ToArray())
                    await AttemptAsync(trial, trial.RunAsync, trials);
            }

            return [.. trials.Select(trial => new Measurement(scenario.Name, trial.Workload.ToString(), trial.Peer, trial.Runs))];
        }
        finally
        {
            foreach (var trial in trials)
                await trial.DisposeAsync();
        }
    }

    private async Task AttemptAsync(Trial trial, Func<Task> step, List<Trial> trials)
    {
        try
        {
            await step();
        }
        catch (IOException exception)
        {
            _failures.Add($"{trial.Peer} did not manage {trial.Workload}: {exception.Message}");
            progress(_failures[^1]);
            trials.Remove(trial);
            await trial.DisposeAsync();
        }
    }
}
