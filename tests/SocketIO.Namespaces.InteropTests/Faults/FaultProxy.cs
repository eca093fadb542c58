using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>A TCP proxy on a free loopback port, through which a client reaches its server, and which does to the connection what bad networks do.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<ProxiedConnection, bool> _connections = new();
    private readonly List<Task> _serving = [];
    private readonly Task _accepting;
    private int _accepted;

    /// <param name="server">The server's URL, its host an address of this machine.</param>
    public FaultProxy(Uri server)
    {
        _server = new IPEndPoint(IPAddress.Parse(server.Host), server.Port);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";
        _accepting = AcceptAsync();
    }

    public FaultProxy(string server)
        : this(new Uri(server))
    {
    }

    /// <summary>Where the client is to connect to.</summary>
    public string Url { get; }

    /// <summary>What the client sends.</summary>
    public FaultyFlow ToServer { get; } = new();

    /// <summary>What the server sends.</summary>
    public FaultyFlow ToClient { get; } = new();

    /// <summary>How many connections the client has made so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How many connections of the client are open.</summary>
    public int Open => _connections.Count;

    /// <summary>Swallows everything without a word, new connections too, until <see cref="Resume"/>: the other end seems to have vanished.</summary>
    public void BlackHole()
    {
        ToServer.Pause();
        ToClient.Pause();
    }

    public void Resume()
    {
        ToServer.Resume();
        ToClient.Resume();
    }

    /// <summary>Closes all connections in an orderly way.</summary>
    public void Cut()
    {
        foreach (var connection in _connections.Keys)
            connection.Cut();
    }

    /// <summary>Resets all connections.</summary>
    public void Reset()
    {
        foreach (var connection in _connections.Keys)
            connection.Reset();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        Cut();
        await Task.WhenAll(_serving);
    }

    private async Task AcceptAsync()
    {
        while (await NextAsync() is { } client)
        {
            var connection = new ProxiedConnection(client, this);
            Interlocked.Increment(ref _accepted);
            _connections.TryAdd(connection, true);
            _serving.Add(ServeAsync(connection));
        }
    }

    private async Task<Socket?> NextAsync()
    {
        try
        {
            return await _listener.AcceptAsync();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    private async Task ServeAsync(ProxiedConnection connection)
    {
        await connection.RunAsync(_server);
        _connections.TryRemove(connection, out _);
    }
}
