namespace SocketIO.Namespaces.Benchmarks.Peers;

/// <summary>What one run of a client took.</summary>
/// <param name="Messages">The messages received or sent.</param>
/// <param name="Seconds">The time from the first to the last.</param>
/// <param name="CpuSeconds">The processor time of the client's process.</param>
/// <param name="AllocatedBytes">What the client's process allocated; null where nobody counts.</param>
/// <param name="Figures">What else was measured, by name.</param>
internal sealed record RunResult(
    int Messages, double Seconds, double CpuSeconds, long? AllocatedBytes = null, IReadOnlyDictionary<string, double>? Figures = null);
