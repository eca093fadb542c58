namespace SocketIO.Namespaces.Benchmarks.Scenarios;

/// <summary>How long to measure.</summary>
/// <param name="Runs">The runs of which the median counts.</param>
/// <param name="Seconds">How long one run should take, about.</param>
internal sealed record RunSettings(int Runs, double Seconds)
{
    private const double WarmUpRuns = 1.5;

    public static readonly RunSettings Full = new(Runs: 5, Seconds: 2.5);

    public static readonly RunSettings Quick = new(Runs: 3, Seconds: 0.4);

    /// <summary>How long a client must have computed before it counts as warm.</summary>
    public double WarmUpSeconds => Seconds * WarmUpRuns;
}
