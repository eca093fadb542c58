using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Transports;

/// <summary>Carries Engine.IO packets for one session. Receiving and sending are independent of each other; each is done by one caller at a time.</summary>
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

/// <summary>Opens transports.</summary>
internal interface ITransportConnector
{
    /// <summary>Opens a transport to the server. Its first packet is the session's handshake, unless the request names a session.</summary>
    /// <exception cref="TransportException">The server was not reached, or refused.</exception>
    ValueTask<ITransport> ConnectAsync(TransportKind kind, TransportRequest request, CancellationToken cancellationToken);
}

/// <summary>Where and how to connect a transport.</summary>
/// <param name="Url">Scheme, host and port, Engine.IO path and the user's query; the transport adds the protocol's own parameters.</param>
/// <param name="Headers">The headers of every request.</param>
/// <param name="Sid">The session to join, for an upgrade; null to start a new one.</param>
internal sealed record TransportRequest(Uri Url, IReadOnlyDictionary<string, string> Headers, string? Sid = null);

/// <summary>A transport could not be opened, or broke.</summary>
/// <param name="message">What happened, without secrets.</param>
/// <param name="innerException">The cause, if there is one.</param>
internal sealed class TransportException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The HTTP status of the refusal, where there was one.</summary>
    public System.Net.HttpStatusCode? StatusCode { get; init; }

    /// <summary>How long the server asks to be left alone (<c>Retry-After</c>), where it does.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
