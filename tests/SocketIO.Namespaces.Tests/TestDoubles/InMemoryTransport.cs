using System.Threading.Channels;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.TestDoubles;

/// <summary>The client's end of an in-memory transport. Like a real one it sends nothing before it is flushed, and reuses its receive buffer.</summary>
internal class InMemoryTransport(InMemoryServer server) : ITransport
{
    private readonly List<InMemoryMessage> _batch = [];
    private byte[] _received = [];

    protected InMemoryServer Server => server;

    public TransportKind Kind => server.Kind;

    public Handshake? Handshake { get; private set; }

    public void Opened(Handshake handshake) => Handshake = handshake;

    public virtual async ValueTask<EnginePacket?> ReceiveAsync(CancellationToken cancellationToken)
    {
        Array.Clear(_received);         // a packet is valid until the next call and no longer
        InMemoryMessage message;
        try
        {
            message = await server.ToClient.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            return e.InnerException is null ? null : throw e.InnerException;
        }

        _received = message.Data;
        return message.IsBinary ? new EnginePacket(EnginePacketType.Message, _received, IsBinary: true) : EnginePacket.Decode(_received);
    }

    public ValueTask WriteAsync(OutgoingPacket packet, CancellationToken cancellationToken)
    {
        _batch.Add(new(packet.Text.ToArray(), IsBinary: false));
        for (var i = 0; i < packet.AttachmentCount; i++) _batch.Add(new(packet.Attachment(i).ToArray(), IsBinary: true));
        return default;
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await server.TakeAsync(_batch, cancellationToken);
        _batch.Clear();
    }

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        await server.TakeAsync([], cancellationToken);
        server.ClientCloses();
    }

    public virtual ValueTask DisposeAsync()
    {
        server.ClientGoes();
        return default;
    }
}
