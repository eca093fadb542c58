using System.Threading.Tasks.Sources;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Engine;

/// <summary>A transport whose session ends between the moment when it is asked for a packet and the moment when it fails; it knows whether anybody sees
/// the failure.</summary>
internal sealed class OvertakenTransport : ITransport, IValueTaskSource<EnginePacket?>
{
    public Action EndSession { get; set; } = () => { };

    public bool IsFailureSeen { get; private set; }

    public TransportKind Kind => TransportKind.WebSocket;

    public ValueTask<EnginePacket?> ReceiveAsync(CancellationToken cancellationToken)
    {
        EndSession();
        return new ValueTask<EnginePacket?>(this, token: 0);
    }

    public EnginePacket? GetResult(short token)
    {
        IsFailureSeen = true;
        throw new TransportException("The connection was reset.");
    }

    public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Faulted;

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => continuation(state);

    public void Opened(Handshake handshake)
    {
    }

    public ValueTask WriteAsync(OutgoingPacket packet, CancellationToken cancellationToken) => default;

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public ValueTask CloseAsync(CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync() => default;
}
