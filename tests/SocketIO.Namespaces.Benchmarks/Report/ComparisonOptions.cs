using SocketIO.Namespaces.Benchmarks.Peers;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>The command line of the verb <c>compare</c>.</summary>
internal sealed record ComparisonOptions(RunSettings Settings, IReadOnlyList<Scenario> Scenarios, IReadOnlyList<string> Peers, string? JsonFile)
{
    public static readonly string Usage = $"""
        compare [--quick] [--only scenario,...] [--peers peer,...] [--runs N] [--seconds S] [--json file]
        micro [filter] [options of BenchmarkDotNet]

        scenarios: {string.Join(", ", ScenarioCatalog.All.Select(scenario => scenario.Name))}
        peers: {string.Join(", ", PeerNames.All)}
        """;

    /// <exception cref="ArgumentException">An option is unknown, or has no such value.</exception>
    public static ComparisonOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new ComparisonOptions(RunSettings.Full, ScenarioCatalog.All, PeerNames.All, JsonFile: null);
        if (arguments.Contains("--quick"))
            options = options with { Settings = RunSettings.Quick };
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] != "--quick")
                options = options.With(arguments[i], ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} has no value."));
        }

        return options;
    }

    private ComparisonOptions With(string option, string value) => option switch
    {
        "--only" => this with { Scenarios = [.. value.Split(',').Select(name => ScenarioCatalog.All.First(scenario => scenario.Name == name))] },
        "--peers" => this with { Peers = value.Split(',') },
        "--runs" => this with { Settings = Settings with { Runs = int.Parse(value, CultureInfo.InvariantCulture) } },
        "--seconds" => this with { Settings = Settings with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) } },
        "--json" => this with { JsonFile = value },
        _ => throw new ArgumentException($"There is no option {option}."),
    };
}
