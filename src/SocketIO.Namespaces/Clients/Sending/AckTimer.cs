namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>The one timer of all the acknowledgements that a namespace waits for. It runs while there is a deadline, towards the earliest. Not thread-safe.</summary>
internal sealed class AckTimer(TimeProvider time, Action onDue) : IDisposable
{
    // However many deadlines follow one another: who waits is not told to the millisecond.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private ITimer? _timer;
    private long _due = long.MaxValue;

    public long Now => time.GetTimestamp();

    /// <summary>The deadline of who waits from now on.</summary>
    public long DeadlineAfter(TimeSpan wait) => Now + (long)(wait.TotalSeconds * time.TimestampFrequency);

    /// <summary>Sees to it that it is due by this deadline.</summary>
    public void Arm(long deadline)
    {
        if (deadline >= _due)
            return;
        _due = deadline;
        var wait = time.GetElapsedTime(Now, deadline);
        _timer ??= time.CreateTimer(static onDue => ((Action)onDue!)(), onDue, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait < Shortest ? Shortest : wait > Longest ? Longest : wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>It is due: what follows arms it anew.</summary>
    public void Reset() => _due = long.MaxValue;

    /// <summary>Nobody waits any more.</summary>
    public void Disarm()
    {
        if (_due == long.MaxValue)
            return;
        Reset();
        _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        Reset();
        _timer?.Dispose();
        _timer = null;
    }
}
