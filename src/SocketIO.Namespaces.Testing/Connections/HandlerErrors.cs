using System.Collections.Concurrent;
using SocketIO.Namespaces.Testing.Diagnostics;

namespace SocketIO.Namespaces.Testing.Connections;

/// <summary>What has gone wrong in the handlers of one namespace.</summary>
internal sealed class HandlerErrors(ServerContext context)
{
    private const int Kept = 10;

    private readonly ConcurrentQueue<HandlerErrorContext> _last = [];

    public void Report(HandlerErrorContext error)
    {
        Log.HandlerFailed(context.Logger, error.Exception, error.Handler, error.EventName, error.Namespace);
        _last.Enqueue(error);
        if (_last.Count > Kept)
            _last.TryDequeue(out _);

        try
        {
            context.Options.OnHandlerError?.Invoke(error);
        }
        catch (Exception exception)
        {
            Log.ErrorHookFailed(context.Logger, exception);
        }
    }

    /// <summary>Says what has gone wrong, for the message of a time-out; empty if nothing has.</summary>
    public string Describe()
        => string.Concat(_last.Select(error =>
            $" The handler of '{error.EventName}' failed: {error.Exception.GetType().Name}: {error.Exception.Message}"));
}
