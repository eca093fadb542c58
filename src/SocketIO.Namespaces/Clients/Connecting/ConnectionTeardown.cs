namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Ends connections: tells the server, then every namespace.</summary>
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
    public async Task<EndedConnection> LeaveAsync(Connection connection, StopRequest stop)
    {
        await FinishWorkAsync(stop).ConfigureAwait(false);
        foreach (var session in core.Namespaces.All)
            session.EndDeliveries();
        await TellPeerAsync(connection, stop.Overdue).ConfigureAwait(false);
        return await EndAsync(connection, new Loss(DisconnectReason.ClientDisconnect)).ConfigureAwait(false);
    }

    /// <summary>Ends background tasks where there is no server to tell, so that they have all of the time.</summary>
    public async Task StopBackgroundAsync(StopRequest stop)
        => await core.Background.StopAsync(await stop.Caller.ConfigureAwait(false)).WaitAsync(stop.Overdue).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Tells every namespace that a connection is gone and another shall follow.</summary>
    public async Task LoseAsync(Connection connection, Loss loss, StopRequest stop)
    {
        var ended = await ForgetAsync(connection, loss, isFinal: false).ConfigureAwait(false);
        ended.Report();
        await ended.FinishAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Tells every namespace that a connection is gone for good.</summary>
    public Task<EndedConnection> EndAsync(Connection connection, Loss loss) => ForgetAsync(connection, loss, isFinal: true);

    private async Task<EndedConnection> ForgetAsync(Connection connection, Loss loss, bool isFinal)
    {
        connection.Engine.End(loss.Reason, loss.Exception);
        await connection.Engine.Completion.ConfigureAwait(false);
        await connection.Reading.ConfigureAwait(false); // or its last events would be taken for the next connection's
        var unsent = connection.Engine.TakeUnsent().ToLookup(packet => packet.Origin.Sender);
        foreach (var packet in unsent[null])
            packet.Dispose();
        var lost = core.Namespaces.All.Where(session => session.Standing.Lose(connection, loss, isFinal, [.. unsent[session]])).ToArray();
        connection.Forget();
        core.Limits.OnEnded(loss.Exception);
        if (lost.Length > 0)
            core.Metrics.Disconnected(loss.Reason);
        return new EndedConnection(connection, loss, lost, core);
    }

    /// <summary>Waits for background tasks, cancelled at once, and for handlers, cancelled after half of the time for the stop. Then both have a quarter of it
    /// more: the rest is for telling the server, whatever they do.</summary>
    private async Task FinishWorkAsync(StopRequest stop)
    {
        var caller = await stop.Caller.ConfigureAwait(false);
        var handling = core.Namespaces.All.Where(session => session != caller).Select(session => session.Inbox.WhenIdleAsync());
        var work = Task.WhenAll([core.Background.StopAsync(caller), .. handling]);
        var limit = core.Options.StopTimeout;
        if (await work.EndsWithinAsync(limit / 2, core.Time, stop.Overdue).ConfigureAwait(false))
            return;
        await Task.WhenAll(core.CancelHandlersAsync(), work).EndsWithinAsync(limit / 4, core.Time, stop.Overdue).ConfigureAwait(false);
    }

    /// <summary>Flushes, leaves every namespace and closes; once patience is over, cuts the connection.</summary>
    private async Task TellPeerAsync(Connection connection, CancellationToken patience)
    {
        await connection.SettleAsync(patience).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var farewell = core.Namespaces.All.Where(session => session.IsConnected).Select(session => core.Serializer.Disconnect(session.Namespace));
        await connection.Engine.CloseAsync([.. farewell], patience).ConfigureAwait(false);
    }
}
