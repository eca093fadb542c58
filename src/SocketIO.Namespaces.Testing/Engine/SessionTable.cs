using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Testing.Diagnostics;

namespace SocketIO.Namespaces.Testing.Engine;

/// <summary>The live sessions.</summary>
internal sealed class SessionTable(
    SocketIOTestServerOptions options, Func<ServerSession, IMessageReceiver> receive, BackgroundWork work, ILogger logger)
{
    private readonly ConcurrentDictionary<string, ServerSession> _sessions = [];
    private volatile bool _isHeartbeatPaused;

    public int Count => _sessions.Count;

    public IReadOnlyList<ServerSession> Live => [.. _sessions.Values];

    /// <summary>While set, nobody is pinged, and nobody's silence counts.</summary>
    public bool IsHeartbeatPaused
    {
        get => _isHeartbeatPaused;
        set => _isHeartbeatPaused = value;
    }

    public ServerSession? Find(string sid) => _sessions.GetValueOrDefault(sid);

    /// <summary>Starts a session; its handshake is the first packet in line.</summary>
    public ServerSession Open(TransportKind transport, SessionRequest request)
    {
        var session = new ServerSession(request, transport, receive, Forget, logger);
        var canUpgrade = transport is TransportKind.Polling && options.AllowUpgrades && options.Transports.Contains(TransportKind.WebSocket);
        session.TrySend(HandshakePacket.Create(session.Sid, canUpgrade, options));
        _sessions[session.Sid] = session;
        Log.SessionOpened(logger, transport);
        work.Add(BeatAsync(session));
        return session;
    }

    /// <summary>Closes all sessions in an orderly way, and those that take longer than <paramref name="timeout"/> at once.</summary>
    public async Task CloseAllAsync(TimeSpan timeout)
    {
        var sessions = Live;
        foreach (var session in sessions)
            session.Close();
        Task all = Task.WhenAll(sessions.Select(session => session.Completion));
        await all.WaitAsync(timeout, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var session in sessions)
            session.End(DisconnectReason.ServerDisconnect);
    }

    private void Forget(ServerSession session) => _sessions.TryRemove(session.Sid, out _);

    private async Task BeatAsync(ServerSession session)
    {
        while (!session.Ended.IsCancellationRequested)
        {
            await Task.Delay(options.PingInterval, options.TimeProvider, session.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (IsHeartbeatPaused || session.Ended.IsCancellationRequested)
                continue;

            var pong = session.PingAsync();
            await pong.WaitAsync(options.PingTimeout, options.TimeProvider, session.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!pong.IsCompleted && !IsHeartbeatPaused)
                session.End(DisconnectReason.PingTimeout);
        }
    }
}
