using System.Net.Sockets;
using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>HAProxy before several servers, which treats clients in a different way on each of its ports.</summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private const int Attempts = 5;

    private readonly ChildProcess _process;
    private readonly string _statistics;
    private readonly Task _end;

    private LoadBalancer(ChildProcess process, string statistics, int[] ports)
    {
        _process = process;
        _end = process.Output.ReadToEndAsync();
        _statistics = statistics;
        var urls = Array.ConvertAll(ports, port => $"http://127.0.0.1:{port}");
        (StickyUrl, RoundRobinUrl, ImpatientUrl) = (urls[0], urls[1], urls[2]);
    }

    /// <summary>Keeps a client at one server by a cookie.</summary>
    public string StickyUrl { get; }

    /// <summary>Gives each request to the next server, in strict turns.</summary>
    public string RoundRobinUrl { get; }

    /// <summary>Cuts a WebSocket that has been idle for half a second.</summary>
    public string ImpatientUrl { get; }

    /// <param name="directory">Where its files are made.</param>
    /// <param name="servers">The servers' ports by their names.</param>
    public static async Task<LoadBalancer> StartAsync(string directory, IReadOnlyDictionary<string, int> servers)
    {
        var file = Path.Combine(directory, "haproxy.cfg");
        var statistics = Path.Combine(directory, "haproxy.sock");
        for (var attempt = 1; ; attempt++)
        {
            var ports = FreePort.Find(3);
            await File.WriteAllTextAsync(file, Configuration(statistics, ports, servers));
            var balancer = new LoadBalancer(ChildProcess.Tethered(Requirements.HAProxy, "-db", "-f", file), statistics, ports);
            try
            {
                await balancer.UntilAllAreUpAsync();
                return balancer;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                await balancer.DisposeAsync(); // somebody else took one of the ports in between
            }
        }
    }

    /// <summary>Waits until no server is held to be down.</summary>
    public async Task UntilAllAreUpAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await StatisticsAsync(patience.Token) is not { Length: > 0 } table || table.Contains(",DOWN,", StringComparison.Ordinal))
        {
            if (_end.IsCompleted)
            {
                throw new InvalidOperationException($"HAProxy ended:\n{_process.Errors}");
            }

            await Task.Delay(20, patience.Token);
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Configuration(string statistics, int[] ports, IReadOnlyDictionary<string, int> servers)
    {
        return $"""
            global
              maxconn 500
              stats socket {statistics}
            defaults
              mode http
              balance roundrobin
              option redispatch 1
              timeout connect 2s
              timeout client 1m
              timeout server 1m
              timeout tunnel 10m
            listen sticky
              bind 127.0.0.1:{ports[0]}
              cookie server insert indirect nocache
              {Servers(name => $"cookie {name} check inter 100ms fall 1 rise 1 on-marked-down shutdown-sessions")}
            listen round-robin
              bind 127.0.0.1:{ports[1]}
              {Servers()}
            listen impatient
              bind 127.0.0.1:{ports[2]}
              timeout tunnel 500ms
              {Servers()}

            """;

        string Servers(Func<string, string>? settings = null)
            => string.Join("\n  ", servers.Select(server => $"server {server.Key} 127.0.0.1:{server.Value} {settings?.Invoke(server.Key)}"));
    }

    private async Task<string> StatisticsAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_statistics), cancellationToken);
            await socket.SendAsync("show stat\n"u8.ToArray(), cancellationToken);
            using var reader = new StreamReader(new NetworkStream(socket));
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (SocketException)
        {
            return ""; // it has not started, or has ended
        }
    }
}
