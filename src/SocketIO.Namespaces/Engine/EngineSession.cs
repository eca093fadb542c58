using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Engine;

/// <summary>One Engine.IO session: handshake, heartbeat, reading and writing. It ends exactly once, with a reason.</summary>
internal sealed class EngineSession : IAsyncDisposable
{
    public Handshake Handshake => throw new NotImplementedException();

    public TransportKind Transport => throw new NotImplementedException();

    /// <summary>Completes, never faults, when the session has ended.</summary>
    public Task<EngineEnd> Completion => throw new NotImplementedException();

    /// <summary>Connects by the first transport that works, and shakes hands.</summary>
    /// <exception cref="TransportException">No transport could be opened; names each and why.</exception>
    /// <exception cref="SocketIOProtocolException">The server's handshake is not Engine.IO v4.</exception>
    public static Task<EngineSession> OpenAsync(EngineSettings settings, ITransportConnector connector, TransportRequest request, CancellationToken cancellationToken)
        => throw new NotImplementedException();

    /// <summary>Receives the next message, valid until the next call; answers pings on the way. One caller at a time.</summary>
    /// <returns>The message, or null once the session has ended.</returns>
    public ValueTask<EnginePacket?> ReceiveAsync() => throw new NotImplementedException();

    /// <summary>Puts a packet in line for the write loop, waiting for room; takes ownership of it, also when it fails.</summary>
    /// <returns>False if the session has ended: the packet was not sent, and remains the caller's.</returns>
    public ValueTask<bool> EnqueueAsync(OutgoingPacket packet, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Puts a packet in line whatever the bounds: for what the protocol owes the peer.</summary>
    /// <returns>False if the session has ended: the packet was not sent, and remains the caller's.</returns>
    public bool TryEnqueue(OutgoingPacket packet) => throw new NotImplementedException();

    /// <summary>Waits until what is in line now has been handed to the transport, or the session has ended.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Ends the session; the first reason given counts.</summary>
    public void End(DisconnectReason reason, Exception? exception = null) => throw new NotImplementedException();

    /// <summary>Flushes, closes the transport in an orderly way and ends the session as <see cref="DisconnectReason.ClientDisconnect"/>.</summary>
    public ValueTask CloseAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>After the end: the packets never handed to the transport, in order, now the caller's.</summary>
    public IReadOnlyList<OutgoingPacket> TakeUnsent() => throw new NotImplementedException();

    /// <summary>Ends the session and waits for its loops; never throws.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

/// <summary>Why a session ended.</summary>
internal sealed record EngineEnd(DisconnectReason Reason, Exception? Exception);

/// <summary>What a session takes from the client's options.</summary>
internal sealed record EngineSettings(
    IReadOnlyList<TransportKind> Transports,
    SocketIOLimits Limits,
    TimeProvider TimeProvider,
    Microsoft.Extensions.Logging.ILogger Logger);
