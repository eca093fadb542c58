using SocketIO.Namespaces.Engine;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Ends a session whose server announces attachments and does not send them. One timer looks after all packets of a session: it runs only
/// while one of them may be late, and is not touched by those that come complete in time.</summary>
/// <remarks><see cref="Begin"/>, <see cref="End"/> and <see cref="Dispose"/> are for the read loop.</remarks>
internal sealed class AttachmentDeadline(EngineSession session, TimeSpan limit, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private long? _since;
    private ITimer? _timer;
    private bool _isRunning;

    /// <summary>A packet waits for attachments.</summary>
    public void Begin()
    {
        if (limit == Timeout.InfiniteTimeSpan)
            return;
        lock (_gate)
        {
            if (_since is not null)
                return;
            _since = time.GetTimestamp();
            if (_isRunning)
                return;
            _isRunning = true;
            _timer ??= time.CreateTimer(static deadline => ((AttachmentDeadline)deadline!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>It is complete.</summary>
    public void End()
    {
        lock (_gate)
            _since = null;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _since = null;
            _timer?.Dispose();
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            _isRunning = _since is not null;
            if (_since is not { } since)
                return;
            var left = limit - time.GetElapsedTime(since);
            if (left > TimeSpan.Zero)
            {
                _timer!.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        session.End(
            DisconnectReason.ParseError,
            new SocketIOProtocolException($"A packet's attachments did not all come within {limit.TotalSeconds:0.###} s ({nameof(SocketIOLimits)}.{nameof(SocketIOLimits.AttachmentTime)}).") { Limit = nameof(SocketIOLimits.AttachmentTime) });
    }
}
