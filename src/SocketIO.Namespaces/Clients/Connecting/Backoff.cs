namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>How long to wait before trying again.</summary>
internal static class Backoff
{
    /// <summary>The pace for faults that trying again is not likely to fix, such as a 401 or a bad certificate.</summary>
    private static readonly TimeSpan SlowPace = TimeSpan.FromMinutes(1);

    // 2^30 times any sensible delay is past any sensible cap; more would overflow.
    private const int LargestExponent = 30;

    /// <summary>The wait before a dial: doubling up to the cap, then varied at random so that clients do not return in step.</summary>
    /// <param name="options">The delays.</param>
    /// <param name="attempt">0 for the first dial.</param>
    public static TimeSpan Delay(ReconnectionOptions options, int attempt)
    {
        var doubled = options.Delay.TotalSeconds * Math.Pow(2, Math.Clamp(attempt, 0, LargestExponent)); // in seconds, since a TimeSpan overflows
        return Vary(doubled < options.MaxDelay.TotalSeconds ? TimeSpan.FromSeconds(doubled) : options.MaxDelay, options);
    }

    /// <summary>The wait after a fault that trying again is not likely to fix: never shorter than after others.</summary>
    public static TimeSpan SlowDelay(ReconnectionOptions options) => Vary(SlowPace > options.MaxDelay ? SlowPace : options.MaxDelay, options);

    /// <summary>Varies a wait at random by <see cref="ReconnectionOptions.RandomizationFactor"/> in both directions.</summary>
    public static TimeSpan Vary(TimeSpan wait, ReconnectionOptions options)
        => wait * (1 + (options.RandomizationFactor * ((2 * options.Randomizer()) - 1)));
}
