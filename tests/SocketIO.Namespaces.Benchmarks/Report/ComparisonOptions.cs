using SocketIO.Namespaces.Benchmarks.Peers;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>The command line of the verb <c>compare</c>.</summary>
internal sealed record ComparisonOptions(RunSettings Settings, IReadOnlyList<Scenario> Scenarios, IReadOnlyList<string> Peers, string? JsonFile)
{
    private const string QuickLook = "--quick";

    public static readonly string Usage = $"""
        compare [--quick] [--only scenario,...] [--peers peer,...] [--runs N] [--seconds S] [--json file]
        micro [filter] [options of BenchmarkDotNet]

        scenarios: {string.Join(", ", ScenarioCatalog.All.Select(scenario => scenario.Name))}
        peers: {string.Join(", ", PeerNames.All)}
        """;

    /// <exception cref="ArgumentException">An option is unknown, or has no such value.</exception>
    public static ComparisonOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = arguments.Contains(QuickLook)
            ? new ComparisonOptions(RunSettings.Quick, QuickScenarios(), [PeerNames.Raw, PeerNames.Ours], JsonFile: null)
            : new ComparisonOptions(RunSettings.Full, ScenarioCatalog.All, PeerNames.All, JsonFile: null);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] != QuickLook)
                options = options.With(arguments[i], ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} has no value."));
        }

        return options;
    }

    private static IReadOnlyList<Scenario> QuickScenarios()
        => [.. ScenarioCatalog.All.Where(scenario => !scenario.IsSlow).Select(scenario => scenario.ForQuickLook())];

    private ComparisonOptions With(string option, string value) => option switch
    {
        "--only" => this with { Scenarios = Chosen(value.Split(','), name => Scenarios.FirstOrDefault(scenario => scenario.Name == name)) },
        "--peers" => this with { Peers = Chosen(value.Split(','), name => PeerNames.All.FirstOrDefault(peer => peer == name)) },
        "--runs" => this with { Settings = Settings with { Runs = int.Parse(value, CultureInfo.InvariantCulture) } },
        "--seconds" => this with { Settings = Settings.Lasting(double.Parse(value, CultureInfo.InvariantCulture)) },
        "--json" => this with { JsonFile = value },
        _ => throw new ArgumentException($"There is no option {option}."),
    };

    private static IReadOnlyList<T> Chosen<T>(IEnumerable<string> names, Func<string, T?> find)
        => [.. names.Select(name => find(name) ?? throw new ArgumentException($"There is no {name}."))];
}
