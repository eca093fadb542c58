using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Engine;

/// <summary>The heartbeat of Engine.IO v3: this side pings, and the server is gone when nothing has come within its time-out after a ping.</summary>
/// <param name="time">The clock.</param>
/// <param name="handshake">How often to ping, and how long to wait.</param>
/// <param name="outbox">Where to put the pings.</param>
/// <param name="arrivals">How many packets have arrived so far: a pong may be stuck behind others.</param>
/// <param name="onSilence">Told that the peer is gone.</param>
internal sealed class ClientPings(TimeProvider time, Handshake handshake, Outbox outbox, Func<long> arrivals, Action onSilence)
    : Heartbeat(time, handshake.PingInterval, onSilence)
{
    private readonly Lock _gate = new();
    private bool _isWaiting;
    private long _arrivalsAtPing;

    public override void OnPing()
        => throw VersionMismatch.Create("The server pings, which is this client's part", EngineIOVersion.V3);

    public override void OnPong()
    {
        lock (_gate)
        {
            if (!_isWaiting) return;
            _isWaiting = false;
            Schedule(handshake.PingInterval);
        }
    }

    protected override bool Elapse()
    {
        lock (_gate)
        {
            if (!_isWaiting)
            {
                Ping();
                return false;
            }

            if (arrivals() == _arrivalsAtPing) return true;

            // The next ping comes an interval after the last one, so that silence from now on is noticed as soon as ever.
            _isWaiting = false;
            var rest = handshake.PingInterval - handshake.PingTimeout;
            if (rest > TimeSpan.Zero) Schedule(rest);
            else Ping();
            return false;
        }
    }

    private void Ping()
    {
        _isWaiting = true;
        _arrivalsAtPing = arrivals();
        var ping = OutgoingPacket.Control("2"u8);
        if (!outbox.TryEnqueueFirst(ping)) ping.Dispose();
        Schedule(handshake.PingTimeout);
    }
}
