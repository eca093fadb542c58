namespace SocketIO.Namespaces;

/// <summary>One namespace of a client: emits to it, listens on it, leaves it.</summary>
public interface INamespaceConnection : ISocketIOEmitter
{
    /// <summary>The session id the server gave this namespace; null while it is not joined.</summary>
    string? Sid { get; }

    /// <summary>Handles an event of this namespace.</summary>
    /// <inheritdoc cref="AsyncClient.On(string, Delegate, string)"/>
    IDisposable On(string eventName, Delegate handler);

    /// <summary>Handles an event of this namespace the next time it arrives, and never again.</summary>
    /// <inheritdoc cref="AsyncClient.On(string, Delegate, string)"/>
    IDisposable Once(string eventName, Delegate handler);

    /// <summary>Waits until the namespace is joined; returns at once if it is.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SocketIODisconnectedException">The client ended, or the namespace was refused or left, while waiting.</exception>
    Task WaitForConnectedAsync(CancellationToken cancellationToken = default);

    /// <summary>Leaves this namespace; the others and the connection live on.</summary>
    /// <param name="cancellationToken">Gives up waiting for the disconnect handler.</param>
    Task LeaveAsync(CancellationToken cancellationToken = default);
}
