using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>A callback to run with the answer.</summary>
internal sealed class PendingCallback(Action<IncomingPacket> run, Action<SocketIOException> giveUp) : PendingAck
{
    private readonly Lock _gate = new();
    private ITimer? _timeout;
    private bool _isSettled;

    /// <summary>Lets the callback be given up when time is over.</summary>
    public void ExpireBy(ITimer timeout)
    {
        lock (_gate)
        {
            if (!_isSettled)
            {
                _timeout = timeout;
                return;
            }
        }

        timeout.Dispose(); // the connection was lost a moment ago
    }

    /// <summary>Its packet was refused, of which the caller is told: nothing more will happen.</summary>
    public void Abandon()
    {
        lock (_gate)
            _isSettled = true;
        _timeout?.Dispose();
    }

    public override void Complete(IncomingPacket packet)
    {
        Abandon();
        run(packet);
    }

    public override void Fail(SocketIOException reason)
    {
        Abandon();
        giveUp(reason);
    }
}
