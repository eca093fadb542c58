using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>What calls a handler, and so where its parameters come from.</summary>
internal enum HandlerKind
{
    /// <summary>An event: its arguments.</summary>
    Event,

    /// <summary>Any event: its name, then its arguments.</summary>
    CatchAll,

    /// <summary>A join: a <see cref="ConnectInfo"/>, or nothing.</summary>
    Connect,

    /// <summary>A failed join: a <see cref="Namespaces.ConnectError"/>, or nothing.</summary>
    ConnectError,

    /// <summary>A loss: a <see cref="DisconnectReason"/>, or nothing.</summary>
    Disconnect,

    /// <summary>An acknowledgement asked for with a callback: its values.</summary>
    Acknowledgement,
}

/// <summary>What binding needs to know.</summary>
/// <param name="Serializer">Reads arguments and writes acknowledgements.</param>
/// <param name="Services">Tells which types are services; null where there are none.</param>
internal sealed record BindingContext(PacketSerializer Serializer, IServiceProviderIsService? Services);

/// <summary>One user method, compiled once into a delegate that binds its parameters, calls it and writes what it returns as the acknowledgement.
/// Lambdas and methods of namespace classes are compiled alike.</summary>
internal sealed class HandlerMethod
{
    /// <summary>What to call it in logs and errors, such as <c>ChatNamespace.OnJoin</c>.</summary>
    public string DisplayName => throw new NotImplementedException();

    /// <summary>Whether a parameter is injected, so that a scope must be made per event.</summary>
    public bool NeedsServices => throw new NotImplementedException();

    /// <summary>Compiles a standalone handler or callback.</summary>
    /// <exception cref="ArgumentException">The delegate can't be a handler; says why and how to mend it.</exception>
    public static HandlerMethod Compile(Delegate handler, HandlerKind kind, BindingContext context) => throw new NotImplementedException();

    /// <summary>Compiles a method of a namespace class; the instance is given at each call.</summary>
    /// <param name="faults">Takes what is wrong with the method, each with its mend.</param>
    /// <returns>Null if there are faults.</returns>
    public static HandlerMethod? Compile(MethodInfo method, HandlerKind kind, BindingContext context, ICollection<string> faults)
        => throw new NotImplementedException();

    /// <summary>Binds, calls, and leaves the acknowledgement in <paramref name="invocation"/> where one was asked for.</summary>
    /// <param name="target">The instance; null for a standalone handler.</param>
    /// <param name="invocation">The call.</param>
    /// <exception cref="HandlerBindingException">An argument does not fit its parameter.</exception>
    public ValueTask InvokeAsync(object? target, HandlerInvocation invocation) => throw new NotImplementedException();
}

/// <summary>An event's arguments do not fit a handler's parameters.</summary>
internal sealed class HandlerBindingException(string message, Exception? innerException = null) : Exception(message, innerException);
