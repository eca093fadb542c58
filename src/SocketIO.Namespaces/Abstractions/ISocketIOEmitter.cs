namespace SocketIO.Namespaces;

/// <summary>Sends events to one namespace of a server. Safe to use from any thread; a packet and its attachments are never split.</summary>
/// <remarks>
/// <para>Data becomes the event's arguments: no data, no argument; a tuple, one argument per item; anything else, null too, one argument.
/// Values are written by System.Text.Json; <c>byte[]</c>, <c>Memory&lt;byte&gt;</c> and <c>ReadOnlyMemory&lt;byte&gt;</c>, wherever they stand, travel
/// as binary attachments.</para>
/// <para>While the client is connecting by itself, emits are buffered (see <see cref="EmitOptions.WhenDisconnected"/>) and calls fail.</para>
/// </remarks>
public interface ISocketIOEmitter
{
    /// <summary>The namespace this emitter sends to, such as <c>/chat</c>.</summary>
    string Namespace { get; }

    /// <summary>Whether the namespace is joined at the moment. Of a client itself (<see cref="AsyncClient"/>, <see cref="Client"/>): whether its state is
    /// <see cref="ClientState.Connected"/>, whichever namespaces are joined; <c>Of("/").IsConnected</c> tells of <c>/</c> alone.</summary>
    bool IsConnected { get; }

    /// <summary>An emitter to the same namespace that treats its emits as <paramref name="options"/> say.</summary>
    /// <param name="options">How to treat the emits.</param>
    ISocketIOEmitter With(EmitOptions options);

    /// <summary>Emits an event without arguments.</summary>
    /// <param name="eventName">The event's name; the reserved ones (<c>connect</c>, <c>disconnect</c>, …) are refused.</param>
    /// <param name="cancellationToken">Gives up waiting for a place in the outbox.</param>
    /// <returns>Completes when the packet is serialized and has its place in the outbox.</returns>
    /// <exception cref="ArgumentException">The name is reserved.</exception>
    /// <exception cref="NamespaceNotConnectedException">The namespace was never asked for, was refused or left; nothing was sent.</exception>
    /// <exception cref="SocketIODisconnectedException">There is no connection, and the emit may not wait for one; nothing was sent.</exception>
    /// <exception cref="SocketIOException">Too many emits wait for a connection already (<see cref="SocketIOLimits.BufferedEmits"/>,
    /// <see cref="SocketIOLimits.BufferedEmitBytes"/>), or the packet is larger than the server takes; nothing was sent. One that has waited for the connection
    /// and turns out to be too large is dropped with a warning.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was sent.</exception>
    ValueTask EmitAsync(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Emits an event.</summary>
    /// <param name="eventName">The event's name; the reserved ones (<c>connect</c>, <c>disconnect</c>, …) are refused.</param>
    /// <param name="data">The argument, or a tuple of arguments.</param>
    /// <param name="cancellationToken">Gives up waiting for a place in the outbox.</param>
    /// <returns>Completes when the packet is serialized and has its place in the outbox.</returns>
    /// <exception cref="ArgumentException">The name is reserved, or the data is a task, delegate or token.</exception>
    /// <exception cref="NamespaceNotConnectedException">The namespace was never asked for, was refused or left; nothing was sent.</exception>
    /// <exception cref="SocketIODisconnectedException">There is no connection, and the emit may not wait for one; nothing was sent.</exception>
    /// <exception cref="SocketIOException">Too many emits wait for a connection already (<see cref="SocketIOLimits.BufferedEmits"/>,
    /// <see cref="SocketIOLimits.BufferedEmitBytes"/>), or the packet is larger than the server takes; nothing was sent. One that has waited for the connection
    /// and turns out to be too large is dropped with a warning.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was sent.</exception>
    ValueTask EmitAsync(string eventName, object? data, CancellationToken cancellationToken = default);

    /// <summary>Emits an event without arguments and asks for an acknowledgement.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="callback">Called once with the server's values, bound as a handler's parameters are, on a task of its own; dropped with a log
    /// entry when none comes within <see cref="SocketIOClientOptions.AckTimeout"/> or the connection ends.</param>
    /// <param name="cancellationToken">Gives up waiting for a place in the outbox.</param>
    /// <exception cref="ArgumentException">The name is reserved, or the delegate can't be a callback; the message says why.</exception>
    /// <exception cref="NamespaceNotConnectedException">The namespace was never asked for, was refused or left; nothing was sent.</exception>
    /// <exception cref="SocketIODisconnectedException">There is no connection, and the emit may not wait for one; nothing was sent.</exception>
    /// <exception cref="SocketIOException">Too many emits wait for a connection already (<see cref="SocketIOLimits.BufferedEmits"/>,
    /// <see cref="SocketIOLimits.BufferedEmitBytes"/>), too many acknowledgements are awaited (<see cref="SocketIOLimits.PendingCalls"/>), or the packet is larger
    /// than the server takes; nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was sent.</exception>
    ValueTask EmitAsync(string eventName, Delegate callback, CancellationToken cancellationToken = default);

    /// <summary>Emits an event and asks for an acknowledgement.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="data">The argument, or a tuple of arguments.</param>
    /// <param name="callback">Called once with the server's values, bound as a handler's parameters are, on a task of its own; dropped with a log
    /// entry when none comes within <see cref="SocketIOClientOptions.AckTimeout"/> or the connection ends.</param>
    /// <param name="cancellationToken">Gives up waiting for a place in the outbox.</param>
    /// <exception cref="ArgumentException">The name is reserved, the data is a task, delegate or token, or the delegate can't be a callback.</exception>
    /// <exception cref="NamespaceNotConnectedException">The namespace was never asked for, was refused or left; nothing was sent.</exception>
    /// <exception cref="SocketIODisconnectedException">There is no connection, and the emit may not wait for one; nothing was sent.</exception>
    /// <exception cref="SocketIOException">Too many emits wait for a connection already (<see cref="SocketIOLimits.BufferedEmits"/>,
    /// <see cref="SocketIOLimits.BufferedEmitBytes"/>), too many acknowledgements are awaited (<see cref="SocketIOLimits.PendingCalls"/>), or the packet is larger
    /// than the server takes; nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was sent.</exception>
    ValueTask EmitAsync(string eventName, object? data, Delegate callback, CancellationToken cancellationToken = default);

    /// <summary>Emits the event <c>message</c>.</summary>
    /// <param name="data">The argument, or a tuple of arguments.</param>
    /// <param name="cancellationToken">Gives up waiting for a place in the outbox.</param>
    /// <exception cref="ArgumentException">The data is a task, delegate or token.</exception>
    /// <exception cref="NamespaceNotConnectedException">The namespace was never asked for, was refused or left; nothing was sent.</exception>
    /// <exception cref="SocketIODisconnectedException">There is no connection, and the emit may not wait for one; nothing was sent.</exception>
    /// <exception cref="SocketIOException">Too many emits wait for a connection already (<see cref="SocketIOLimits.BufferedEmits"/>,
    /// <see cref="SocketIOLimits.BufferedEmitBytes"/>), or the packet is larger than the server takes; nothing was sent. One that has waited for the connection
    /// and turns out to be too large is dropped with a warning.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was sent.</exception>
    ValueTask SendAsync(object? data, CancellationToken cancellationToken = default);

    /// <summary>Emits an event and waits until the server has acknowledged it.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="data">The argument, or a tuple of arguments.</param>
    /// <param name="timeout">How long to wait: from zero to 49 days, or <see cref="Timeout.InfiniteTimeSpan"/> to wait as long as the connection lasts.
    /// Default: null, <see cref="SocketIOClientOptions.AckTimeout"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentException">The name is reserved, or the data is a task, delegate or token.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    /// <exception cref="SocketIOTimeoutException">No acknowledgement came in time.</exception>
    /// <exception cref="SocketIODisconnectedException">There was no connection, or it was lost before the acknowledgement came.</exception>
    /// <exception cref="NamespaceNotConnectedException">The namespace was never asked for, was refused or left; nothing was sent.</exception>
    /// <exception cref="SocketIOException">Too many acknowledgements are awaited already (<see cref="SocketIOLimits.PendingCalls"/>), or the packet is larger
    /// than the server takes; nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. The event may have been sent.</exception>
    Task CallAsync(string eventName, object? data, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Emits an event without arguments and waits for the server's answer.</summary>
    /// <inheritdoc cref="CallAsync{TResult}(string, object?, TimeSpan?, CancellationToken)"/>
    Task<TResult> CallAsync<TResult>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Emits an event and waits for the server's answer.</summary>
    /// <typeparam name="TResult">The type of the first acknowledged value, or a tuple type for all of them.</typeparam>
    /// <param name="eventName">The event's name.</param>
    /// <param name="data">The argument, or a tuple of arguments.</param>
    /// <param name="timeout">How long to wait: from zero to 49 days, or <see cref="Timeout.InfiniteTimeSpan"/> to wait as long as the connection lasts.
    /// Default: null, <see cref="SocketIOClientOptions.AckTimeout"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentException">The name is reserved, or the data is a task, delegate or token.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    /// <exception cref="SocketIOTimeoutException">No acknowledgement came in time.</exception>
    /// <exception cref="SocketIODisconnectedException">There was no connection, or it was lost before the acknowledgement came.</exception>
    /// <exception cref="NamespaceNotConnectedException">The namespace was never asked for, was refused or left; nothing was sent.</exception>
    /// <exception cref="SocketIOException">The acknowledgement does not fit <typeparamref name="TResult"/>; or nothing was sent, since too many acknowledgements
    /// are awaited already (<see cref="SocketIOLimits.PendingCalls"/>) or the packet is larger than the server takes.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. The event may have been sent.</exception>
    Task<TResult> CallAsync<TResult>(string eventName, object? data, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Sends an event until the server has acknowledged it: again after each loss of the connection, and when no acknowledgement comes in time.</summary>
    /// <remarks>
    /// <para>The server gets it at least once, perhaps more often (<see cref="DeliveryOptions.MessageId"/> lets it tell). Messages of a namespace go
    /// in the order of these calls, each when the one before is done with, also across losses; after a return they go behind connect handlers. Other emits may
    /// overtake them. They wait in this process's memory alone.</para>
    /// <para><see cref="EmitOptions"/> do not apply. While the client is connecting by itself, messages wait; how many may is
    /// <see cref="SocketIOLimits.PendingDeliveries"/>.</para>
    /// </remarks>
    /// <param name="eventName">The event's name; the reserved ones (<c>connect</c>, <c>disconnect</c>, …) are refused.</param>
    /// <param name="data">The argument, or a tuple of arguments. It is written at once.</param>
    /// <param name="options">How long, how often and with what to send it. Default: null, without limit, waiting
    /// <see cref="SocketIOClientOptions.AckTimeout"/> for each acknowledgement.</param>
    /// <param name="cancellationToken">Gives this message up; the next ones go on. It may have been sent.</param>
    /// <returns><see cref="Delivery.Acknowledged"/>; or what is known of a message given up by <paramref name="options"/> or because the client or the
    /// namespace ended: <see cref="Delivery.NotSent"/> or <see cref="Delivery.Unknown"/>.</returns>
    /// <exception cref="ArgumentException">The name is reserved, or the data is a task, delegate or token.</exception>
    /// <exception cref="NamespaceNotConnectedException">The namespace was never asked for, was refused or left; nothing was sent.</exception>
    /// <exception cref="SocketIODisconnectedException">The client is not connected, nor connecting by itself; nothing was sent.</exception>
    /// <exception cref="SocketIOException">Too many messages wait already, or this one is larger than the server takes; nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="NotSupportedException">This emitter, not one of a client, has no deliveries.</exception>
    Task<Delivery> DeliverAsync(string eventName, object? data, DeliveryOptions? options = null, CancellationToken cancellationToken = default)
        => Task.FromException<Delivery>(new NotSupportedException($"{GetType()} implements {nameof(ISocketIOEmitter)} without {nameof(DeliverAsync)}: add the method to it."));
}

/// <summary>Emits to the namespace, and through the client, that <typeparamref name="TNamespace"/> is registered on.</summary>
/// <typeparam name="TNamespace">A registered namespace class.</typeparam>
public interface ISocketIOEmitter<TNamespace> : ISocketIOEmitter
    where TNamespace : class;
