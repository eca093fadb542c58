using System.Net.Http;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Diagnostics;

/// <summary>Tells that limits of <see cref="SocketIOLimits"/> were reached: counts each time, and logs each limit once a minute at most.</summary>
internal sealed class LimitReporter(ClientMetrics metrics, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan BetweenEntries = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _lastEntries = [];

    /// <summary>A limit was reached, of which the log is told elsewhere.</summary>
    public void OnReached(string limit) => metrics.LimitReached(limit);

    /// <summary>A connection ended, or could not be made; perhaps over a limit.</summary>
    public void OnEnded(Exception? failure)
    {
        if (LimitOf(failure) is { } limit)
            metrics.LimitReached(limit);
    }

    /// <summary>Something waits for room.</summary>
    /// <param name="limit">The limit's name.</param>
    /// <param name="what">What waits, and for what.</param>
    public void OnWaiting(string limit, string what)
    {
        metrics.LimitReached(limit);
        if (logger.IsEnabled(LogLevel.Debug) && IsDue(limit))
            Log.LimitWaitedFor(logger, limit, what);
    }

    /// <summary>A caller is refused; perhaps over a limit.</summary>
    public void OnRefused(string @namespace, SocketIOException refusal)
    {
        if (refusal.Limit is not { } limit)
            return;
        metrics.LimitReached(limit);
        if (logger.IsEnabled(LogLevel.Warning) && IsDue(limit))
            Log.EmitRefused(logger, @namespace, refusal.Message);
    }

    private static string? LimitOf(Exception? failure) => failure switch
    {
        null => null,
        SocketIOException { Limit: { } limit } => limit,
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => nameof(SocketIOLimits.ResponseHeaderBytes),
        _ => LimitOf(failure.InnerException),
    };

    private bool IsDue(string limit)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_lastEntries.TryGetValue(limit, out var last) && time.GetElapsedTime(last, now) < BetweenEntries)
                return false;
            _lastEntries[limit] = now;
            return true;
        }
    }
}
