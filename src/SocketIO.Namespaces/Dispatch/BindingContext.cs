using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>What binding needs to know. One per client, as it remembers the delegates it has seen: a callback passed at each emit is compiled once.</summary>
/// <param name="Serializer">Reads arguments and writes acknowledgements.</param>
/// <param name="Services">Tells which types are services; null where there are none.</param>
internal sealed record BindingContext(PacketSerializer Serializer, IServiceProviderIsService? Services)
{
    private readonly ConcurrentDictionary<(MethodInfo Method, Type DelegateType, HandlerKind Kind), CompiledHandler> _delegates = new();

    /// <summary>What a delegate's method was compiled to before, or is now: the same for every closure of one lambda.</summary>
    public CompiledHandler GetOrCompile(Delegate handler, HandlerKind kind, Func<Delegate, HandlerKind, BindingContext, CompiledHandler> compile)
    {
        var key = (handler.Method, handler.GetType(), kind);
        if (_delegates.TryGetValue(key, out var compiled))
            return compiled;

        // Methods made at run time may be made without end: they are not remembered.
        compiled = compile(handler, kind, this);
        return key.Method.DeclaringType is null ? compiled : _delegates.GetOrAdd(key, compiled);
    }
}
