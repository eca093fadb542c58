using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>One call of a handler: what it is given, and the acknowledgement it leaves.</summary>
internal sealed class HandlerInvocation
{
    public required HandlerKind Kind { get; init; }

    public required string Namespace { get; init; }

    public required string EventName { get; init; }

    /// <summary>The event or acknowledgement; null for connect, connect_error and disconnect. Not owned.</summary>
    public IncomingPacket? Packet { get; init; }

    /// <summary>The <see cref="ConnectInfo"/>, <see cref="ConnectError"/> or <see cref="DisconnectReason"/> of a lifecycle call.</summary>
    public object? Lifecycle { get; init; }

    public required SocketIOEmitter Emitter { get; init; }

    public IServiceProvider? Services { get; init; }

    public CancellationToken CancellationToken { get; init; }

    /// <summary>What the handler returned, encoded; null where none was asked for. The caller's to send or dispose.</summary>
    public OutgoingPacket? Acknowledgement { get; set; }
}
