using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>Joins and leaves single namespaces while the connection lives on.</summary>
internal sealed class Membership(ClientCore core)
{
    /// <summary>Joins one more namespace on the connection there is, or else the next, and with every later one.</summary>
    /// <exception cref="SocketIOConnectException">The server refused it, or did not answer in time.</exception>
    public async Task JoinAsync(NamespaceSession session, CancellationToken cancellationToken)
    {
        var run = core.Supervisor.Admit(session);
        if (run.Connection is not { } connection || !await TryJoinAsync(session, connection, cancellationToken).ConfigureAwait(false))
            await UntilJoinedAsync(session, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Leaves one namespace; with the last one, the client ends.</summary>
    public async Task LeaveAsync(NamespaceSession session, CancellationToken cancellationToken)
    {
        while (!session.Standing.TryGiveUp())
        {
            // Where it has no connection, or not this one any more, it is being lost this very moment.
            if (session.Connection is { } connection && await TryLeaveAsync(session, connection, cancellationToken).ConfigureAwait(false))
                break;
        }

        await StopIfLastAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The server disconnected one namespace; with the last one, the connection ends.</summary>
    public void OnServerDisconnect(NamespaceSession session, Connection connection)
    {
        if (!session.IsConnected)
            return;
        var returns = core.Options.Reconnection.ReturnsAfter(DisconnectReason.ServerDisconnect);
        var isLast = core.Namespaces.All.All(other => other == session || !other.Standing.IsJoinedOrJoining(connection));
        if (isLast || (returns && connection.HasLeftDefault && core.Joining.ServerJoinsDefault))
        {
            connection.Engine.End(DisconnectReason.ServerDisconnect);
            return;
        }

        if (session.Standing.LoseAlone(connection, new Loss(DisconnectReason.ServerDisconnect), isFinal: !returns) is not { } handled)
            return;
        if (!returns)
        {
            var remedy = connection.HasLeftDefault && core.Joining.ServerJoinsDefault ? core.Method("Reconnect") : core.Method("Join");
            Log.NamespaceEnded(core.Logger, session.Namespace, remedy, core.Options.Reconnection.WhatReturnsAfter(DisconnectReason.ServerDisconnect));
            return;
        }

        var attempt = session.Rejoins.OnLost();
        if (attempt == 0)
            Log.NamespaceLost(core.Logger, session.Namespace);
        else
            Log.NamespaceLostAgain(core.Logger, session.Namespace);
        connection.Own(RejoinAsync(session, connection, handled, attempt));
    }

    /// <summary>Gets one namespace back, or for the first time, on a connection that lives on; with growing waits between the attempts.</summary>
    /// <param name="session">The namespace.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="first">What to wait for before, but not longer than handlers may hold things up.</param>
    /// <param name="attempt">How often it has been asked for in vain.</param>
    public async Task RejoinAsync(NamespaceSession session, Connection connection, Task first, int attempt = 0)
    {
        await Task.WhenAny(first, connection.Engine.Completion).EndsWithinAsync(core.Options.Reconnection.HandlerTimeout, core.Time).ConfigureAwait(false);
        for (; session.IsWanted; attempt++)
        {
            if (await connection.Engine.Completion.EndsWithinAsync(Backoff.Delay(core.Options.Reconnection, attempt), core.Time).ConfigureAwait(false))
                return; // the next connection joins it
            session.Rejoins.OnAsked(attempt);
            if (session.IsWanted && await TryJoinAsync(session, connection, attempt + 1).ConfigureAwait(false))
                return;
        }
    }

    /// <returns>False if the connection came to nothing before the client was connected by it; the next one will join the namespace.</returns>
    private async Task<bool> TryJoinAsync(NamespaceSession session, Connection connection, CancellationToken cancellationToken)
    {
        var isDialling = core.State.Current != ClientState.Connected;
        try
        {
            await JoinOnAsync(session, connection, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketIODisconnectedException) when (isDialling && core.Supervisor.ConnectsByItself)
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

    /// <summary>Joins one namespace on a connection.</summary>
    private async Task JoinOnAsync(NamespaceSession session, Connection connection, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(core.Options.ConnectTimeout, core.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            if (await session.Joiner.JoinAsync(connection, hold: false, attempt: 1, either.Token).ConfigureAwait(false) is { } refusal)
            {
                session.EndDeliveries();
                throw session.Errors.Refused(refusal);
            }
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested(); // the caller's own token is what it shall see
            throw session.Errors.JoinNotAnswered();
        }
    }

    /// <returns>False if the namespace is not joined on this connection any more.</returns>
    private static async Task<bool> TryLeaveAsync(NamespaceSession session, Connection connection, CancellationToken cancellationToken)
    {
        session.EndDeliveries(); // to the server, an event behind the DISCONNECT would be a fault
        await connection.SettleAsync(cancellationToken).ConfigureAwait(false);
        if (session.Standing.LeaveAlone(connection) is not { } handled)
            return false;
        if (CurrentWork.Unit != session)
            await handled.WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private Task StopIfLastAsync(CancellationToken cancellationToken)
        => core.Namespaces.All.Any(other => other.IsWanted && !other.IsRefused) ? Task.CompletedTask : core.Supervisor.StopAsync(cancellationToken);

    private async Task<bool> TryJoinAsync(NamespaceSession session, Connection connection, int attempt)
    {
        using var patience = new CancellationTokenSource(core.Options.ConnectTimeout, core.Time);
        try
        {
            var joining = session.Joiner.JoinAsync(connection, hold: true, attempt, patience.Token);
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
}
