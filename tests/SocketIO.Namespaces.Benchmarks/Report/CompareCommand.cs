using SocketIO.Namespaces.Benchmarks.Processes;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>The verb <c>compare</c>.</summary>
internal static class CompareCommand
{
    public static async Task<int> RunAsync(ComparisonOptions options)
    {
        await using var server = await ServerProcess.StartAsync("server");
        var comparison = new Comparison(server, options.Settings, options.Peers, Progress);
        var all = new List<Measurement>();
        foreach (var scenario in options.Scenarios)
        {
            var measurements = await comparison.RunAsync(scenario);
            all.AddRange(measurements);
            ScenarioTable.Write(Console.Out, scenario, measurements);
        }

        TargetTable.Write(Console.Out, new(all));
        if (options.JsonFile is { } file)
            await JsonReport.WriteAsync(file, options.Settings, all);
        return 0;
    }

    private static void Progress(string text) => Console.Error.WriteLine($"# {text}");
}
