using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>What binding needs to know. It remembers what it has compiled: a callback passed at each emit, and the classes and methods of many clients.</summary>
/// <param name="Serializer">Reads arguments and writes acknowledgements.</param>
/// <param name="Services">Tells which types are services; null where there are none.</param>
internal sealed record BindingContext(PacketSerializer Serializer, IServiceProviderIsService? Services)
{
    // Clients that agree in these share what is compiled, for as long as their options live.
    private static readonly ConditionalWeakTable<object, ConcurrentDictionary<int, BindingContext>> Shared = [];
    private static readonly object WebDefaults = new();

    private readonly ConcurrentDictionary<(MethodInfo Method, Type DelegateType, HandlerKind Kind), CompiledHandler> _delegates = new();
    private readonly ConcurrentDictionary<Type, HandlerTable> _tables = new();

    /// <summary>The context of a client: shared with others, unless it has services or packets of its own, or options that may still change.</summary>
    public static BindingContext For(SocketIOClientOptions options, PacketPool pool)
    {
        var services = options.Services?.GetService<IServiceProviderIsService>();
        return services is null && pool == PacketPool.Shared && options.JsonSerializerOptions is not { IsReadOnly: false }
            ? Shared.GetOrCreateValue(options.JsonSerializerOptions ?? WebDefaults).GetOrAdd(options.Limits.JsonDepth, _ => Create())
            : Create();

        BindingContext Create() => new(new PacketSerializer(options.JsonSerializerOptions, options.Limits, pool), services);
    }

    /// <summary>What a namespace class was compiled to before, or is now.</summary>
    /// <exception cref="NamespaceDefinitionException">Lists every fault.</exception>
    public HandlerTable GetOrCompile(NamespaceDefinition definition)
    {
        if (_tables.TryGetValue(definition.Type, out var compiled))
            return compiled;
        compiled = definition.Compile(this);
        return definition.Type.IsCollectible ? compiled : _tables.GetOrAdd(definition.Type, compiled);
    }

    /// <summary>What a delegate's method was compiled to before, or is now: the same for every closure of one lambda.</summary>
    public CompiledHandler GetOrCompile(Delegate handler, HandlerKind kind, Func<Delegate, HandlerKind, BindingContext, CompiledHandler> compile)
    {
        var key = (handler.Method, handler.GetType(), kind);
        if (_delegates.TryGetValue(key, out var compiled))
            return compiled;

        // Methods made at run time may be made without end: they are not remembered.
        compiled = compile(handler, kind, this);
        return key.Method.DeclaringType is null || key.Method.IsCollectible ? compiled : _delegates.GetOrAdd(key, compiled);
    }
}
