using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Transports;

/// <summary>Carries Engine.IO packets for one session. Receiving and sending are independent of each other; each is done by one caller at a time.</summary>
/// <remarks>Disposing cuts the link: whatever is under way then fails soon, with any exception.</remarks>
internal interface ITransport : IAsyncDisposable
{
    /// <summary>How packets travel at the moment; changes once when polling is upgraded.</summary>
    TransportKind Kind { get; }

    /// <summary>Receives the next packet, valid until the next call.</summary>
    /// <returns>The packet, or null once the peer has closed the transport in an orderly way.</returns>
    /// <exception cref="TransportException">The transport broke.</exception>
    /// <exception cref="SocketIOProtocolException">What came is not Engine.IO, or exceeds a limit.</exception>
    ValueTask<EnginePacket?> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Tells the transport the session it serves, once, before anything is written.</summary>
    void Opened(Handshake handshake);

    /// <summary>Takes a packet into the batch being collected. The packet remains the caller's.</summary>
    ValueTask WriteAsync(OutgoingPacket packet, CancellationToken cancellationToken);

    /// <summary>Puts the batch on the wire.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>Closes in an orderly way, telling the peer. Disposing without it cuts the link.</summary>
    ValueTask CloseAsync(CancellationToken cancellationToken);
}
