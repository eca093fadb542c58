using System.Diagnostics.CodeAnalysis;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Namespaces;

namespace SocketIO.Namespaces;

/// <summary>The base of classes that handle one namespace and may block: each public <c>On…</c> method handles the event it is named after.</summary>
/// <remarks>
/// <para>The methods follow the rules of <see cref="AsyncClientNamespace"/>, and run one after the other on a thread of their own. So they may block, and
/// call the server; what follows on this namespace waits for them.</para>
/// <para>An instance serves one namespace of one <see cref="Client"/> or hosted client. Its emits, sends and calls go to that namespace.</para>
/// </remarks>
[DynamicallyAccessedMembers(HandlerMembers.Methods)]
public abstract class ClientNamespace : BlockingEmitter, IClientNamespace
{
    /// <summary>Makes an instance.</summary>
    /// <param name="namespace">The namespace it handles, such as <c>/chat</c>; null, the default, for the one of <see cref="NamespaceAttribute"/>, or else <c>/</c>.</param>
    protected ClientNamespace(string? @namespace = null) => Link = new(GetType(), @namespace);

    /// <inheritdoc/>
    public sealed override string Namespace => Link.Connection.Namespace;

    /// <inheritdoc/>
    public sealed override bool IsConnected => Link.ConnectionIfAny is { IsConnected: true };

    /// <inheritdoc/>
    string IClientNamespace.DeclaredPath => Link.DeclaredPath;

    internal NamespaceLink<BlockingEmitter> Link { get; }

    /// <inheritdoc cref="AsyncClientNamespace.DisconnectAsync"/>
    public void Disconnect(CancellationToken cancellationToken = default) => ((IBlockingLeavable)Link.Connection).Leave(cancellationToken);

    internal sealed override void EmitCore(Emission emission, CancellationToken cancellationToken)
        => Link.Connection.EmitCore(emission, cancellationToken);

    internal sealed override void CallCore(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => Link.Connection.CallCore(emission, timeout, cancellationToken);

    internal sealed override TResult CallCore<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => Link.Connection.CallCore<TResult>(emission, timeout, cancellationToken);

    internal sealed override Delivery DeliverCore(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => Link.Connection.DeliverCore(emission, options, cancellationToken);
}
