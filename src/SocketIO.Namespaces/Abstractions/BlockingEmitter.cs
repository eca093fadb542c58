namespace SocketIO.Namespaces;

/// <summary>The blocking emits, sends and calls that the synchronous client, its namespaces and its namespace classes share.</summary>
public abstract class BlockingEmitter : IBlockingEmitter
{
    private static readonly DeliveryOptions DefaultDelivery = new();

    private protected BlockingEmitter()
    {
    }

    /// <inheritdoc/>
    public abstract string Namespace { get; }

    /// <inheritdoc/>
    public abstract bool IsConnected { get; }

    /// <inheritdoc/>
    public IBlockingEmitter With(EmitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ConfiguredBlockingEmitter(this, options);
    }

    /// <inheritdoc/>
    public void Emit(string eventName, CancellationToken cancellationToken = default)
        => EmitCore(new Emission(eventName), cancellationToken);

    /// <inheritdoc/>
    public void Emit(string eventName, object? data, CancellationToken cancellationToken = default)
        => EmitCore(new Emission(eventName, data), cancellationToken);

    /// <inheritdoc/>
    public void Emit(string eventName, Delegate callback, CancellationToken cancellationToken = default)
        => EmitCore(new Emission(eventName).WithCallback(callback), cancellationToken);

    /// <inheritdoc/>
    public void Emit(string eventName, object? data, Delegate callback, CancellationToken cancellationToken = default)
        => EmitCore(new Emission(eventName, data).WithCallback(callback), cancellationToken);

    /// <inheritdoc/>
    public void Send(object? data, CancellationToken cancellationToken = default)
        => EmitCore(new Emission("message", data), cancellationToken);

    /// <inheritdoc/>
    public void Call(string eventName, object? data, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        => CallCore(new Emission(eventName, data), timeout, cancellationToken);

    /// <inheritdoc/>
    public TResult Call<TResult>(string eventName, CancellationToken cancellationToken = default)
        => CallCore<TResult>(new Emission(eventName), timeout: null, cancellationToken);

    /// <inheritdoc/>
    public TResult Call<TResult>(string eventName, object? data, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        => CallCore<TResult>(new Emission(eventName, data), timeout, cancellationToken);

    /// <inheritdoc/>
    public Delivery Deliver(string eventName, object? data, DeliveryOptions? options = null, CancellationToken cancellationToken = default)
        => DeliverCore(new Emission(eventName, data), options ?? DefaultDelivery, cancellationToken);

    internal abstract void EmitCore(Emission emission, CancellationToken cancellationToken);

    internal abstract void CallCore(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken);

    internal abstract TResult CallCore<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken);

    internal abstract Delivery DeliverCore(Emission emission, DeliveryOptions options, CancellationToken cancellationToken);
}

/// <summary>Emits with options that were given once for all of its emits.</summary>
internal sealed class ConfiguredBlockingEmitter(BlockingEmitter target, EmitOptions options) : BlockingEmitter
{
    public override string Namespace => target.Namespace;

    public override bool IsConnected => target.IsConnected;

    internal override void EmitCore(Emission emission, CancellationToken cancellationToken)
        => target.EmitCore(emission.With(options), cancellationToken);

    internal override void CallCore(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => target.CallCore(emission.With(options), timeout, cancellationToken);

    internal override TResult CallCore<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => target.CallCore<TResult>(emission.With(options), timeout, cancellationToken);

    internal override Delivery DeliverCore(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => target.DeliverCore(emission, options, cancellationToken);
}
