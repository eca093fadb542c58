using Microsoft.Extensions.Logging;
using Polly;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Keeps a client connected: makes the first connection, notices losses, comes back from them, and ends in order.</summary>
internal sealed class Supervisor(ClientCore core, Dialer dialer)
{
    private readonly ResiliencePipeline _pipeline = ReconnectionPipeline.Create(core.Options);
    private readonly Lock _gate = new();
    private Run? _run;
    private bool _isClosed;

    /// <summary>The connection in use, or on which namespaces are being joined; null if there is none.</summary>
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
            ObjectDisposedException.ThrowIf(_isClosed, core.IsBlocking ? typeof(Client) : typeof(AsyncClient));
            if (_run is { IsOver: false })
                throw new InvalidOperationException($"The client is connected or connecting already: call {core.Method("Disconnect")} first, or {core.Method("Join")} for another namespace.");
            _run = run = new Run(plan, new StopRequest(core.Options.StopTimeout, core.Time));
            core.Outage.Start();
            core.State.TryEnterSilently(ClientState.Connecting);
        }

        core.State.Announce();

        foreach (var session in plan.Namespaces)
            session.Standing.Want();
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
            run.Stop.TryMake(CurrentWork.Unit);
            await run.Completion.Task.ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until the first connection is there. Gives up when it can't be had unless somebody mends the cause, though the client tries on.</summary>
    /// <exception cref="SocketIOConnectException">Why there is none.</exception>
    public async Task WaitForFirstOrFaultAsync(CancellationToken cancellationToken)
    {
        Run? run;
        lock (_gate)
            run = _run;
        if (run is not null)
            await (await Task.WhenAny(run.FirstConnected.Task, run.PermanentFault.Task).WaitAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Completes when the client has ended for good; at once if it has already, or never began.</summary>
    public Task<DisconnectReason> WaitAsync()
    {
        lock (_gate)
            return _run?.Completion.Task ?? Task.FromResult(DisconnectReason.ClientDisconnect);
    }

    /// <summary>Stops the client for good: it cannot be started again.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
            _isClosed = true;
        return StopAsync(CancellationToken.None);
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
        var isFirst = !run.IsOver && run.Stop.TryMake(caller);
        if (isFirst || caller is null)
            await run.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the stop that has been asked for no more time: what it waits for is cut short.</summary>
    public void HurryStop()
    {
        lock (_gate)
            _run?.Stop.Hurry();
    }

    /// <summary>Asks for the stop on behalf of a caller that cannot wait for it, since the thread pool runs nothing. What is left to do is done when it does.</summary>
    public void Abandon()
    {
        Run? run;
        lock (_gate)
            run = _run;
        if (run is null or { IsOver: true })
            return;

        run.Stop.TryMake(core.Owns(CurrentWork.Unit) ? CurrentWork.Unit : null);
        core.State.TryEnter(ClientState.Disconnecting, DisconnectReason.ClientDisconnect);
        Log.StopNotAwaited(core.Logger);
        if (!run.TryBegin())
            return;
        FailFirst(run, new OperationCanceledException());
        End(run, new Loss(DisconnectReason.ClientDisconnect));
    }

    /// <summary>Ends the connection and makes a new one at once.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        Run? run;
        lock (_gate)
        {
            run = _run;
            if (run is null or { IsOver: true })
                throw new InvalidOperationException($"The client is not connected: call {core.Method("Connect")} first.");
        }

        // One that the server refuses now is asked for again, but not waited for.
        var awaited = run.Plan.Namespaces.Where(session => session is { IsWanted: true, IsRefused: false }).ToArray();
        if (run.Connection is { } connection && core.State.Current == ClientState.Connected)
        {
            run.RequestRestart();
            using var patience = new CancellationTokenSource(core.Options.StopTimeout, core.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await connection.Engine.CloseAsync(either.Token).ConfigureAwait(false);
            await connection.Forgotten.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var session in awaited)
        {
            if (session.IsWanted)
                await session.WaitForConnectedAsync(cancellationToken).ConfigureAwait(false);
        }

        await UntilSettledAsync(cancellationToken).ConfigureAwait(false); // or another restart would take this one for the one it asked for
    }

    /// <summary>Joins one more namespace on the connection there is, and with every later one.</summary>
    public async Task JoinAsync(NamespaceSession session, CancellationToken cancellationToken)
    {
        Run? run;
        lock (_gate)
        {
            run = _run;
            if (run is null or { IsOver: true } || core.State.Current == ClientState.Disconnecting)
                throw session.Errors.NotConnectedNow();
            session.Standing.Want();
            run.Add(session);
        }

        if (run.Connection is not { } connection || !await TryJoinAsync(session, connection, cancellationToken).ConfigureAwait(false))
            await session.WaitForConnectedAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a loss for this reason is followed by a reconnection.</summary>
    public bool ReturnsAfter(DisconnectReason reason) => reason switch
    {
        DisconnectReason.ClientDisconnect or DisconnectReason.ReconnectionFailed => false,
        DisconnectReason.ServerDisconnect => core.Options.Reconnection is { Enabled: true, AfterServerDisconnect: true },
        _ => core.Options.Reconnection.Enabled,
    };

    /// <returns>False if the connection came to nothing before the client was connected by it; the next one will join the namespace.</returns>
    private async Task<bool> TryJoinAsync(NamespaceSession session, Connection connection, CancellationToken cancellationToken)
    {
        var isDialling = core.State.Current != ClientState.Connected;
        try
        {
            await core.Membership.JoinAsync(session, connection, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketIODisconnectedException) when (isDialling && ConnectsByItself)
        {
            return false;
        }
    }

    /// <summary>Waits until no connection is being made.</summary>
    private async Task UntilSettledAsync(CancellationToken cancellationToken)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        core.State.Changed += OnChanged;
        try
        {
            if (core.State.Current is ClientState.Connecting or ClientState.Reconnecting)
                await settled.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            core.State.Changed -= OnChanged;
        }

        void OnChanged(ClientStateChangedEventArgs change)
        {
            if (change.Current is not (ClientState.Connecting or ClientState.Reconnecting))
                settled.TrySetResult();
        }
    }

    private async Task RunAsync(Run run)
    {
        if (!run.TryBegin())
            return;
        var loss = new Loss(DisconnectReason.ClientDisconnect);
        try
        {
            loss = await LiveAsync(run).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            if (!run.Stop.Requested.IsCancellationRequested)
            {
                loss = new Loss(DisconnectReason.ReconnectionFailed, failure);
                if (run.Plan.KeepsTrying || run.FirstConnected.Task.IsCompletedSuccessfully)
                    Log.GaveUp(core.Logger, failure); // otherwise the caller of ConnectAsync is told
            }

            if (run.Connection is null && !run.Stop.Caller.IsCompleted)
                Over(run, loss); // first: who is told of the failure may connect again at once
            FailFirst(run, failure);
            if (run.Stop.Caller.IsCompleted)
                await core.Teardown.StopBackgroundAsync(run.Stop).ConfigureAwait(false);
            if (run.Connection is { } connection)
                await core.Teardown.EndAsync(connection, loss, run.Stop, report => Over(run, loss, report)).ConfigureAwait(false);
        }

        Over(run, loss);
        if (run.Stop.Overdue.IsCancellationRequested && !core.State.IsRunning)
            await core.CancelHandlersAsync().ConfigureAwait(false);
        End(run, loss);
    }

    /// <summary>Connects, and comes back from each loss, until the connection is gone for good.</summary>
    private async Task<Loss> LiveAsync(Run run)
    {
        var connection = run.Plan.KeepsTrying
            ? await RestoreAsync(run, lost: null).ConfigureAwait(false)
            : await DialAsync(run, attempt: 1, run.Stop.Requested).ConfigureAwait(false);

        while (true)
        {
            if (await Task.WhenAny(connection.Engine.Completion, run.Stop.Caller).ConfigureAwait(false) == run.Stop.Caller)
            {
                core.State.TryEnter(ClientState.Disconnecting, DisconnectReason.ClientDisconnect);
                await core.Teardown.LeaveAsync(connection, run.Stop, report => Over(run, new Loss(DisconnectReason.ClientDisconnect), report)).ConfigureAwait(false);
                return new Loss(DisconnectReason.ClientDisconnect);
            }

            var loss = Loss.Of(await connection.Engine.Completion.ConfigureAwait(false));
            if (!Returns(run, loss.Reason))
            {
                await core.Teardown.EndAsync(connection, loss, run.Stop, report => Over(run, loss, report)).ConfigureAwait(false);
                return loss;
            }

            await LoseAsync(run, connection, loss).ConfigureAwait(false);
            connection = await RestoreAsync(run, run.TakeRestart() ? null : loss).ConfigureAwait(false);
        }
    }

    /// <summary>Makes connections until one holds. One execution of the pipeline is one outage, from the loss on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="lost">The loss, which counts as the first failure, so that the first dial comes after the first delay; null to dial at once.</param>
    private async Task<Connection> RestoreAsync(Run run, Loss? lost)
    {
        var attempt = 0;
        var context = ResilienceContextPool.Shared.Get(run.Stop.Requested);
        context.Properties.Set(ReconnectionPipeline.DialsBeforeFirstRetry, lost is null ? 1 : 0);
        try
        {
            return await _pipeline.ExecuteAsync(
                async context =>
                {
                    if (lost is { } loss)
                    {
                        lost = null;
                        throw new SocketIODisconnectedException(loss.Describe("/"), loss.Reason, loss.Exception);
                    }

                    var connection = await DialAsync(run, ++attempt, context.CancellationToken).ConfigureAwait(false);
                    await ProveStableAsync(run, connection).ConfigureAwait(false);
                    return connection;
                },
                context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Waits until a connection has held long enough to count; an early loss is a failed attempt of the same outage.</summary>
    private async Task ProveStableAsync(Run run, Connection connection)
    {
        await Task.WhenAny(connection.Engine.Completion, run.Stop.Caller).EndsWithinAsync(core.Options.Reconnection.StableAfter, core.Time).ConfigureAwait(false);
        if (!connection.Engine.Completion.IsCompleted || run.Stop.Caller.IsCompleted)
            return;

        var loss = Loss.Of(await connection.Engine.Completion.ConfigureAwait(false));
        if (!Returns(run, loss.Reason) || run.IsRestarting)
            return;
        await LoseAsync(run, connection, loss).ConfigureAwait(false);
        throw new SocketIODisconnectedException(loss.Describe("/"), loss.Reason, loss.Exception);
    }

    /// <summary>A connection is gone, another shall follow: emits wait for it from now on.</summary>
    private async Task LoseAsync(Run run, Connection connection, Loss loss)
    {
        core.Outage.Begin(loss);
        core.State.TryEnter(ClientState.Reconnecting, loss.Reason);
        Log.ConnectionLost(core.Logger, loss.Reason, loss.Exception?.Message);
        run.Connection = null;
        await core.Teardown.LoseAsync(connection, loss, run.Stop).ConfigureAwait(false);
    }

    private async Task<Connection> DialAsync(Run run, int attempt, CancellationToken cancellationToken)
    {
        Log.Dialling(core.Logger, attempt);
        try
        {
            var connection = await dialer.DialAsync(run, attempt, cancellationToken).ConfigureAwait(false);
            core.Outage.End();
            core.State.TryEnter(ClientState.Connected);
            core.Metrics.Connected(connection.Engine.Transport, isReconnect: run.FirstConnected.Task.IsCompletedSuccessfully);
            Log.Connected(core.Logger, connection.Engine.Transport);
            run.FirstConnected.TrySetResult();
            return connection;
        }
        catch (SocketIOConnectException failure)
        {
            core.Metrics.ConnectFailed(ConnectFailure.TypeOf(failure));
            core.Limits.OnEnded(failure);
            Log.DialFailed(core.Logger, attempt, failure);
            var isPermanent = ConnectFailure.IsPermanent(failure);
            if (isPermanent && !core.Outage.HasPermanentFault && (run.Plan.KeepsTrying || run.FirstConnected.Task.IsCompleted))
                Log.PermanentFault(core.Logger, failure.Message);
            core.Outage.Note(failure, isPermanent);
            if (isPermanent && run.PermanentFault.TrySetException(failure))
                run.PermanentFault.Task.IgnoreFailure(); // logged
            throw;
        }
    }

    private bool Returns(Run run, DisconnectReason reason) => run.IsRestarting || ReturnsAfter(reason);

    private static void FailFirst(Run run, Exception failure)
    {
        // A dial that is given up may fail of something else at that moment, which would then be the wrong thing to tell.
        var shown = failure switch
        {
            SocketIOConnectException => failure,
            _ when run.Stop.Requested.IsCancellationRequested || failure is OperationCanceledException
                => new SocketIOConnectException("The client was disconnected while it was connecting.") { Delivery = Delivery.NotSent },
            _ => new SocketIOConnectException($"Cannot connect: {failure.Message}", innerException: failure) { Delivery = Delivery.NotSent },
        };
        if (run.FirstConnected.TrySetException(shown))
            _ = run.FirstConnected.Task.Exception; // seen, whether or not anybody waits
    }

    /// <summary>From here on a new run may begin. All at once, so that nobody joins the run while it ends, and then waits for ever; and that a new run does
    /// not tell of its connect before this one has told of its disconnect.</summary>
    private void Over(Run run, Loss loss, Action? report = null)
    {
        lock (_gate)
        {
            if (!run.IsOver)
            {
                run.IsOver = true;
                foreach (var session in run.Plan.Namespaces)
                    session.Standing.End(loss);
                core.Outage.Begin(loss);
                core.State.TryEnterSilently(ClientState.Disconnected, loss.Reason);
            }

            report?.Invoke();
        }

        core.State.Announce();
    }

    private void End(Run run, Loss loss)
    {
        Over(run, loss);
        run.Stop.Complete();
        run.Completion.TrySetResult(loss.Reason);
    }
}
