using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>Warns of a handler that keeps a namespace's events waiting. It looks when an event finds others before it, so that it costs nothing where none waits.
/// Called by one thread at a time.</summary>
internal sealed class SlowHandlerWatch(HandlerLoop loop, string path, ClientCore core)
{
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromMinutes(1);

    private long _handledBefore = -1;
    private long? _standsStillSince;
    private bool _isReported;
    private long _dropped;
    private long? _lastDropWarning;

    /// <summary>An event arrived behind others.</summary>
    /// <param name="waiting">How many there are now.</param>
    public void OnWaiting(int waiting)
    {
        var handled = loop.Handled;
        if (handled != _handledBefore)
        {
            _handledBefore = handled;
            _standsStillSince = null;
            _isReported = false;
            return;
        }

        if (_isReported || core.Options.SlowHandlerWarning == Timeout.InfiniteTimeSpan)
            return;
        var now = core.Time.GetTimestamp();
        _standsStillSince ??= now;
        var standstill = core.Time.GetElapsedTime(_standsStillSince.Value, now);
        if (standstill < core.Options.SlowHandlerWarning || loop.Current is not { } current)
            return;
        _isReported = true;
        Log.HandlerSlow(core.Logger, current.Method.DisplayName, current.EventName, path, standstill, waiting);
    }

    /// <summary>An event was dropped, since too many wait.</summary>
    /// <param name="limit">The limit on them.</param>
    public void OnDropped(string limit)
    {
        _dropped++;
        core.Metrics.EventDropped(path);
        core.Limits.OnReached(limit);
        var now = core.Time.GetTimestamp();
        if (_lastDropWarning is { } last && core.Time.GetElapsedTime(last, now) < BetweenWarnings)
            return;
        _lastDropWarning = now;
        Log.EventsDropped(core.Logger, path, _dropped, loop.Current?.Method.DisplayName);
    }
}
