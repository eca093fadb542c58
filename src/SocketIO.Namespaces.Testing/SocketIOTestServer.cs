using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Testing.Connections;
using SocketIO.Namespaces.Testing.Engine;
using SocketIO.Namespaces.Testing.Hosting;
using SocketIO.Namespaces.Testing.Transports;

namespace SocketIO.Namespaces;

/// <summary>A real Socket.IO server (protocol 5, Engine.IO 4) on a free loopback port, in this process, for tests. Any client can talk to it, by
/// WebSocket and by long polling.</summary>
/// <remarks>Namespaces exist as soon as a client asks for them. Safe to use from any thread.</remarks>
public sealed class SocketIOTestServer : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan HandlerTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _listening = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly BackgroundWork _work = new();
    private readonly SocketIOTestServerOptions _options;
    private readonly NamespaceDirectory _namespaces;
    private readonly SessionTable _sessions;
    private readonly EngineEndpoint _endpoint;
    private LoopbackHost? _host;
    private int _port;
    private bool _isDisposed;

    private SocketIOTestServer(SocketIOTestServerOptions options)
    {
        _options = options;
        var logger = options.LoggerFactory?.CreateLogger(typeof(SocketIOTestServer).FullName!) ?? NullLogger.Instance;
        var limits = new SocketIOLimits { MessageBytes = options.MaxPayload };
        var serializer = new PacketSerializer(options.JsonSerializerOptions, limits);
        _namespaces = new NamespaceDirectory(new ServerContext(options, limits, serializer, _work, logger, _stopping.Token));
        _sessions = new SessionTable(options, session => new ServerConnection(session, _namespaces), _work, logger);
        _endpoint = new EngineEndpoint(options, _sessions);
    }

    /// <summary>Where clients reach it, such as <c>http://127.0.0.1:50123</c>. It stays the same when the server is restarted.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>How many connections (engine sessions) are alive.</summary>
    public int Connections => _sessions.Count;

    /// <summary>Starts a server.</summary>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<SocketIOTestServer> StartAsync(CancellationToken cancellationToken = default)
        => StartAsync(configure: null, cancellationToken);

    /// <summary>Starts a server.</summary>
    /// <param name="configure">Says how it behaves.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public static async Task<SocketIOTestServer> StartAsync(
        Action<SocketIOTestServerOptions>? configure, CancellationToken cancellationToken = default)
    {
        var options = new SocketIOTestServerOptions();
        configure?.Invoke(options);
        options.Validate();
        var server = new SocketIOTestServer(options);
        await server.ListenAsync(cancellationToken).ConfigureAwait(false);
        return server;
    }

    /// <summary>A namespace, to handle events, emit and receive.</summary>
    /// <param name="path">The namespace, such as <c>/chat</c>; <c>/</c> is the default one.</param>
    /// <exception cref="ArgumentException">The path does not start with a slash, or can't be a namespace.</exception>
    public TestServerNamespace Of(string path) => _namespaces.Of(path);

    /// <summary>Refuses clients that ask for a namespace from now on; those that have joined it stay.</summary>
    /// <param name="path">The namespace.</param>
    /// <param name="message">What the client is told.</param>
    /// <param name="data">What the client is told besides: any value that System.Text.Json can write. Null: nothing.</param>
    /// <exception cref="ArgumentException">The path can't be a namespace.</exception>
    public void Refuse(string path, string message, object? data = null) => _namespaces.Refuse(path, new Refusal(message, data));

    /// <summary>Refuses clients from now on whose auth will not do; those that have joined stay.</summary>
    /// <param name="path">The namespace.</param>
    /// <param name="accepts">Whether a client may join that sent this; null where it sent nothing.</param>
    /// <param name="message">What the others are told.</param>
    /// <param name="data">What they are told besides: any value that System.Text.Json can write. Null: nothing.</param>
    /// <exception cref="ArgumentException">The path can't be a namespace.</exception>
    public void RefuseUnless(string path, Func<JsonElement?, bool> accepts, string message, object? data = null)
    {
        ArgumentNullException.ThrowIfNull(accepts);
        _namespaces.Refuse(path, new Refusal(message, data, accepts));
    }

    /// <summary>Lets clients join a namespace that was refused.</summary>
    /// <param name="path">The namespace.</param>
    /// <exception cref="ArgumentException">The path can't be a namespace.</exception>
    public void Accept(string path) => _namespaces.Accept(path);

    /// <summary>Stops pinging clients and minding their silence: they will find that the connection has died.</summary>
    public void PauseHeartbeat() => _sessions.IsHeartbeatPaused = true;

    /// <summary>Goes on pinging clients.</summary>
    public void ResumeHeartbeat() => _sessions.IsHeartbeatPaused = false;

    /// <summary>Cuts every connection as a network that fails would: no client is told. Clients may come back at once.</summary>
    public async Task DropConnectionsAsync()
    {
        var sessions = _sessions.Live; // and not those of clients that come back meanwhile
        if (_host is { } host)
            await host.DropConnectionsAsync().ConfigureAwait(false);
        foreach (var session in sessions)
            session.End(DisconnectReason.TransportError);
    }

    /// <summary>Puts every client out of a namespace with a DISCONNECT packet. Their connections live on.</summary>
    /// <param name="path">The namespace.</param>
    /// <exception cref="ArgumentException">The path can't be a namespace.</exception>
    public Task DisconnectClientsAsync(string path) => Task.WhenAll(Of(path).Clients.Select(client => client.DisconnectAsync()));

    /// <summary>Closes every connection in an orderly way, without DISCONNECT packets, as a server that shuts down does. Clients may come back at
    /// once.</summary>
    public Task CloseConnectionsAsync() => _sessions.CloseAllAsync(CloseTimeout);

    /// <summary>Cuts every connection and lets nobody in until <see cref="RestartAsync"/>, as a server that has crashed. Handlers and what was
    /// received are kept.</summary>
    public Task StopListeningAsync() => StopHostAsync(isOrderly: false);

    /// <summary>Listens again, at the same <see cref="Url"/>. One that listens still is stopped first.</summary>
    /// <param name="cancellationToken">Gives up starting.</param>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await StopListeningAsync().ConfigureAwait(false);
        await ListenAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connections and stops. Handlers that run have their token cancelled, and 5 seconds to end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _sessions.CloseAllAsync(FarewellTimeout).ConfigureAwait(false);
        _isDisposed = true;
        await StopHostAsync(isOrderly: true).ConfigureAwait(false);
        await _work.WaitAsync(HandlerTimeout).ConfigureAwait(false);
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await _listening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _host ??= await LoopbackHost.StartAsync(_options, _endpoint.HandleAsync, _port, cancellationToken).ConfigureAwait(false);
            Url = _host.Url;
            _port = Url.Port;
        }
        finally
        {
            _listening.Release();
        }
    }

    private async Task StopHostAsync(bool isOrderly)
    {
        await _listening.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_host is not { } host)
                return;

            var stopping = host.DisposeAsync();
            if (!isOrderly)
                await DropConnectionsAsync().ConfigureAwait(false); // only now, when nobody can come back
            await stopping.ConfigureAwait(false);
            _host = null;
            foreach (var session in _sessions.Live)
                session.End(DisconnectReason.TransportError);
        }
        finally
        {
            _listening.Release();
        }
    }
}
