using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Starts and stops a client's runs, one at a time, and ends each in order.</summary>
internal sealed class Supervisor(ClientCore core, RunLoop loop)
{
    private readonly Lock _gate = new();
    private volatile Run? _run; // changes under the lock, together with the state
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

    /// <summary>The run under way; null if there is none.</summary>
    public Run? Current => LastRun is { IsOver: false } run ? run : null;

    /// <summary>The last run, never seen amid its beginning or its end, so that the state fits it.</summary>
    private Run? LastRun
    {
        get
        {
            lock (_gate)
                return _run;
        }
    }

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
            core.History.OnAsked();
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
        if (LastRun is { } run)
            await (await Task.WhenAny(run.FirstConnected.Task, run.PermanentFault.Task).WaitAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Completes when the client has ended for good; at once if it has already, or never began.</summary>
    public Task<DisconnectReason> WaitAsync() => LastRun?.Completion.Task ?? Task.FromResult(DisconnectReason.ClientDisconnect);

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
        if (LastRun is not { } run)
            return;

        var caller = core.Owns(CurrentWork.Unit) ? CurrentWork.Unit : null;
        var isFirst = !run.IsOver && run.Stop.TryMake(caller);
        if (core.State.IsAnnouncing(caller))
            return; // the run may wait for it
        if (isFirst || caller is null)
            await run.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the stop that has been asked for no more time: what it waits for is cut short.</summary>
    public void HurryStop() => LastRun?.Stop.Hurry();

    /// <summary>Asks for the stop on behalf of a caller that cannot wait for it, since the thread pool runs nothing. What is left to do is done when it does.</summary>
    public void Abandon()
    {
        if (Current is not { } run)
            return;

        run.Stop.TryMake(core.Owns(CurrentWork.Unit) ? CurrentWork.Unit : null);
        core.State.TryEnter(ClientState.Disconnecting, DisconnectReason.ClientDisconnect);
        Log.StopNotAwaited(core.Logger);
        if (!run.TryBegin())
            return;
        FailFirst(run, new OperationCanceledException());
        End(run, new Loss(DisconnectReason.ClientDisconnect));
    }

    /// <summary>Has the run under way join one more namespace with each connection from now on.</summary>
    /// <exception cref="SocketIODisconnectedException">There is none, or it is being stopped.</exception>
    public Run Admit(NamespaceSession session)
    {
        lock (_gate)
        {
            if (_run is not { IsOver: false } run || core.State.Current == ClientState.Disconnecting)
                throw session.Errors.NotConnectedNow();
            session.Standing.Want();
            run.Add(session);
            return run;
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
            if (!run.Stop.IsMade)
            {
                loss = new Loss(DisconnectReason.ReconnectionFailed, failure);
                if (run.Plan.KeepsTrying || run.FirstConnected.Task.IsCompletedSuccessfully)
                    Log.GaveUp(core.Logger, failure); // otherwise the caller of ConnectAsync is told
            }

            if (run.Connection is null && !run.Stop.IsMade)
                Over(run, loss); // first: who is told of the failure may connect again at once
            FailFirst(run, failure);
            if (run.Stop.IsMade)
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
            _ when run.Stop.IsMade || failure is OperationCanceledException
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
                core.History.OnLost(loss);
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
