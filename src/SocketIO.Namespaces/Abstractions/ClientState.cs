namespace SocketIO.Namespaces;

/// <summary>Where a client stands.</summary>
public enum ClientState
{
    /// <summary>Not connected and not trying: never started, or ended for good.</summary>
    Disconnected,

    /// <summary>Making its first connection.</summary>
    Connecting,

    /// <summary>The connection is up and at least one namespace is joined.</summary>
    Connected,

    /// <summary>The connection was lost; the client is making a new one by itself.</summary>
    Reconnecting,

    /// <summary>Shutting down at this side's request.</summary>
    Disconnecting,

    /// <summary>Disposed: it cannot be used again.</summary>
    Disposed,
}

/// <summary>A change of <see cref="AsyncClient.State"/>.</summary>
/// <param name="previous">The state that was left.</param>
/// <param name="current">The state that was entered.</param>
/// <param name="reason">Why a connection ended, where that caused the change.</param>
public sealed class ClientStateChangedEventArgs(ClientState previous, ClientState current, DisconnectReason? reason) : EventArgs
{
    /// <summary>The state that was left.</summary>
    public ClientState Previous { get; } = previous;

    /// <summary>The state that was entered.</summary>
    public ClientState Current { get; } = current;

    /// <summary>Why a connection ended, where that caused the change; otherwise null.</summary>
    public DisconnectReason? Reason { get; } = reason;
}
