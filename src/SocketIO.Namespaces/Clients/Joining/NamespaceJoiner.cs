using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>Asks the server for one namespace.</summary>
internal sealed class NamespaceJoiner(NamespaceSession session, NamespaceStanding standing, SessionRecovery recovery, ClientCore core)
{
    /// <summary>Joins the namespace on a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="hold">Whether emits other than its connect handlers' wait until those are done.</param>
    /// <param name="attempt">Which attempt this is, for the authentication's context.</param>
    /// <param name="cancellationToken">Gives up waiting for the server.</param>
    /// <returns>The server's refusal; null if the namespace is joined.</returns>
    /// <exception cref="SocketIODisconnectedException">The connection ended first.</exception>
    public async Task<ConnectError?> JoinAsync(Connection connection, bool hold, int attempt, CancellationToken cancellationToken)
    {
        if (await connection.Greeting.WaitAsync(cancellationToken).ConfigureAwait(false) is { } general)
            return session.Namespace == NamespacePath.Default ? general : standing.Refuse(general);
        if (core.Joining.ServerJoinsDefault && IsDefaultOf(connection))
            return null;

        var auth = await core.GetAuthAsync(session, new AuthContext(session.Namespace, attempt, standing.LastRefusal), cancellationToken).ConfigureAwait(false);
        if (auth is not null)
            core.Cleartext.Check(connection.Server);
        Leave? lastLeave;
        BegunJoin? begun;
        do
        {
            lastLeave = standing.LastLeave;
            if (lastLeave?.Connection == connection)
                await connection.SettleAsync(cancellationToken).ConfigureAwait(false);
        }
        while ((begun = TryAsk(connection, auth, hold, lastLeave)) is null);

        core.OnAnswerAwaited();
        return begun.Pending is not { } join ? null : await join.Answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a CONNECT, unless the namespace is joined, being joined or not wanted any more.</summary>
    /// <returns>Null if the namespace has been left since <paramref name="lastLeave"/>: the server has to read that first.</returns>
    private BegunJoin? TryAsk(Connection connection, object? auth, bool hold, Leave? lastLeave)
    {
        var packet = core.Joining.Connect(session.Namespace, auth, recovery.Request());
        var begun = standing.TryBegin(connection, hold, lastLeave);
        if (begun is not { IsNew: true, Pending: { } join })
        {
            packet.Dispose();
        }
        else if (!connection.Engine.TryEnqueue(packet))
        {
            packet.Dispose();
            standing.Cancel(join);
        }

        return begun;
    }

    /// <summary>Where the server joins <c>/</c> by itself: whether that is this namespace.</summary>
    /// <exception cref="SocketIOConnectException">It can't be joined on this connection any more.</exception>
    private bool IsDefaultOf(Connection connection)
    {
        var isDefault = session.Namespace == NamespacePath.Default;
        if (!connection.HasLeftDefault && (!isDefault || standing.IsJoined))
            return isDefault;
        throw new SocketIOConnectException(
            $"Namespace '{session.Namespace}' can't be joined on this connection: a Socket.IO 2.x server joins '/' only at a connection's beginning, " +
            $"and other namespaces only together with it. Call {nameof(AsyncClient.ReconnectAsync)}.")
        { Delivery = Delivery.NotSent };
    }
}
