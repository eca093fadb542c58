using SocketIO.Namespaces.Benchmarks.Peers;
using SocketIO.Namespaces.Benchmarks.Peers.SignalR;

namespace SocketIO.Namespaces.Benchmarks.Processes;

/// <summary>The servers: one for all that speak Socket.IO, and SignalR's own; each is started when the first client asks for it.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private readonly Dictionary<string, ServerProcess> _running = [];

    public async Task<ServerProcess> ForAsync(string peer)
    {
        var verb = peer == PeerNames.SignalR ? SignalRServer.Verb : "server";
        if (!_running.TryGetValue(verb, out var server))
            _running[verb] = server = await ServerProcess.StartAsync(verb);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _running.Values)
            await server.DisposeAsync();
    }
}
