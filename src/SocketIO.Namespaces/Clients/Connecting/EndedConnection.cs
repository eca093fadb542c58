using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>A connection that every namespace knows to be gone, while their <c>disconnect</c> handlers are still to be told.</summary>
/// <param name="connection">The connection.</param>
/// <param name="loss">Why it is gone.</param>
/// <param name="lost">The namespaces that were joined on it.</param>
/// <param name="core">The client.</param>
internal sealed class EndedConnection(Connection connection, Loss loss, IReadOnlyList<NamespaceSession> lost, ClientCore core)
{
    private (NamespaceSession Session, Task Task)[] _handled = [];

    public Loss Loss => loss;

    /// <summary>Tells the disconnect handlers.</summary>
    public void Report() => _handled = [.. lost.Select(session => (session, session.ReportDisconnect(loss.Reason)))];

    /// <summary>Waits for them, but only so long, and lets go of the connection.</summary>
    /// <param name="stop">The request to stop the run, made or not.</param>
    public async Task FinishAsync(StopRequest stop)
    {
        await WaitForHandlersAsync(stop).ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Waits for disconnect handlers, but not for the one that asks for the stop; as long as handlers may hold things up, or as a stop may take.</summary>
    private async Task WaitForHandlersAsync(StopRequest stop)
    {
        var limit = stop.IsMade ? core.Options.StopTimeout : core.Options.Reconnection.HandlerTimeout;
        using var timer = new CancellationTokenSource(limit, core.Time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop.Overdue);
        Task allOrStop = Task.WhenAny(Task.WhenAll(_handled.Select(handling => handling.Task)), stop.Caller);
        await allOrStop.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var caller = stop.IsMade ? await stop.Caller.ConfigureAwait(false) : null;
        var others = Task.WhenAll(_handled.Where(handling => caller is null || handling.Session != caller).Select(handling => handling.Task));
        await others.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!others.IsCompleted)
            Log.DisconnectHandlerSlow(core.Logger, limit);
    }
}
