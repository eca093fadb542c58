using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Engine;

/// <summary>The heartbeat of Engine.IO v4: the server pings, and is gone when it has not for its interval and time-out together.</summary>
internal sealed class ServerPings(TimeProvider time, Handshake handshake, Outbox outbox, Action onSilence)
    : Heartbeat(time, handshake.HeartbeatDeadline, onSilence)
{
    public override void OnPing()
    {
        Schedule(handshake.HeartbeatDeadline);
        var pong = OutgoingPacket.Control("3"u8);
        if (!outbox.TryEnqueueFirst(pong)) pong.Dispose();
    }

    protected override bool Elapse() => true;
}
