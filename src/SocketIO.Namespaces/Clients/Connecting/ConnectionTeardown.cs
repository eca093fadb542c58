using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Ends connections: tells the server, then every namespace, and waits for their handlers only so long.</summary>
internal sealed class ConnectionTeardown(ClientCore core)
{
    /// <summary>Ends a connection that could not be used after all.</summary>
    public async Task DiscardAsync(Connection connection, StopRequest stop)
    {
        using (var timer = new CancellationTokenSource(core.Options.StopTimeout, core.Time))
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop.Overdue))
            await TellPeerAsync(connection, patience.Token).ConfigureAwait(false);
        await LoseAsync(connection, Loss.Of(await connection.Engine.Completion.ConfigureAwait(false)), stop).ConfigureAwait(false);
    }

    /// <summary>Ends a connection at this side's request: background tasks and handlers finish, what waits is sent, the server is told.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="stop">The request.</param>
    /// <param name="onGone">Called when every namespace knows, with what tells the disconnect handlers.</param>
    public async Task LeaveAsync(Connection connection, StopRequest stop, Action<Action> onGone)
    {
        await StopBackgroundAsync(stop).ConfigureAwait(false);
        var caller = await stop.Caller.ConfigureAwait(false);
        var idle = core.Namespaces.All.Where(session => session != caller).Select(session => session.Inbox.WhenIdleAsync());
        await Task.WhenAll(idle).WaitAsync(stop.Overdue).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var session in core.Namespaces.All)
            session.EndDeliveries();
        await TellPeerAsync(connection, stop.Overdue).ConfigureAwait(false);
        await EndAsync(connection, new Loss(DisconnectReason.ClientDisconnect), stop, onGone).ConfigureAwait(false);
    }

    /// <summary>Ends background tasks after the request for a stop.</summary>
    public async Task StopBackgroundAsync(StopRequest stop)
        => await core.Background.StopAsync(await stop.Caller.ConfigureAwait(false), stop.Overdue).ConfigureAwait(false);

    /// <summary>Tells every namespace that a connection is gone and another shall follow.</summary>
    public Task LoseAsync(Connection connection, Loss loss, StopRequest stop) => ForgetAsync(connection, loss, stop, isFinal: false, onGone: null);

    /// <summary>Tells every namespace that a connection is gone for good.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="loss">Why it is gone.</param>
    /// <param name="stop">The request to stop its run, made or not.</param>
    /// <param name="onGone">Called when every namespace knows, with what tells the disconnect handlers.</param>
    public Task EndAsync(Connection connection, Loss loss, StopRequest stop, Action<Action> onGone) => ForgetAsync(connection, loss, stop, isFinal: true, onGone);

    private async Task ForgetAsync(Connection connection, Loss loss, StopRequest stop, bool isFinal, Action<Action>? onGone)
    {
        connection.Engine.End(loss.Reason, loss.Exception);
        await connection.Engine.Completion.ConfigureAwait(false);
        var unsent = connection.Engine.TakeUnsent().ToLookup(packet => packet.Origin.Sender);
        foreach (var packet in unsent[null])
            packet.Dispose();
        var lost = core.Namespaces.All.Where(session => session.Standing.Lose(connection, loss, isFinal, [.. unsent[session]])).ToArray();
        connection.Forget();
        core.Limits.OnEnded(loss.Exception);
        if (lost.Length > 0)
            core.Metrics.Disconnected(loss.Reason);
        (NamespaceSession, Task)[] handled = [];
        (onGone ?? (static report => report()))(() => handled = [.. lost.Select(session => (session, session.ReportDisconnect(loss.Reason)))]);
        await WaitForHandlersAsync(handled, stop).ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Waits for disconnect handlers, but not for the one that asks for the stop; as long as handlers may hold things up, or as a stop may take.</summary>
    private async Task WaitForHandlersAsync((NamespaceSession Session, Task Task)[] handled, StopRequest stop)
    {
        var limit = stop.Caller.IsCompleted ? core.Options.StopTimeout : core.Options.Reconnection.HandlerTimeout;
        using var timer = new CancellationTokenSource(limit, core.Time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop.Overdue);
        Task allOrStop = Task.WhenAny(Task.WhenAll(handled.Select(handling => handling.Task)), stop.Caller);
        await allOrStop.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var caller = stop.Caller.IsCompleted ? await stop.Caller.ConfigureAwait(false) : null;
        var others = Task.WhenAll(handled.Where(handling => caller is null || handling.Session != caller).Select(handling => handling.Task));
        await others.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!others.IsCompleted)
            Log.DisconnectHandlerSlow(core.Logger, limit);
    }

    /// <summary>Flushes, leaves every namespace and closes; once patience is over, cuts the connection.</summary>
    private async Task TellPeerAsync(Connection connection, CancellationToken patience)
    {
        await connection.SettleAsync(patience).ConfigureAwait(false);
        var farewell = core.Namespaces.All.Where(session => session.IsConnected).Select(session => core.Serializer.Disconnect(session.Namespace));
        await connection.Engine.CloseAsync([.. farewell], patience).ConfigureAwait(false);
    }
}
