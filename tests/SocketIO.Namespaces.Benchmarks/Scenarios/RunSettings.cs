namespace SocketIO.Namespaces.Benchmarks.Scenarios;

/// <summary>How long to measure.</summary>
/// <param name="Runs">The runs of which the median counts.</param>
/// <param name="Seconds">How long one run should take, about.</param>
/// <param name="WarmUpSeconds">How much processor time a client must have used before it counts as warm: .NET needs about two seconds
/// until all is compiled for the last time.</param>
internal sealed record RunSettings(int Runs, double Seconds, double WarmUpSeconds)
{
    public static readonly RunSettings Full = new(Runs: 5, Seconds: 2.5, WarmUpSeconds: 4);

    public static readonly RunSettings Quick = new(Runs: 3, Seconds: 0.3, WarmUpSeconds: 2.2);
}
