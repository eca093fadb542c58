using Polly;
using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Keeps a client connected: makes the first connection, notices losses, and comes back from them.</summary>
internal sealed class RunLoop(ClientCore core, Dialer dialer)
{
    private readonly ResiliencePipeline _pipeline = ReconnectionPipeline.Create(core.Options);

    /// <summary>Connects, and comes back from each loss.</summary>
    /// <returns>The connection that no other follows.</returns>
    /// <exception cref="SocketIOException">No connection could be made.</exception>
    public async Task<EndedConnection> LiveAsync(Run run)
    {
        var connection = run.Plan.KeepsTrying
            ? await RestoreAsync(run, lost: null).ConfigureAwait(false)
            : await DialAsync(run, attempt: 1, run.Stop.Requested).ConfigureAwait(false);

        while (true)
        {
            if (await Task.WhenAny(connection.Engine.Completion, run.Stop.Caller).ConfigureAwait(false) == run.Stop.Caller)
            {
                core.State.TryEnter(ClientState.Disconnecting, DisconnectReason.ClientDisconnect);
                return await core.Teardown.LeaveAsync(connection, run.Stop).ConfigureAwait(false);
            }

            var loss = Loss.Of(await connection.Engine.Completion.ConfigureAwait(false));
            if (!Returns(connection, loss))
            {
                ReportEnd(run, loss);
                return await core.Teardown.EndAsync(connection, loss).ConfigureAwait(false);
            }

            await LoseAsync(run, connection, loss).ConfigureAwait(false);
            connection = run.Plan.KeepsTrying || core.Options.Reconnection.Enabled
                ? await RestoreAsync(run, connection.IsGivenUp ? null : loss).ConfigureAwait(false)
                : await DialAsync(run, attempt: 1, run.Stop.Requested).ConfigureAwait(false);
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
                        throw loss.ToException();
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
        if (!connection.Engine.Completion.IsCompleted || run.Stop.IsMade)
            return;

        var loss = Loss.Of(await connection.Engine.Completion.ConfigureAwait(false));
        if (!Returns(connection, loss) || connection.IsGivenUp)
            return;
        await LoseAsync(run, connection, loss).ConfigureAwait(false);
        throw loss.ToException();
    }

    /// <summary>A connection is gone, another shall follow: emits wait for it from now on.</summary>
    private async Task LoseAsync(Run run, Connection connection, Loss loss)
    {
        core.History.OnLost(loss);
        Log.ConnectionLost(core.Logger, loss.Reason, loss.Cause);
        core.State.TryEnter(ClientState.Reconnecting, loss.Reason);
        run.Connection = null;
        await core.Teardown.LoseAsync(connection, loss, run.Stop).ConfigureAwait(false);
    }

    private async Task<Connection> DialAsync(Run run, int attempt, CancellationToken cancellationToken)
    {
        Log.Dialling(core.Logger, attempt);
        try
        {
            var connection = await dialer.DialAsync(run, attempt, cancellationToken).ConfigureAwait(false);
            core.History.OnConnected();
            core.Metrics.Connected(connection.Engine.Transport, isReconnect: run.FirstConnected.Task.IsCompletedSuccessfully);
            Log.Connected(core.Logger, connection.Engine.Transport);
            core.State.TryEnter(ClientState.Connected);
            if (!run.FirstConnected.Task.IsCompleted)
                ReportUnheard(run.Plan);
            run.FirstConnected.TrySetResult();
            return connection;
        }
        catch (SocketIOConnectException failure)
        {
            core.Metrics.ConnectFailed(ConnectFailure.TypeOf(failure));
            core.Limits.OnEnded(failure);
            Log.DialFailed(core.Logger, attempt, failure);
            var isPermanent = ConnectFailure.IsPermanent(failure);
            if (isPermanent && !core.History.HasPermanentFault && (run.Plan.KeepsTrying || run.FirstConnected.Task.IsCompleted))
                Log.PermanentFault(core.Logger, failure.Message);
            else if (attempt == 1 && run.Plan.KeepsTrying && !run.FirstConnected.Task.IsCompleted)
                Log.NotConnectedYet(core.Logger, failure.Message);
            core.History.OnFailed(failure, isPermanent);
            if (isPermanent && run.PermanentFault.TrySetException(failure))
                run.PermanentFault.Task.IgnoreFailure(); // logged
            throw;
        }
    }

    /// <summary>Says that no connection follows, where nobody else does: not this side, that has asked for the end, nor the host.</summary>
    private void ReportEnd(Run run, Loss loss)
    {
        if (core.Options.IsHosted || run.Stop.IsMade)
            return;
        Log.ConnectionEnded(core.Logger, loss.Reason, loss.Cause, core.Method("Connect"), core.Options.Reconnection.WhatReturnsAfter(loss.Reason));
    }

    private void ReportUnheard(ConnectPlan plan)
    {
        foreach (var session in plan.LeftOut.Where(session => session is { IsListenedTo: true, IsWanted: false }))
            Log.NamespaceLeftOut(core.Logger, session.Namespace, core.Method("Join"));
    }

    private bool Returns(Connection connection, Loss loss) => connection.IsGivenUp || core.Options.Reconnection.ReturnsAfter(loss.Reason);
}
