using SocketIO.Namespaces.Benchmarks.Processes;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>The verb <c>compare</c>.</summary>
internal static class CompareCommand
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (Parse(arguments) is not { } options)
            return 2;
        await RunAsync(options);
        return 0;
    }

    private static ComparisonOptions? Parse(string[] arguments)
    {
        try
        {
            return ComparisonOptions.Parse(arguments);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            Console.Error.WriteLine($"{exception.Message}\n\n{ComparisonOptions.Usage}");
            return null;
        }
    }

    private static async Task RunAsync(ComparisonOptions options)
    {
        await using var servers = new Servers();
        var comparison = new Comparison(servers, options.Settings, await AvailableAsync(options.Peers), Progress);
        var all = new List<Measurement>();
        Machine.This.Write(Console.Out, options.Settings);
        foreach (var scenario in options.Scenarios)
        {
            var measurements = await comparison.RunAsync(scenario);
            all.AddRange(measurements);
            ScenarioTable.Write(Console.Out, scenario, measurements);
        }

        foreach (var failure in comparison.Failures)
            Console.WriteLine(failure);
        TargetTable.Write(Console.Out, new(all));
        if (options.JsonFile is { } file)
            await JsonReport.WriteAsync(file, options.Settings, all, comparison.Failures);
    }

    private static async Task<IReadOnlyList<string>> AvailableAsync(IReadOnlyList<string> peers)
    {
        var available = new List<string>();
        foreach (var peer in peers)
        {
            if (await ClientPrograms.FaultAsync(peer) is { } fault)
                Progress($"{peer} is left out: {fault}");
            else
                available.Add(peer);
        }

        return available;
    }

    private static void Progress(string text) => Console.Error.WriteLine($"# {text}");
}
