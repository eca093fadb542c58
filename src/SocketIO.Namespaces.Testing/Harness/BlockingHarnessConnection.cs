#pragma warning disable VSTHRD002 // blocking is what its callers ask for; nothing it waits for needs their thread
using SocketIO.Namespaces.Namespaces;

namespace SocketIO.Namespaces.Testing.Harness;

/// <summary>The connection of a harness for a class that blocks.</summary>
internal sealed class BlockingHarnessConnection(HarnessConnection connection) : BlockingEmitter, IBlockingLeavable
{
    public override string Namespace => connection.Namespace;

    public override bool IsConnected => connection.IsConnected;

    public void Leave(CancellationToken cancellationToken) => connection.LeaveAsync(cancellationToken).GetAwaiter().GetResult();

    internal override void EmitCore(Emission emission, CancellationToken cancellationToken)
        => connection.EmitCoreAsync(emission, cancellationToken).AsTask().GetAwaiter().GetResult();

    internal override void CallCore(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => connection.CallCoreAsync(emission, timeout, cancellationToken).GetAwaiter().GetResult();

    internal override TResult CallCore<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => connection.CallCoreAsync<TResult>(emission, timeout, cancellationToken).GetAwaiter().GetResult();

    internal override Delivery DeliverCore(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => connection.DeliverCoreAsync(emission, options, cancellationToken).GetAwaiter().GetResult();
}
