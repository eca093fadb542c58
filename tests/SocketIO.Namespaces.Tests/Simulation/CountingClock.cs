using System.Collections.Concurrent;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>The real clock, which knows what timers there are.</summary>
internal sealed class CountingClock : TimeProvider
{
    private readonly ConcurrentDictionary<ITimer, TimeSpan> _timers = [];

    /// <summary>For how long each timer that has not been disposed was set when it was made.</summary>
    public IReadOnlyCollection<TimeSpan> Timers => [.. _timers.Values];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new CountedTimer(this, base.CreateTimer(callback, state, dueTime, period));
        _timers[timer] = dueTime;
        return timer;
    }

    private sealed class CountedTimer(CountingClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            clock._timers.TryRemove(this, out _);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
