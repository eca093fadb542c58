namespace SocketIO.Namespaces;

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
