using NUnit.Framework.Interfaces;
using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>A test of a client against a real server. What the server does is written in <c>Servers/node/server.js</c>.</summary>
public abstract class InteropTest(Peer peer)
{
    private readonly List<AsyncClient> _clients = [];
    private readonly Recorder<HandlerErrorContext> _handlerErrors = new("a handler's error");
    private readonly ClientLog _log = new();

    protected Peer Peer { get; } = peer;

    private protected ServerProcess Server { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartServer() => Server = await OpenServerAsync();

    [OneTimeTearDown]
    public async Task StopServer()
    {
        if (Server is not null)
        {
            await CloseServerAsync();
        }
    }

    [TearDown]
    public async Task DisposeClients()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync().Within("the client's disposal");
        }

        _clients.Clear();
        var handlerErrors = _handlerErrors.Rest();
        var log = _log.Take();
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
        {
            await TestContext.Out.WriteLineAsync($"{Peer}\n{log}\n{Server.Errors}");
        }

        Assert.That(handlerErrors.Select(error => error.Exception), Is.Empty, "errors in handlers");
    }

    /// <summary>Overridden by tests that do things to the server which others would feel.</summary>
    private protected virtual Task<ServerProcess> OpenServerAsync() => SharedServers.GetAsync(Peer.Server);

    private protected virtual Task CloseServerAsync() => Task.CompletedTask;

    protected AsyncClient CreateClient(Action<SocketIOClientOptions>? configure = null)
    {
        var client = new AsyncClient(options =>
        {
            Configure(options);
            configure?.Invoke(options);
        });
        _clients.Add(client);
        return client;
    }

    /// <summary>Sets the options that every client of a test has.</summary>
    private protected void Configure(SocketIOClientOptions options)
    {
        foreach (var transport in Peer.Transports)
        {
            options.Transports.Add(transport);
        }

        options.EngineVersion = Peer.EngineVersion;
        options.LoggerFactory = _log;
        options.OnHandlerError = _handlerErrors.Add;
        options.Reconnection.Delay = TimeSpan.FromMilliseconds(50);
        options.Reconnection.MaxDelay = TimeSpan.FromMilliseconds(200);
    }

    private protected Task ConnectAsync(AsyncClient client, params string[] namespaces)
        => client.ConnectAsync(Server.Url, namespaces.Length == 0 ? null : namespaces).Within("the connection");

    private protected async Task<AsyncClient> ConnectAsync(params string[] namespaces)
    {
        var client = CreateClient();
        await ConnectAsync(client, namespaces);
        return client;
    }

    /// <summary>Calls the server until the upgrade, if there is to be one, is done.</summary>
    private protected async Task SettleAsync(AsyncClient client)
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (client.Transport != Peer.FinalTransport)
        {
            await client.CallAsync<int>("ack", 1, cancellationToken: giveUp.Token);
        }
    }

    private protected static Task<ServerInfo> InfoAsync(ISocketIOEmitter emitter)
        => emitter.CallAsync<ServerInfo>("info").Within($"what the server knows of {emitter.Namespace}");
}
