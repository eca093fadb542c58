using System.Diagnostics.CodeAnalysis;
using SocketIO.Namespaces.Dispatch.TypedServers;

namespace SocketIO.Namespaces;

/// <summary>Calls a server through an interface of the user's.</summary>
public static class TypedServerExtensions
{
    private const string DynamicCode = "A typed server is made at run time. Without run-time code, emit with the emitter itself.";
    private const string UnreferencedCode = "The interface, and the types of its parameters and results, are found by reflection.";

    /// <summary>An implementation of an interface whose methods emit on this emitter's namespace, as its <see cref="EmitOptions"/> say.</summary>
    /// <remarks>
    /// <para>Methods that return <c>Task</c>, <c>Task&lt;T&gt;</c> or <c>ValueTask&lt;T&gt;</c> are calls, which wait for the acknowledgement as
    /// <see cref="ISocketIOEmitter.CallAsync{TResult}(string, object?, TimeSpan?, CancellationToken)"/> does (a tuple takes all of its values); those
    /// that return <c>ValueTask</c> emit. Nothing else may be returned.</para>
    /// <para>Each parameter is one argument of the event, a tuple too, and is written by its declared type; a <see cref="CancellationToken"/> in last place
    /// is that of the emit or call. Inherited interfaces count, and overloads emit one event. Whatever goes wrong comes out of the returned task.</para>
    /// </remarks>
    /// <typeparam name="TServer">The interface; it need not be public.</typeparam>
    /// <param name="emitter">What to emit with: a client, a namespace, a namespace class, an injected emitter, or an implementation of your own.</param>
    /// <param name="naming">How a method names its event where it has no <see cref="OnAttribute"/>.</param>
    /// <exception cref="ServerDefinitionException">The interface cannot be implemented; lists every fault.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="naming"/> is none of the values.</exception>
    [RequiresDynamicCode(DynamicCode)]
    [RequiresUnreferencedCode(UnreferencedCode)]
    public static TServer As<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TServer>(this ISocketIOEmitter emitter, EventNaming naming)
        where TServer : class
    {
        ArgumentNullException.ThrowIfNull(emitter);
        return ServerProxy.Create<TServer>(emitter, naming);
    }

    /// <summary>Checks the interface of a typed server.</summary>
    /// <exception cref="ServerDefinitionException">Lists every fault.</exception>
    [RequiresUnreferencedCode(UnreferencedCode)]
    internal static void Validate(Type type, EventNaming naming) => ServerDefinition.Inspect(type, naming);
}
