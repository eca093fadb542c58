using System.Collections.Concurrent;

namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>The sessions that are open, each of which hears a heartbeat.</summary>
internal sealed class FloodSessions
{
    /// <summary>Shorter than usual, so that a few seconds of rest hold a ping of each connection.</summary>
    public static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<IPingable, bool> _open = new();
    private readonly ConcurrentDictionary<string, PollingSession> _polling = new();
    private int _lastId;

    public IDisposable Add(IPingable session)
    {
        _open[session] = true;
        return new Registration(() => _open.TryRemove(session, out _));
    }

    /// <summary>The polling session of an id, or a new one.</summary>
    public PollingSession Polling(string? id)
    {
        if (id is not null)
            return _polling[id];
        id = $"polling-{Interlocked.Increment(ref _lastId)}";
        var session = new PollingSession(id);
        _polling[id] = session;
        _open[session] = true;
        return session;
    }

    public async Task PingAsync()
    {
        using var timer = new PeriodicTimer(PingInterval);
        while (await timer.WaitForNextTickAsync())
        {
            foreach (var session in _open.Keys)
                await PingAsync(session);
        }
    }

    private async Task PingAsync(IPingable session)
    {
        try
        {
            await session.PingAsync();
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            _open.TryRemove(session, out _);
        }
    }

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
