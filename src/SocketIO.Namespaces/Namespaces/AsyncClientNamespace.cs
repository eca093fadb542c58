using System.Diagnostics.CodeAnalysis;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Namespaces;

namespace SocketIO.Namespaces;

/// <summary>The base of classes that handle one namespace: each public <c>On…</c> method handles the event it is named after.</summary>
/// <remarks>
/// <para><c>OnMyEvent</c> or <c>OnMyEventAsync</c> serves <c>my_event</c>, <c>my event</c>, <c>my-event</c> and <c>myEvent</c>; <see cref="OnAttribute"/> names an
/// event exactly; <c>OnConnect</c>, <c>OnDisconnect</c> and <c>OnConnectError</c> are told of the connection. Parameters are the event's arguments by position, or
/// services; a returned value is the acknowledgement, a tuple several.</para>
/// <para>An instance serves one namespace of one client. Its emits, sends and calls go to that namespace.</para>
/// </remarks>
[DynamicallyAccessedMembers(HandlerMembers.Methods)]
public abstract class AsyncClientNamespace : SocketIOEmitter, IClientNamespace
{
    /// <summary>Makes an instance.</summary>
    /// <param name="namespace">The namespace it handles, such as <c>/chat</c>; null, the default, for the one of <see cref="NamespaceAttribute"/>, or else <c>/</c>.</param>
    protected AsyncClientNamespace(string? @namespace = null) => Link = new(GetType(), @namespace);

    /// <inheritdoc/>
    public sealed override string Namespace => Link.Connection.Namespace;

    /// <inheritdoc/>
    public sealed override bool IsConnected => Link.ConnectionIfAny is { IsConnected: true };

    /// <inheritdoc/>
    string IClientNamespace.DeclaredPath => Link.DeclaredPath;

    internal NamespaceLink<SocketIOEmitter> Link { get; }

    /// <summary>Leaves this namespace; the client's other namespaces live on. With the last one, the client disconnects.</summary>
    /// <param name="cancellationToken">Gives up waiting for the disconnect handler.</param>
    public Task DisconnectAsync(CancellationToken cancellationToken = default) => ((ILeavable)Link.Connection).LeaveAsync(cancellationToken);

    internal sealed override ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken)
        => Link.Connection.EmitCoreAsync(emission, cancellationToken);

    internal sealed override Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => Link.Connection.CallCoreAsync(emission, timeout, cancellationToken);

    internal sealed override Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => Link.Connection.CallCoreAsync<TResult>(emission, timeout, cancellationToken);

    internal sealed override Task<Delivery> DeliverCoreAsync(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => Link.Connection.DeliverCoreAsync(emission, options, cancellationToken);
}
