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

/// <summary>What one emit or call sends, and how.</summary>
internal readonly struct Emission
{
    public Emission(string eventName)
    {
        EventName = eventName;
    }

    public Emission(string eventName, object? data)
    {
        EventName = eventName;
        Data = data;
        HasData = true;
    }

    public string EventName { get; }

    public object? Data { get; }

    /// <summary>Distinguishes no argument from one argument that is null.</summary>
    public bool HasData { get; }

    public Delegate? Callback { get; init; }

    public EmitOptions? Options { get; init; }

    /// <summary>The arguments in place of the data, where filters have changed them; null where not.</summary>
    public IReadOnlyList<EmissionArgument>? Arguments { get; init; }

    /// <summary>An argument behind the data; null for none.</summary>
    public string? MessageId { get; init; }

    /// <summary>Ends a call's wait in place of a timer, for a caller that watches the time itself.</summary>
    public CancellationToken Deadline { get; init; }

    public Emission With(EmitOptions options) => this with { Options = Options ?? options };

    public Emission WithCallback(Delegate callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return this with { Callback = callback };
    }
}

/// <summary>One argument of an emit.</summary>
/// <param name="Value">Its value.</param>
/// <param name="DeclaredType">The type to write it by; null for that of the value itself.</param>
internal readonly record struct EmissionArgument(object? Value, Type? DeclaredType);

/// <summary>Passes everything on to another emitter.</summary>
internal abstract class ForwardingEmitter : SocketIOEmitter
{
    public override string Namespace => Target.Namespace;

    public override bool IsConnected => Target.IsConnected;

    private protected abstract SocketIOEmitter Target { get; }

    internal override ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken)
        => Target.EmitCoreAsync(emission, cancellationToken);

    internal override Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => Target.CallCoreAsync(emission, timeout, cancellationToken);

    internal override Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => Target.CallCoreAsync<TResult>(emission, timeout, cancellationToken);

    internal override Task<Delivery> DeliverCoreAsync(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => Target.DeliverCoreAsync(emission, options, cancellationToken);
}

/// <summary>Emits with options that were given once for all of its emits.</summary>
internal sealed class ConfiguredEmitter(SocketIOEmitter target, EmitOptions options) : ForwardingEmitter
{
    private protected override SocketIOEmitter Target => target;

    internal override ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken)
        => target.EmitCoreAsync(emission.With(options), cancellationToken);

    internal override Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => target.CallCoreAsync(emission.With(options), timeout, cancellationToken);

    internal override Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => target.CallCoreAsync<TResult>(emission.With(options), timeout, cancellationToken);
}
