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

    /// <summary>Looks on at every event that arrives, whether or not anything handles it.</summary>
    /// <inheritdoc cref="AsyncClient.OnAny(Delegate, string)"/>
    IDisposable OnAny(Delegate observer);

    /// <summary>Looks on at every event that is emitted, calls among them.</summary>
    /// <inheritdoc cref="AsyncClient.OnAny(Delegate, string)"/>
    IDisposable OnAnyOutgoing(Delegate observer);

    /// <summary>Looks on at one event, as a stream, from the start of the enumeration on.</summary>
    /// <typeparam name="T">What the first argument is read as; a tuple type reads all of them. Arguments that do not fit are reported as a handler's are, and skipped.</typeparam>
    /// <param name="eventName">The event's name.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The events, through any number of reconnections, until the namespace is left or the client ends. Up to
    /// <see cref="SocketIOLimits.ObserverEvents"/> wait to be read; then the oldest are dropped, with a warning.</returns>
    /// <exception cref="SocketIODisconnectedException">Thrown by the enumeration: the client ended for another reason than a disconnect of either side.</exception>
    IAsyncEnumerable<T> StreamAsync<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits until the namespace is joined; returns at once if it is.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SocketIODisconnectedException">The client ended, or the namespace was refused or left, while waiting.</exception>
    Task WaitForConnectedAsync(CancellationToken cancellationToken = default);

    /// <summary>Leaves this namespace; the others and the connection live on. With the last one, the client disconnects.</summary>
    /// <param name="cancellationToken">Gives up waiting for the disconnect handler, or the client's end.</param>
    Task LeaveAsync(CancellationToken cancellationToken = default);
}
