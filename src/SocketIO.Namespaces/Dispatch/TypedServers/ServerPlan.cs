using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace SocketIO.Namespaces.Dispatch.TypedServers;

/// <summary>The compiled methods of one interface by one naming; made once.</summary>
[RequiresDynamicCode("It compiles the interface's methods.")]
[RequiresUnreferencedCode("It reads the interface's members.")]
internal static class ServerPlan<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TServer>
    where TServer : class
{
    private static readonly ConcurrentDictionary<EventNaming, FrozenDictionary<MethodInfo, ServerCall>> Plans = new();

    /// <exception cref="ServerDefinitionException">Lists every fault of the interface.</exception>
    public static FrozenDictionary<MethodInfo, ServerCall> Get(EventNaming naming) => Plans.GetOrAdd(naming, Make);

    private static FrozenDictionary<MethodInfo, ServerCall> Make(EventNaming naming)
        => ServerDefinition.Inspect(typeof(TServer), naming).ToFrozenDictionary(method => method.Info, ServerCallCompiler.Compile);
}
