using System.Collections.Concurrent;

namespace SocketIO.Namespaces.InteropTests.Faults.Watching;

/// <summary>Knows the timers that have been made and not been disposed, and for how long they were set.</summary>
internal sealed class CountingTimeProvider(TimeProvider inner) : TimeProvider
{
    private readonly ConcurrentDictionary<CountedTimer, TimeSpan> _timers = new();
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    /// <summary>How long each timer that is there was set for.</summary>
    public ICollection<TimeSpan> Timers => _timers.Values;

    /// <summary>How long all timers so far were set for, in order.</summary>
    public IReadOnlyCollection<TimeSpan> Waits => _waits;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new CountedTimer(this, inner.CreateTimer(callback, state, dueTime, period));
        Note(timer, dueTime);
        return timer;
    }

    private void Note(CountedTimer timer, TimeSpan dueTime)
    {
        _timers[timer] = dueTime;
        _waits.Enqueue(dueTime);
    }

    private sealed class CountedTimer(CountingTimeProvider clock, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (clock._timers.ContainsKey(this)) clock.Note(this, dueTime);
            return inner.Change(dueTime, period);
        }

        public void Dispose()
        {
            clock._timers.TryRemove(this, out _);
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            clock._timers.TryRemove(this, out _);
            return inner.DisposeAsync();
        }
    }
}
