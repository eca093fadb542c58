using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Clients;

/// <summary>Ends connections: tells the server, then every namespace, and waits for their handlers only so long.</summary>
internal sealed class ConnectionTeardown(ClientCore core)
{
    /// <summary>Ends a connection that could not be used after all.</summary>
    public async Task DiscardAsync(Connection connection)
    {
        using var patience = new CancellationTokenSource(core.Options.StopTimeout, core.Time);
        await TellPeerAsync(connection, patience.Token).ConfigureAwait(false);
        await ForgetAsync(connection, Loss.Of(await connection.Engine.Completion.ConfigureAwait(false)), isFinal: false).ConfigureAwait(false);
    }

    /// <summary>Ends background tasks where there is no connection to end.</summary>
    /// <param name="caller">The unit of work that asked for it and so is not waited for; null for code of one's own.</param>
    public async Task StopBackgroundAsync(object? caller)
    {
        using var patience = new CancellationTokenSource(core.Options.StopTimeout, core.Time);
        await core.Background.StopAsync(caller, patience.Token).ConfigureAwait(false);
    }

    /// <summary>Ends a connection at this side's request: handlers finish, what waits is sent, the server is told.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="caller">The unit of work that asked for it and so is not waited for; null for code of one's own.</param>
    /// <param name="onGone">Called when the connection is gone, before disconnect handlers run.</param>
    public async Task LeaveAsync(Connection connection, object? caller, Action onGone)
    {
        var loss = new Loss(DisconnectReason.ClientDisconnect);
        using var patience = new CancellationTokenSource(core.Options.StopTimeout, core.Time);
        await core.Background.StopAsync(caller, patience.Token).ConfigureAwait(false);
        var idle = core.Namespaces.All.Where(session => session != caller).Select(session => session.Inbox.WhenIdleAsync());
        await Task.WhenAll(idle).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var handlersHang = patience.IsCancellationRequested;
        if (handlersHang)
            await core.CancelHandlersAsync().ConfigureAwait(false);
        foreach (var session in core.Namespaces.All)
            session.EndDeliveries();
        await TellPeerAsync(connection, patience.Token).ConfigureAwait(false);
        await ForgetAsync(connection, loss, isFinal: true, onGone, caller, handlersHang ? TimeSpan.Zero : core.Options.StopTimeout).ConfigureAwait(false);
    }

    /// <summary>Tells every namespace that a connection is gone, and waits for the disconnect handlers as long as they may hold things up.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="loss">Why it is gone.</param>
    /// <param name="isFinal">Whether no other follows.</param>
    /// <param name="onGone">Called when every namespace knows, before disconnect handlers run.</param>
    /// <param name="caller">The unit of work that is not waited for, if any.</param>
    /// <param name="patience">How long to wait for handlers. Default: <see cref="ReconnectionOptions.HandlerTimeout"/>.</param>
    /// <param name="stopRequested">Completes with the unit of work that asks for the client's stop meanwhile, which is then not waited for either.</param>
    public async Task ForgetAsync(Connection connection, Loss loss, bool isFinal, Action? onGone = null, object? caller = null, TimeSpan? patience = null, Task<object?>? stopRequested = null)
    {
        connection.Engine.End(loss.Reason, loss.Exception);
        await connection.Engine.Completion.ConfigureAwait(false);
        var unsent = connection.Engine.TakeUnsent().ToLookup(packet => packet.Origin.Sender);
        foreach (var packet in unsent[null])
            packet.Dispose();
        var lost = core.Namespaces.All.Where(session => session.Lose(connection, loss, isFinal, [.. unsent[session]])).ToArray();
        connection.Forget();
        if (lost.Length > 0)
            core.Metrics.Disconnected(loss.Reason);
        onGone?.Invoke();
        var handled = lost.Select(session => (session, task: session.ReportDisconnect(loss.Reason))).ToArray()
            .Where(handling => handling.session != caller)
            .ToArray();

        var limit = patience ?? core.Options.Reconnection.HandlerTimeout;
        var allHandled = Task.WhenAll(handled.Select(handling => handling.task));
        var began = core.Time.GetTimestamp();
        if (stopRequested is not null
            && await Task.WhenAny(allHandled, stopRequested).EndsWithinAsync(limit, core.Time).ConfigureAwait(false)
            && stopRequested.IsCompleted)
        {
            caller = await stopRequested.ConfigureAwait(false);
            allHandled = Task.WhenAll(handled.Where(handling => handling.session != caller).Select(handling => handling.task));
        }

        var left = limit - core.Time.GetElapsedTime(began);
        if (!await allHandled.EndsWithinAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, core.Time).ConfigureAwait(false))
            Log.DisconnectHandlerSlow(core.Logger, limit);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Flushes, leaves every namespace and closes; once patience is over, cuts the connection.</summary>
    private async Task TellPeerAsync(Connection connection, CancellationToken patience)
    {
        await connection.SettleAsync(patience).ConfigureAwait(false);
        foreach (var session in core.Namespaces.All.Where(session => session.IsConnected))
            connection.SendDisconnect(session);
        await connection.Engine.CloseAsync(patience).ConfigureAwait(false);
    }
}
