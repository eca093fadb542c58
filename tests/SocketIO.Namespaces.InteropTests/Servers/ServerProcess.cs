using System.Globalization;
using System.Text.Json;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Servers;

/// <summary>A Socket.IO server in a process of its own, on a free port of this machine.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly ServerKind _kind;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private ChildProcess? _process;
    private int _port;

    private ServerProcess(ServerKind kind, IReadOnlyDictionary<string, string> environment)
    {
        _kind = kind;
        _environment = environment;
    }

    public int Port => _port;

    public string Url => $"http://127.0.0.1:{_port}";

    public string Errors => _process?.Errors ?? "";

    /// <param name="kind">Which server.</param>
    /// <param name="environment">Its settings: PING_INTERVAL_MS, PING_TIMEOUT_MS, MAX_MESSAGE_BYTES; RECOVERY_MS, LOG_FILE, SERVER_NAME, REDIS_SOCKET, TLS_PFX and TLS_VERSION on Node.</param>
    public static async Task<ServerProcess> StartAsync(ServerKind kind, params (string Name, string Value)[] environment)
    {
        await Requirements.DemandAsync(kind);
        var server = new ServerProcess(kind, environment.ToDictionary(variable => variable.Name, variable => variable.Value));
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts the server, on the port it had before if there was one.</summary>
    public async Task StartAsync()
    {
        var port = _port.ToString(CultureInfo.InvariantCulture);
        var (program, script) = _kind switch
        {
            ServerKind.Node => (Requirements.Node, "node/server.js"),
            ServerKind.Node2 => (Requirements.Node, "node2/server.js"),
            _ => (Requirements.Python, "python/server.py"),
        };
        _process = new ChildProcess(program, [ServerFiles.Of(script), port], _environment);
        var ready = await _process.Output.ReadLineAsync().Within($"the {_kind} server's start");
        Assert.That(ready, Is.Not.Null, () => $"the {_kind} server ended:\n{Errors}");
        _port = JsonElement.Parse(ready!).GetProperty("port").GetInt32();
    }

    /// <summary>Ends the server as <c>kill -9</c> does; it can be started again.</summary>
    public async Task KillAsync()
    {
        await _process!.DisposeAsync();
        _process = null;
    }

    /// <summary>Stops the server where it stands: its sockets stay open, and nobody serves them.</summary>
    public Task FreezeAsync() => _process!.FreezeAsync();

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => _process!.ThawAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }
}
