using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace SocketIO.Namespaces.Testing.Hosting;

/// <summary>The open TCP connections.</summary>
internal sealed class ConnectionTable
{
    private readonly ConcurrentDictionary<ConnectionContext, Task> _open = [];

    /// <summary>Serves a connection until it ends.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[connection] = served.Task;
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            _open.TryRemove(connection, out _);
            served.TrySetResult();
        }
    }

    /// <summary>Breaks every connection off, and waits until nothing serves it any more.</summary>
    public async Task DropAsync(TimeSpan timeout)
    {
        var open = _open.ToArray();
        foreach (var (connection, _) in open)
            connection.Abort();
        var served = Task.WhenAll(open.Select(entry => entry.Value));
        await served.WaitAsync(timeout, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
