namespace SocketIO.Namespaces;

/// <summary><see cref="ISocketIOEmitter"/> for synchronous code: its members block the calling thread. Safe to use from any thread, and within handlers.</summary>
/// <remarks><inheritdoc cref="ISocketIOEmitter" path="/remarks/node()"/></remarks>
public interface IBlockingEmitter
{
    /// <inheritdoc cref="ISocketIOEmitter.Namespace"/>
    string Namespace { get; }

    /// <inheritdoc cref="ISocketIOEmitter.IsConnected"/>
    bool IsConnected { get; }

    /// <inheritdoc cref="ISocketIOEmitter.With"/>
    IBlockingEmitter With(EmitOptions options);

    /// <summary>Emits an event without arguments; returns when the packet is serialized and has its place in the outbox.</summary>
    /// <inheritdoc cref="ISocketIOEmitter.EmitAsync(string, CancellationToken)" path="/param | /exception"/>
    void Emit(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Emits an event; returns when the packet is serialized and has its place in the outbox.</summary>
    /// <inheritdoc cref="ISocketIOEmitter.EmitAsync(string, object?, CancellationToken)" path="/param | /exception"/>
    void Emit(string eventName, object? data, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ISocketIOEmitter.EmitAsync(string, Delegate, CancellationToken)"/>
    void Emit(string eventName, Delegate callback, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ISocketIOEmitter.EmitAsync(string, object?, Delegate, CancellationToken)"/>
    void Emit(string eventName, object? data, Delegate callback, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ISocketIOEmitter.SendAsync"/>
    void Send(object? data, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ISocketIOEmitter.CallAsync(string, object?, TimeSpan?, CancellationToken)"/>
    void Call(string eventName, object? data, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ISocketIOEmitter.CallAsync{TResult}(string, CancellationToken)"/>
    TResult Call<TResult>(string eventName, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ISocketIOEmitter.CallAsync{TResult}(string, object?, TimeSpan?, CancellationToken)"/>
    TResult Call<TResult>(string eventName, object? data, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ISocketIOEmitter.DeliverAsync"/>
    Delivery Deliver(string eventName, object? data, DeliveryOptions? options = null, CancellationToken cancellationToken = default)
        => throw new NotSupportedException($"{GetType()} implements {nameof(IBlockingEmitter)} without {nameof(Deliver)}: add the method to it.");
}
