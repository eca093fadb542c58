using System.Runtime.CompilerServices;

namespace SocketIO.Namespaces.Dispatch.TypedServers;

/// <summary>What compiled methods of typed servers call. Whatever goes wrong, a refused argument too, comes out of the returned task.</summary>
internal static class ServerCalls
{
    private static readonly object NoArguments = ValueTuple.Create();

    public static async ValueTask EmitAsync(ISocketIOEmitter emitter, string eventName, CancellationToken cancellationToken)
        => await emitter.EmitAsync(eventName, cancellationToken).ConfigureAwait(false);

    public static async ValueTask EmitAsync(ISocketIOEmitter emitter, string eventName, object? data, CancellationToken cancellationToken)
        => await emitter.EmitAsync(eventName, data, cancellationToken).ConfigureAwait(false);

    public static Task CallAsync(ISocketIOEmitter emitter, string eventName, CancellationToken cancellationToken)
        => CallAsync(emitter, eventName, NoArguments, cancellationToken);

    public static async Task CallAsync(ISocketIOEmitter emitter, string eventName, object? data, CancellationToken cancellationToken)
        => await emitter.CallAsync(eventName, data, timeout: null, cancellationToken).ConfigureAwait(false);

    public static async Task<TResult> CallAsync<TResult>(ISocketIOEmitter emitter, string eventName, CancellationToken cancellationToken)
        => await emitter.CallAsync<TResult>(eventName, cancellationToken).ConfigureAwait(false);

    public static async Task<TResult> CallAsync<TResult>(ISocketIOEmitter emitter, string eventName, object? data, CancellationToken cancellationToken)
        => await emitter.CallAsync<TResult>(eventName, data, timeout: null, cancellationToken).ConfigureAwait(false);

    public static ValueTask<TResult> CallValueAsync<TResult>(ISocketIOEmitter emitter, string eventName, CancellationToken cancellationToken)
        => new(CallAsync<TResult>(emitter, eventName, cancellationToken));

    public static ValueTask<TResult> CallValueAsync<TResult>(ISocketIOEmitter emitter, string eventName, object? data, CancellationToken cancellationToken)
        => new(CallAsync<TResult>(emitter, eventName, data, cancellationToken));

    /// <summary>A method's only argument as data: a tuple is put into a tuple, so that it stays one argument, and so is what is written otherwise by its
    /// declared type than by its own.</summary>
    public static object? Single<T>(T value)
    {
        if (value is null)
            return null;
        var isPlain = value is not ITuple && (typeof(T) == typeof(object) || value.GetType() == typeof(T));
        return isPlain ? value : ValueTuple.Create(value);
    }
}
