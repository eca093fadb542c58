namespace SocketIO.Namespaces;

/// <summary>The emits, sends and calls that every way of sending shares: clients, namespace connections, namespace classes, injected emitters.</summary>
public abstract class SocketIOEmitter : ISocketIOEmitter
{
    private static readonly DeliveryOptions DefaultDelivery = new();

    private protected SocketIOEmitter()
    {
    }

    /// <inheritdoc/>
    public abstract string Namespace { get; }

    /// <inheritdoc/>
    public abstract bool IsConnected { get; }

    /// <inheritdoc/>
    public ISocketIOEmitter With(EmitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ConfiguredEmitter(this, options);
    }

    /// <inheritdoc/>
    public ValueTask EmitAsync(string eventName, CancellationToken cancellationToken = default)
        => EmitCoreAsync(new Emission(eventName), cancellationToken);

    /// <inheritdoc/>
    public ValueTask EmitAsync(string eventName, object? data, CancellationToken cancellationToken = default)
        => EmitCoreAsync(new Emission(eventName, data), cancellationToken);

    /// <inheritdoc/>
    public ValueTask EmitAsync(string eventName, Delegate callback, CancellationToken cancellationToken = default)
        => EmitCoreAsync(new Emission(eventName).WithCallback(callback), cancellationToken);

    /// <inheritdoc/>
    public ValueTask EmitAsync(string eventName, object? data, Delegate callback, CancellationToken cancellationToken = default)
        => EmitCoreAsync(new Emission(eventName, data).WithCallback(callback), cancellationToken);

    /// <inheritdoc/>
    public ValueTask SendAsync(object? data, CancellationToken cancellationToken = default)
        => EmitCoreAsync(new Emission("message", data), cancellationToken);

    /// <inheritdoc/>
    public Task CallAsync(string eventName, object? data, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        => CallCoreAsync(new Emission(eventName, data), timeout, cancellationToken);

    /// <inheritdoc/>
    public Task<TResult> CallAsync<TResult>(string eventName, CancellationToken cancellationToken = default)
        => CallCoreAsync<TResult>(new Emission(eventName), timeout: null, cancellationToken);

    /// <inheritdoc/>
    public Task<TResult> CallAsync<TResult>(string eventName, object? data, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        => CallCoreAsync<TResult>(new Emission(eventName, data), timeout, cancellationToken);

    /// <inheritdoc/>
    public Task<Delivery> DeliverAsync(string eventName, object? data, DeliveryOptions? options = null, CancellationToken cancellationToken = default)
        => DeliverCoreAsync(new Emission(eventName, data), options ?? DefaultDelivery, cancellationToken);

    internal abstract ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken);

    internal abstract Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken);

    internal abstract Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken);

    internal virtual Task<Delivery> DeliverCoreAsync(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => Task.FromException<Delivery>(new NotSupportedException($"A {GetType().Name} has no deliveries: they are a client's."));
}
