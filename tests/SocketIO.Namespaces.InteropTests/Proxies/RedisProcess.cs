using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>A Redis that keeps nothing and listens on a socket file, on no port.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private RedisProcess(ChildProcess process, string socket)
    {
        _process = process;
        Socket = socket;
    }

    /// <summary>The path of the socket.</summary>
    public string Socket { get; }

    /// <param name="directory">Where the socket file is made.</param>
    public static async Task<RedisProcess> StartAsync(string directory)
    {
        var socket = Path.Combine(directory, "redis.sock");
        var process = ChildProcess.Tethered(Requirements.Redis, "--port", "0", "--unixsocket", socket, "--save", "", "--dir", directory);
        await UntilReadyAsync(process).Within("Redis' start");
        return new RedisProcess(process, socket);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task UntilReadyAsync(ChildProcess process)
    {
        var lines = new List<string>();
        while (await process.Output.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains("ready to accept connections", StringComparison.OrdinalIgnoreCase))
            {
                return;
            }
        }

        Assert.Fail($"Redis ended:\n{string.Join('\n', lines)}\n{process.Errors}");
    }
}
