using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Starts and stops a client's runs, one at a time, and ends each in order.</summary>
internal sealed class Supervisor(ClientCore core, RunLoop loop)
{
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
            ObjectDisposedException.ThrowIf(_isClosed, core.ClientType);
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
        if (core.State.IsAnnouncing(caller))
            return; // the run may wait for it
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
            connection.IsGivenUp = true;
            using var patience = new CancellationTokenSource(core.Options.StopTimeout, core.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await connection.Engine.CloseAsync(either.Token).ConfigureAwait(false);
            await connection.Forgotten.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var session in awaited)
            await UntilJoinedOrLeftAsync(session, run, cancellationToken).ConfigureAwait(false);

        await UntilSettledAsync(cancellationToken).ConfigureAwait(false); // or another restart would take this one for the one it asked for
    }

    /// <summary>Joins one more namespace on the connection there is, or else the next, and with every later one.</summary>
    /// <exception cref="SocketIOConnectException">The server refused it, or did not answer in time.</exception>
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
            await UntilJoinedAsync(session, cancellationToken).ConfigureAwait(false);
    }

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

    /// <summary>Waits until the next connection joins a namespace.</summary>
    private static async Task UntilJoinedAsync(NamespaceSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.WaitForConnectedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketIODisconnectedException) when (session is { IsWanted: true, Standing.LastRefusal: { } refusal })
        {
            throw session.Errors.Refused(refusal);
        }
    }

    private static async Task UntilJoinedOrLeftAsync(NamespaceSession session, Run run, CancellationToken cancellationToken)
    {
        if (!session.IsWanted && !run.IsOver)
            return;
        try
        {
            await session.WaitForConnectedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketIODisconnectedException) when (!session.IsWanted && !run.IsOver && !run.Stop.Caller.IsCompleted)
        {
            return; // left meanwhile; the reconnection is for the others
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

        void OnChanged(object? sender, ClientStateChangedEventArgs change)
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
            var ended = await loop.LiveAsync(run).ConfigureAwait(false);
            loss = ended.Loss;
            await CloseAsync(run, ended).ConfigureAwait(false);
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
                await CloseAsync(run, await core.Teardown.EndAsync(connection, loss).ConfigureAwait(false)).ConfigureAwait(false);
        }

        Over(run, loss);
        if (run.Stop.Overdue.IsCancellationRequested && !core.State.IsRunning)
            await core.CancelHandlersAsync().ConfigureAwait(false);
        End(run, loss);
    }

    private async Task CloseAsync(Run run, EndedConnection ended)
    {
        Over(run, ended.Loss, ended.Report);
        await ended.FinishAsync(run.Stop).ConfigureAwait(false);
    }

    private static void FailFirst(Run run, Exception failure)
    {
        // A dial that is given up may fail of something else at that moment, which would then be the wrong thing to tell.
        var shown = failure switch
        {
            SocketIOConnectException => failure,
            _ when run.Stop.Requested.IsCancellationRequested || failure is OperationCanceledException
                => new SocketIOConnectException("The client was disconnected while it was connecting.") { Delivery = Delivery.NotSent },
            _ => ConnectFailure.Of(failure.Message, failure),
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
