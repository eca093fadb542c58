namespace SocketIO.Namespaces;

/// <summary>One namespace of a synchronous client: emits to it, listens on it, leaves it. Its members block the calling thread.</summary>
public interface IBlockingNamespaceConnection : IBlockingEmitter
{
    /// <inheritdoc cref="INamespaceConnection.Sid"/>
    string? Sid { get; }

    /// <inheritdoc cref="INamespaceConnection.On"/>
    IDisposable On(string eventName, Delegate handler);

    /// <inheritdoc cref="INamespaceConnection.Once"/>
    IDisposable Once(string eventName, Delegate handler);

    /// <inheritdoc cref="INamespaceConnection.OnAny"/>
    IDisposable OnAny(Delegate observer);

    /// <inheritdoc cref="INamespaceConnection.OnAnyOutgoing"/>
    IDisposable OnAnyOutgoing(Delegate observer);

    /// <summary>Looks on at one event, as a sequence, from the start of the enumeration on. Each step blocks until there is an event.</summary>
    /// <inheritdoc cref="INamespaceConnection.StreamAsync" path="/typeparam | /param | /returns | /exception"/>
    IEnumerable<T> Stream<T>(string eventName, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="INamespaceConnection.WaitForConnectedAsync"/>
    void WaitForConnected(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="INamespaceConnection.LeaveAsync"/>
    void Leave(CancellationToken cancellationToken = default);
}
