using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Dispatch.Filters;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>One call of a handler: what it is given, and the acknowledgement it leaves. A caller that runs one handler at a time may fill the same object
/// again for its next call: nothing holds on to it once the handler has completed.</summary>
internal sealed class HandlerInvocation
{
    public required HandlerKind Kind { get; set; }

    public required string Namespace { get; init; }

    public required string EventName { get; set; }

    /// <summary>The event's name as its handler is registered for it, <c>*</c> for a catch-all; null where the call is not a handler's of an event.</summary>
    public string? RegisteredAs { get; set; }

    /// <summary>The event or acknowledgement; null for connect, connect_error and disconnect. Not owned.</summary>
    public IncomingPacket? Packet { get; set; }

    /// <summary>The <see cref="ConnectInfo"/>, <see cref="ConnectError"/> or <see cref="DisconnectReason"/> of a lifecycle call.</summary>
    public object? Lifecycle { get; set; }

    public required SocketIOEmitter Emitter { get; init; }

    /// <summary>Where injected parameters are resolved from: a scope made for this call where the handler needs services.</summary>
    public IServiceProvider? Services { get; set; }

    /// <summary>The scope of <see cref="Services"/>, where one was made for this call; its maker's to dispose.</summary>
    public IServiceScope? Scope { get; set; }

    public CancellationToken CancellationToken { get; set; }

    /// <summary>What the handler returned, encoded; null where none was asked for. The caller's to send or dispose.</summary>
    public OutgoingPacket? Acknowledgement { get; set; }

    /// <summary>The span of the handler's work that has not ended; null for none.</summary>
    public Activity? Span { get; set; }

    /// <summary>What the handler threw; null if it did not.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The id to acknowledge with; null where nobody waits, or the packet is itself an acknowledgement.</summary>
    internal long? AcknowledgementId => Kind is HandlerKind.Event or HandlerKind.CatchAll ? Packet?.Id : null;

    /// <summary>The element of the packet that is the first argument: an event's name comes before it.</summary>
    internal int FirstArgument => Kind is HandlerKind.Acknowledgement ? 0 : 1;

    /// <summary>How many arguments, or acknowledged values, were received.</summary>
    internal int ArgumentCount => Packet is { } packet ? Math.Max(0, packet.ElementCount - FirstArgument) : 0;

    /// <summary>The context handed to the handler, where it asked for one.</summary>
    internal DispatchEventContext? Context { get; set; }

    /// <summary>Ends the span, if there is one.</summary>
    public void EndSpan()
    {
        Span?.Dispose();
        Span = null;
    }

    /// <summary>The call as filters see it; null while none runs.</summary>
    internal FilteredEvent? Filtered { get; set; }

    /// <summary>Makes a scope for this call, unless there is one.</summary>
    /// <returns>Its services.</returns>
    /// <exception cref="InvalidOperationException">There are no services that scopes could be made of.</exception>
    internal IServiceProvider BeginScope()
    {
        if (Scope is null)
        {
            var factory = Services?.GetService<IServiceScopeFactory>() ?? throw new InvalidOperationException(
                $"The handler takes services, but {nameof(SocketIOClientOptions)}.{nameof(SocketIOClientOptions.Services)} makes no scopes for them: set it to the " +
                "provider of a container, or mark parameters that are arguments of the event [FromEvent].");
            Scope = factory.CreateScope();
            Services = Scope.ServiceProvider;
        }

        return Scope.ServiceProvider;
    }
}
