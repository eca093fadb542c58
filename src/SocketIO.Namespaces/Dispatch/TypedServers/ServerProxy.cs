using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace SocketIO.Namespaces.Dispatch.TypedServers;

/// <summary>The base of the run-time implementations of typed servers.</summary>
internal class ServerProxy : DispatchProxy
{
    private IReadOnlyDictionary<MethodInfo, ServerCall> _calls = null!;
    private ISocketIOEmitter _emitter = null!;

    /// <summary>Makes an implementation of the interface.</summary>
    /// <exception cref="ServerDefinitionException">Lists every fault of the interface.</exception>
    [RequiresDynamicCode("It makes a type at run time.")]
    [RequiresUnreferencedCode("It reads the interface's members.")]
    public static TServer Create<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TServer>(ISocketIOEmitter emitter, EventNaming naming)
        where TServer : class
    {
        var calls = ServerPlan<TServer>.Get(naming);
        var server = Create<TServer, ServerProxy>();
        var proxy = (ServerProxy)(object)server;
        proxy._calls = calls;
        proxy._emitter = emitter;
        return server;
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => _calls[targetMethod!](_emitter, args!);
}
