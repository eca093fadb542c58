namespace SocketIO.Namespaces.Benchmarks.Scenarios;

/// <summary>The names of what is measured besides rates.</summary>
internal static class Figure
{
    public const string EmitMedian = "emit p50 µs";
    public const string EmitSlow = "emit p99 µs";
    public const string RoundTripMedian = "round trip p50 µs";
    public const string RoundTripSlow = "round trip p99 µs";

    public const string HeapKilobytes = "heap KiB each";
    public const string ResidentKilobytes = "resident KiB each";
    public const string ProcessMegabytes = "process MiB";
    public const string IdleCpu = "idle CPU ms/s";
    public const string ConnectsPerSecond = "connects/s";

    /// <summary>What a user's own object takes of a received message.</summary>
    public const string OwnBytes = "own objects B";
}
