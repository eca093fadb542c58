using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>Real transports, of which the ledger learns what is handed to them and how many are open.</summary>
internal sealed class WatchedConnector(ITransportConnector connector, Ledger ledger) : ITransportConnector, IDisposable
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public async ValueTask<ITransport> ConnectAsync(TransportKind kind, TransportRequest request, CancellationToken cancellationToken)
    {
        var transport = await connector.ConnectAsync(kind, request, cancellationToken);
        Interlocked.Increment(ref _open);
        return new WatchedTransport(this, transport);
    }

    public void Dispose() => (connector as IDisposable)?.Dispose();

    private sealed class WatchedTransport(WatchedConnector owner, ITransport transport) : ITransport
    {
        private int _isDisposed;

        public TransportKind Kind => transport.Kind;

        public ValueTask<EnginePacket?> ReceiveAsync(CancellationToken cancellationToken) => transport.ReceiveAsync(cancellationToken);

        public void Opened(Handshake handshake) => transport.Opened(handshake);

        public ValueTask WriteAsync(OutgoingPacket packet, CancellationToken cancellationToken)
        {
            owner.Ledger.OnHanded(packet.Text.Span);
            return transport.WriteAsync(packet, cancellationToken);
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken) => transport.FlushAsync(cancellationToken);

        public ValueTask CloseAsync(CancellationToken cancellationToken) => transport.CloseAsync(cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await transport.DisposeAsync();
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
                Interlocked.Decrement(ref owner._open);
        }
    }

    private Ledger Ledger => ledger;
}
