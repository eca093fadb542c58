using SocketIO.Namespaces.Benchmarks.Peers;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>The command line of the verb <c>compare</c>.</summary>
internal sealed record ComparisonOptions(
    RunSettings Settings, IReadOnlyList<Scenario> Catalog, IReadOnlyList<Scenario> Scenarios, IReadOnlyList<string> Peers, string? JsonFile = null)
{
    private const string QuickLook = "--quick";

    public static readonly string Usage = $"""
        compare [--quick] [--only scenario,...] [--peers peer,...] [--runs N] [--seconds S] [--warm-up S] [--json file]
        micro [filter] [options of BenchmarkDotNet]

        scenarios: {string.Join(", ", ScenarioCatalog.All.Select(scenario => scenario.Name))}
        peers: {string.Join(", ", PeerNames.All)}
        """;

    /// <exception cref="ArgumentException">An option is unknown, or has no such value.</exception>
    public static ComparisonOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = arguments.Contains(QuickLook) ? Quick() : new(RunSettings.Full, ScenarioCatalog.All, ScenarioCatalog.All, PeerNames.All);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] != QuickLook)
                options = options.With(arguments[i], ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} has no value."));
        }

        return options;
    }

    private static ComparisonOptions Quick()
    {
        Scenario[] catalog = [.. ScenarioCatalog.All.Select(scenario => scenario.ForQuickLook())];
        return new(RunSettings.Quick, catalog, [.. catalog.Where(scenario => !scenario.IsSlow)], [PeerNames.Raw, PeerNames.Ours]);
    }

    private ComparisonOptions With(string option, string value) => option switch
    {
        "--only" => this with { Scenarios = Chosen(value.Split(','), name => Catalog.FirstOrDefault(scenario => scenario.Name == name)) },
        "--peers" => this with { Peers = Chosen(value.Split(','), name => PeerNames.All.FirstOrDefault(peer => peer == name)) },
        "--runs" => this with { Settings = Settings with { Runs = Positive(option, int.Parse(value, CultureInfo.InvariantCulture)) } },
        "--seconds" => this with { Settings = Settings with { Seconds = Positive(option, double.Parse(value, CultureInfo.InvariantCulture)) } },
        "--warm-up" => this with { Settings = Settings with { WarmUpSeconds = double.Parse(value, CultureInfo.InvariantCulture) } },
        "--json" => this with { JsonFile = value },
        _ => throw new ArgumentException($"There is no option {option}."),
    };

    private static T Positive<T>(string option, T value)
        where T : INumber<T>
        => T.IsPositive(value) && value != T.Zero && T.IsFinite(value) ? value : throw new ArgumentException($"{option} must be more than 0, not {value}.");

    private static IReadOnlyList<T> Chosen<T>(IEnumerable<string> names, Func<string, T?> find)
        => [.. names.Select(name => find(name) ?? throw new ArgumentException($"There is no {name}."))];
}
