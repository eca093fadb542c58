using Microsoft.Extensions.Logging;
using Polly;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients;

/// <summary>Keeps a client connected: makes the first connection, notices losses, comes back from them, and ends in order.</summary>
internal sealed class Supervisor(ClientCore core, Dialer dialer)
{
    private readonly ResiliencePipeline _pipeline = ReconnectionPipeline.Create(core.Options);
    private readonly Lock _gate = new();
    private Run? _run;

    /// <summary>The connection in use, if any.</summary>
    public Connection? Connection => _run?.Connection;

    /// <summary>What the last connect asked for; null before the first.</summary>
    public ConnectPlan? Plan => _run?.Plan;

    /// <summary>Whether the client is getting a connection by itself, so that emits may wait for it.</summary>
    public bool ConnectsByItself => core.State.Current switch
    {
        ClientState.Connected or ClientState.Reconnecting => true,
        ClientState.Connecting => _run?.Plan.KeepsTrying == true,
        _ => false,
    };

    /// <summary>Begins a life of the client.</summary>
    /// <exception cref="InvalidOperationException">One is under way.</exception>
    public Run Start(ConnectPlan plan)
    {
        Run run;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(core.State.Current == ClientState.Disposed, typeof(AsyncClient));
            if (_run is { IsOver: false })
                throw new InvalidOperationException("The client is connected or connecting already: await DisconnectAsync first, or use JoinAsync for another namespace.");
            _run = run = new Run(plan);
            core.State.TryEnter(ClientState.Connecting);
        }

        foreach (var session in plan.Namespaces)
            session.Want();
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => RunAsync(run)); // awaited through run.Completion
        return run;
    }

    /// <summary>Waits until the first connection is there.</summary>
    public async Task WaitForFirstAsync(Run run, CancellationToken cancellationToken)
    {
        try
        {
            await run.FirstConnected.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            run.RequestStop(CurrentWork.Unit);
            await run.Completion.Task.ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Completes when the client has ended for good; at once if it has already, or never began.</summary>
    public Task<DisconnectReason> WaitAsync()
    {
        lock (_gate)
            return _run?.Completion.Task ?? Task.FromResult(DisconnectReason.ClientDisconnect);
    }

    /// <summary>Stops the client, whatever it is doing.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Run? run;
        lock (_gate)
            run = _run;
        if (run is null)
            return;

        var caller = core.Owns(CurrentWork.Unit) ? CurrentWork.Unit : null;
        var isFirst = !run.IsOver && run.RequestStop(caller);
        if (isFirst || caller is null)
            await run.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the connection and makes a new one at once.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        Run? run;
        lock (_gate)
        {
            run = _run;
            if (run is null or { IsOver: true })
                throw new InvalidOperationException("The client is not connected: await ConnectAsync first.");
        }

        if (run.Connection is { } connection)
        {
            run.RequestRestart();
            using var patience = new CancellationTokenSource(core.Options.StopTimeout, core.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await connection.Engine.CloseAsync(either.Token).ConfigureAwait(false);
            await connection.Forgotten.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var session in run.Plan.Namespaces)
        {
            if (session.IsWanted && !session.IsRefused)
                await session.WaitForConnectedAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Joins one more namespace on the connection there is, and with every later one.</summary>
    public async Task JoinAsync(NamespaceSession session, CancellationToken cancellationToken)
    {
        Run? run;
        lock (_gate)
            run = _run;
        if (run is null or { IsOver: true } || core.State.Current == ClientState.Disconnecting)
            throw session.NotConnectedNow();

        session.Want();
        lock (_gate)
            run.Add(session);
        if (run.Connection is { } connection && core.State.Current == ClientState.Connected)
        {
            using var timer = new CancellationTokenSource(core.Options.ConnectTimeout, core.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
            try
            {
                if (await session.JoinAsync(connection, hold: false, attempt: 1, either.Token).ConfigureAwait(false) is { } refusal)
                {
                    throw new SocketIOConnectException(
                        $"The server refused namespace '{session.Namespace}': {refusal.Message}", new Dictionary<string, ConnectError> { [session.Namespace] = refusal })
                    { Delivery = Delivery.NotSent };
                }

                return;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new SocketIOConnectException($"The server did not answer for namespace '{session.Namespace}' within {core.Options.ConnectTimeout.TotalSeconds:0.###} s.");
            }
        }

        await session.WaitForConnectedAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Leaves one namespace; with the last one, the client ends.</summary>
    public async Task LeaveAsync(NamespaceSession session, CancellationToken cancellationToken)
    {
        var connection = _run?.Connection;
        if (connection is null || !session.IsConnected)
        {
            session.End(new Loss(DisconnectReason.ClientDisconnect));
            return;
        }

        await connection.SettleAsync(cancellationToken).ConfigureAwait(false);
        connection.SendDisconnect(session);
        var handled = session.Lose(connection, new Loss(DisconnectReason.ClientDisconnect), isFinal: true, unsent: []);
        if (CurrentWork.Unit != session)
            await handled.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!core.Namespaces.All.Any(other => other.IsWanted && !other.IsRefused))
            await StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The server disconnected one namespace; with the last one, the connection ends.</summary>
    public void OnServerDisconnect(NamespaceSession session, Connection connection)
    {
        if (!session.IsConnected)
            return;
        if (core.Namespaces.All.All(other => other == session || !other.IsConnected))
        {
            connection.Engine.End(DisconnectReason.ServerDisconnect);
            return;
        }

        var returns = ReturnsAfter(DisconnectReason.ServerDisconnect);
        var handled = session.Lose(connection, new Loss(DisconnectReason.ServerDisconnect), isFinal: !returns, unsent: []);
        if (returns)
            connection.Own(RejoinAsync(session, connection, handled));
    }

    /// <summary>A connection was not wanted after all.</summary>
    public async Task DiscardAsync(Connection connection, Exception why)
    {
        var reason = why is SocketIODisconnectedException { Reason: { } known } ? known : DisconnectReason.ClientDisconnect;
        using var patience = new CancellationTokenSource(core.Options.StopTimeout, core.Time);
        await TellPeerAsync(connection, patience.Token).ConfigureAwait(false);
        connection.Engine.End(reason);
        await LoseAsync(connection, new Loss(reason), isFinal: false).ConfigureAwait(false);
    }

    private async Task RunAsync(Run run)
    {
        var loss = new Loss(DisconnectReason.ClientDisconnect);
        try
        {
            loss = await LiveAsync(run).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            if (!run.Stopping.IsCancellationRequested)
            {
                loss = new Loss(DisconnectReason.ReconnectionFailed, failure);
                Log.GaveUp(core.Logger, failure);
            }

            FailFirst(run, failure);
            if (run.Connection is { } connection)
                await LoseAsync(connection, loss, isFinal: true).ConfigureAwait(false);
        }

        await EndAsync(run, loss).ConfigureAwait(false);
    }

    /// <summary>Connects, and comes back from each loss, until the connection is gone for good.</summary>
    private async Task<Loss> LiveAsync(Run run)
    {
        run.Connection = run.Plan.KeepsTrying
            ? await RestoreAsync(run, lost: null).ConfigureAwait(false)
            : await DialAsync(run, attempt: 1, run.Stopping).ConfigureAwait(false);

        while (true)
        {
            var connection = run.Connection;
            if (await Task.WhenAny(connection.Engine.Completion, run.StopRequested).ConfigureAwait(false) == run.StopRequested)
                return await LeaveInOrderAsync(run, connection).ConfigureAwait(false);

            var loss = Loss.Of(await connection.Engine.Completion.ConfigureAwait(false));
            if (!Returns(run, loss.Reason))
            {
                Over(run, loss);
                await LoseAsync(connection, loss, isFinal: true).ConfigureAwait(false);
                return loss;
            }

            core.State.TryEnter(ClientState.Reconnecting, loss.Reason);
            Log.ConnectionLost(core.Logger, loss.Reason, loss.Exception);
            run.Connection = null;
            await LoseAsync(connection, loss, isFinal: false).ConfigureAwait(false);
            run.Connection = await RestoreAsync(run, run.TakeRestart() ? null : loss).ConfigureAwait(false);
        }
    }

    /// <summary>Makes connections until one holds. One execution of the pipeline is one outage, from the loss on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="lost">The loss, which counts as the first failure, so that the first dial comes after the first delay; null to dial at once.</param>
    private async Task<Connection> RestoreAsync(Run run, Loss? lost)
    {
        var attempt = 0;
        return await _pipeline.ExecuteAsync(
            async cancellationToken =>
            {
                if (lost is { } loss)
                {
                    lost = null;
                    throw new SocketIODisconnectedException(loss.Describe("/"), loss.Reason, loss.Exception);
                }

                var connection = await DialAsync(run, ++attempt, cancellationToken).ConfigureAwait(false);
                await ProveStableAsync(run, connection).ConfigureAwait(false);
                return connection;
            },
            run.Stopping).ConfigureAwait(false);
    }

    /// <summary>Waits until a connection has held long enough to count; an early loss is a failed attempt of the same outage.</summary>
    private async Task ProveStableAsync(Run run, Connection connection)
    {
        await Task.WhenAny(connection.Engine.Completion, run.StopRequested).EndsWithinAsync(core.Options.Reconnection.StableAfter, core.Time).ConfigureAwait(false);
        if (!connection.Engine.Completion.IsCompleted || run.StopRequested.IsCompleted)
            return;

        var loss = Loss.Of(await connection.Engine.Completion.ConfigureAwait(false));
        if (!Returns(run, loss.Reason) || run.IsRestarting)
            return;
        core.State.TryEnter(ClientState.Reconnecting, loss.Reason);
        Log.ConnectionLost(core.Logger, loss.Reason, loss.Exception);
        run.Connection = null;
        await LoseAsync(connection, loss, isFinal: false).ConfigureAwait(false);
        throw new SocketIODisconnectedException(loss.Describe("/"), loss.Reason, loss.Exception);
    }

    private async Task<Connection> DialAsync(Run run, int attempt, CancellationToken cancellationToken)
    {
        Log.Dialling(core.Logger, attempt);
        try
        {
            var connection = await dialer.DialAsync(run.Plan, attempt, cancellationToken).ConfigureAwait(false);
            run.Connection = connection;
            core.State.TryEnter(ClientState.Connected);
            Log.Connected(core.Logger, connection.Engine.Transport);
            run.FirstConnected.TrySetResult();
            return connection;
        }
        catch (SocketIOConnectException failure)
        {
            Log.DialFailed(core.Logger, attempt, failure);
            throw;
        }
    }

    /// <summary>Ends at this side's request: handlers finish, what waits is sent, the server is told.</summary>
    private async Task<Loss> LeaveInOrderAsync(Run run, Connection connection)
    {
        var loss = new Loss(DisconnectReason.ClientDisconnect);
        var caller = await run.StopRequested.ConfigureAwait(false);
        core.State.TryEnter(ClientState.Disconnecting, loss.Reason);
        using var patience = new CancellationTokenSource(core.Options.StopTimeout, core.Time);
        await core.Background.StopAsync(caller, patience.Token).ConfigureAwait(false);
        var idle = core.Namespaces.All.Where(session => session != caller).Select(session => session.Inbox.WhenIdleAsync());
        await Task.WhenAll(idle).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (patience.IsCancellationRequested)
            await core.CancelHandlersAsync().ConfigureAwait(false);
        await TellPeerAsync(connection, patience.Token).ConfigureAwait(false);
        Over(run, loss);
        await LoseAsync(connection, loss, isFinal: true, caller).ConfigureAwait(false);
        return loss;
    }

    /// <summary>Flushes, leaves every namespace and closes; once patience is over, cuts the connection.</summary>
    private async Task TellPeerAsync(Connection connection, CancellationToken patience)
    {
        await connection.SettleAsync(patience).ConfigureAwait(false);
        foreach (var session in core.Namespaces.All.Where(session => session.IsConnected))
            connection.SendDisconnect(session);
        await connection.Engine.CloseAsync(patience).ConfigureAwait(false);
    }

    /// <summary>Tells every namespace that a connection is gone, and waits for the disconnect handlers as long as they may hold things up.</summary>
    private async Task LoseAsync(Connection connection, Loss loss, bool isFinal, object? caller = null)
    {
        connection.Engine.End(loss.Reason, loss.Exception);
        await connection.Engine.Completion.ConfigureAwait(false);
        var unsent = connection.Engine.TakeUnsent().ToLookup(packet => packet.Origin.Sender);
        foreach (var packet in unsent[null])
            packet.Dispose();
        var handled = core.Namespaces.All
            .Select(session => (session, task: session.Lose(connection, loss, isFinal, [.. unsent[session]])))
            .Where(lost => lost.session != caller)
            .Select(lost => lost.task)
            .ToArray();
        connection.Forget();

        if (!await Task.WhenAll(handled).EndsWithinAsync(core.Options.Reconnection.HandlerTimeout, core.Time).ConfigureAwait(false))
            Log.DisconnectHandlerSlow(core.Logger, core.Options.Reconnection.HandlerTimeout);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Gets one namespace back on a connection that lives on.</summary>
    private async Task RejoinAsync(NamespaceSession session, Connection connection, Task disconnectHandled)
    {
        await Task.WhenAny(disconnectHandled, connection.Engine.Completion).EndsWithinAsync(core.Options.Reconnection.HandlerTimeout, core.Time).ConfigureAwait(false);
        for (var attempt = 0; session.IsWanted; attempt++)
        {
            if (await connection.Engine.Completion.EndsWithinAsync(Backoff.Delay(core.Options.Reconnection, attempt), core.Time).ConfigureAwait(false))
                return; // the next connection joins it
            if (session.IsWanted && await TryJoinAsync(session, connection, attempt + 1).ConfigureAwait(false))
                return;
        }
    }

    private async Task<bool> TryJoinAsync(NamespaceSession session, Connection connection, int attempt)
    {
        using var patience = new CancellationTokenSource(core.Options.ConnectTimeout, core.Time);
        try
        {
            var joining = session.JoinAsync(connection, hold: true, attempt, patience.Token);
            if (await Task.WhenAny(joining, connection.Engine.Completion).ConfigureAwait(false) != joining)
                await patience.CancelAsync().ConfigureAwait(false);
            return await joining.ConfigureAwait(false) is null;
        }
        catch (Exception failure)
        {
            Log.RejoinFailed(core.Logger, session.Namespace, failure);
            return false;
        }
    }

    private bool Returns(Run run, DisconnectReason reason) => run.IsRestarting || ReturnsAfter(reason);

    private bool ReturnsAfter(DisconnectReason reason) => reason switch
    {
        DisconnectReason.ClientDisconnect or DisconnectReason.ReconnectionFailed => false,
        DisconnectReason.ServerDisconnect => core.Options.Reconnection is { Enabled: true, AfterServerDisconnect: true },
        _ => core.Options.Reconnection.Enabled,
    };

    private static void FailFirst(Run run, Exception failure)
    {
        var shown = failure is OperationCanceledException
            ? new SocketIOConnectException("The client was disconnected while it was connecting.") { Delivery = Delivery.NotSent }
            : failure;
        if (run.FirstConnected.TrySetException(shown))
            _ = run.FirstConnected.Task.Exception; // seen, whether or not anybody waits
    }

    /// <summary>From here on a new run may begin.</summary>
    private void Over(Run run, Loss loss)
    {
        lock (_gate)
        {
            if (run.IsOver)
                return;
            run.IsOver = true;
            core.State.TryEnter(ClientState.Disconnected, loss.Reason);
        }
    }

    private async Task EndAsync(Run run, Loss loss)
    {
        Over(run, loss);
        foreach (var session in run.Plan.Namespaces)
            session.End(loss);
        if (run.StopRequested.IsCompleted)
        {
            using var patience = new CancellationTokenSource(core.Options.StopTimeout, core.Time);
            await core.Background.StopAsync(await run.StopRequested.ConfigureAwait(false), patience.Token).ConfigureAwait(false);
        }

        run.Completion.TrySetResult(loss.Reason);
    }
}
