namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>What one measured value has to reach.</summary>
internal sealed record Target(string Id, string What, Func<Results, double?> Value, double Bound, bool IsUpperBound = false)
{
    public string Wanted => (IsUpperBound ? "≤ " : "≥ ") + Numbers.Short(Bound);

    public string Verdict(double? value) => value switch
    {
        null => "not measured",
        { } measured => (IsUpperBound ? measured <= Bound : measured >= Bound) ? "met" : "MISSED",
    };
}
