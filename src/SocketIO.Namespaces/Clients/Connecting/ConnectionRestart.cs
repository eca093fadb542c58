namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Ends the connection and makes a new one at once.</summary>
internal sealed class ConnectionRestart(ClientCore core)
{
    /// <summary>Completes when every namespace is joined again that was wanted and not refused.</summary>
    /// <exception cref="InvalidOperationException">There is no run.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (core.Supervisor.Current is not { } run)
            throw new InvalidOperationException(core.NotConnected);

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

    private static async Task UntilJoinedOrLeftAsync(NamespaceSession session, Run run, CancellationToken cancellationToken)
    {
        if (!session.IsWanted && !run.IsOver)
            return;
        try
        {
            await session.WaitForConnectedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketIODisconnectedException) when (!session.IsWanted && !run.IsOver && !run.Stop.IsMade)
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
}
