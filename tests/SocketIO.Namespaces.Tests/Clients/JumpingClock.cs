namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>A clock whose hands somebody moves, while time itself goes on as before.</summary>
internal sealed class JumpingClock(TimeProvider time) : TimeProvider
{
    private TimeSpan _offset;

    public override long TimestampFrequency => time.TimestampFrequency;

    public void Jump(TimeSpan by) => _offset += by;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + _offset;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
