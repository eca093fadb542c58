namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>Figures as people read them.</summary>
internal static class Numbers
{
    private const string Missing = "–";

    /// <summary>With three significant digits or so.</summary>
    public static string Short(double? value) => value switch
    {
        null => Missing,
        { } number when Math.Abs(number) >= 100 => number.ToString("#,0", CultureInfo.InvariantCulture),
        { } number when Math.Abs(number) >= 10 => number.ToString("0.0", CultureInfo.InvariantCulture),
        { } number => number.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
