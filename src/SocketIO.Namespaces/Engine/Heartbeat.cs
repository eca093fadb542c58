using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Engine;

/// <summary>Finds out that the peer of a session is gone, by pings that one side owes the other. Tells it once, by a callback.</summary>
internal abstract class Heartbeat : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private readonly Action _onSilence;
    private bool _isEnding;

    /// <param name="time">The clock.</param>
    /// <param name="first">When <see cref="Elapse"/> is due for the first time.</param>
    /// <param name="onSilence">Told that the peer is gone.</param>
    protected Heartbeat(TimeProvider time, TimeSpan first, Action onSilence)
    {
        _onSilence = onSilence;
        _timer = time.CreateTimer(static heartbeat => ((Heartbeat)heartbeat!).OnTimer(), this, first, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The peer has sent a ping.</summary>
    public abstract void OnPing();

    /// <summary>The peer has answered a ping.</summary>
    public virtual void OnPong()
    {
    }

    /// <summary>From now on the peer has only so long, whatever it sends.</summary>
    public void EndWithin(TimeSpan time)
    {
        lock (_gate)
        {
            _isEnding = true;
            _timer.Change(time, Timeout.InfiniteTimeSpan);
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    /// <summary>Makes <see cref="Elapse"/> due after a time; what was due before is not any more.</summary>
    protected void Schedule(TimeSpan time)
    {
        lock (_gate)
        {
            if (!_isEnding) _timer.Change(time, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The time scheduled is over.</summary>
    /// <returns>Whether the peer is gone.</returns>
    protected abstract bool Elapse();

    private void OnTimer()
    {
        if (_isEnding || Elapse()) _onSilence();
    }
}
