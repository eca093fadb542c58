using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.TestDoubles;

/// <summary>Receives as polling does: what the server has sent has arrived, and whoever waits for more has a poll under way, which only a packet
/// ends.</summary>
internal sealed class InMemoryPollingTransport(InMemoryServer server) : InMemoryTransport(server), IPausableTransport
{
    private readonly PollingGate _gate = new();

    public Task PauseAsync() => _gate.PauseAsync();

    public void Resume() => _gate.Resume();

    public void Retire() => _gate.Retire();

    public override async ValueTask<EnginePacket?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (Server.ToClient.TryPeek(out _)) return await base.ReceiveAsync(cancellationToken);
        if (!await _gate.EnterAsync()) return null;
        try
        {
            return await base.ReceiveAsync(cancellationToken);
        }
        finally
        {
            _gate.Exit();
        }
    }

    public override ValueTask DisposeAsync()
    {
        _gate.Retire();
        return base.DisposeAsync();
    }
}
