namespace SocketIO.Namespaces;

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
