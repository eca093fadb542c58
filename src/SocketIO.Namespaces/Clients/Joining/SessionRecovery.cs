using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>What one namespace remembers to get its session back after a loss (connection state recovery): the session's private id, and the offset
/// that came with the last event. The connection's read loop notes offsets, and nothing at all where the server gives no id.</summary>
internal sealed class SessionRecovery(TimeProvider time)
{
    private readonly Lock _gate = new();
    private volatile string? _pid;
    private byte[] _last = []; // the offset as a JSON string; both arrays are used again and again
    private int _lastLength;
    private byte[] _next = [];
    private int _nextLength;
    private bool _formatIsKnown;
    private DateTimeOffset _clock = time.GetUtcNow(); // the time when an offset was last known by it
    private long _clockRead = time.GetTimestamp();

    /// <summary>Whether the server can give the session back.</summary>
    public bool IsOn => _pid is not null;

    /// <summary>What to send with the next CONNECT; null if there is no session to ask for.</summary>
    public RecoveryRequest? Request()
    {
        lock (_gate)
            return _pid is { } pid ? new RecoveryRequest(pid, _last.AsSpan(0, _lastLength).ToArray()) : null;
    }

    /// <summary>The server has joined the namespace.</summary>
    /// <param name="pid">The private id it gave; null for none.</param>
    /// <returns>Whether it is the session of before.</returns>
    public bool Begin(string? pid)
    {
        lock (_gate)
        {
            if (pid is not null && pid == _pid)
                return true;
            Forget();
            _pid = pid;
            return false;
        }
    }

    /// <summary>The session is over: the next one begins anew.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _pid = null;
            _lastLength = 0;
            _nextLength = 0;
            _formatIsKnown = false;
        }
    }

    /// <summary>Copies an event's offset, to count from <see cref="Commit"/> on, and takes it away from the event's arguments.</summary>
    public void Read(IncomingPacket packet)
    {
        lock (_gate)
        {
            _nextLength = 0;
            if (packet.Id is not null || packet.ElementCount < 2)
                return; // the server can't replay what it wants acknowledged; and an event's name is no offset
            var last = packet.Element(packet.ElementCount - 1);
            if (last is not [(byte)'"', .. var text, (byte)'"'] || last.Length > RecoveryOffset.MaxLength)
                return;

            var isKnown = IsKnown(text);
            if (_formatIsKnown && !isKnown)
                return; // the last argument of a volatile event
            _formatIsKnown = isKnown;
            if (_next.Length < last.Length)
                _next = new byte[RecoveryOffset.MaxLength];
            last.CopyTo(_next);
            _nextLength = last.Length;
            if (isKnown)
                packet.DropLastElement();
        }
    }

    /// <summary>The event that was read has found its place in the inbox: the server need not send it again.</summary>
    public void Commit()
    {
        lock (_gate)
        {
            if (_nextLength == 0)
                return;
            (_last, _next) = (_next, _last);
            _lastLength = _nextLength;
            _nextLength = 0;
        }
    }

    /// <summary>Whether this is an offset, by the clock; or if that has been set since an offset was last known, by the time that has passed.</summary>
    private bool IsKnown(ReadOnlySpan<byte> text)
    {
        var now = time.GetUtcNow();
        if (!RecoveryOffset.IsKnown(text, now))
        {
            now = _clock + time.GetElapsedTime(_clockRead);
            if (!RecoveryOffset.IsKnown(text, now))
                return false;
        }

        (_clock, _clockRead) = (now, time.GetTimestamp());
        return true;
    }
}
