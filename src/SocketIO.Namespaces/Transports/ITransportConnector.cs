namespace SocketIO.Namespaces.Transports;

/// <summary>Opens transports.</summary>
internal interface ITransportConnector
{
    /// <summary>Opens a transport to the server. Its first packet is the session's handshake, unless the request names a session.</summary>
    /// <exception cref="TransportException">The server was not reached, or refused.</exception>
    /// <exception cref="SocketIOProtocolException">The server speaks another version of the protocol.</exception>
    /// <exception cref="ArgumentException">A header of the request cannot be sent.</exception>
    ValueTask<ITransport> ConnectAsync(TransportKind kind, TransportRequest request, CancellationToken cancellationToken);
}
