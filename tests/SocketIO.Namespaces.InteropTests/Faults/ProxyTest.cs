using SocketIO.Namespaces.InteropTests.Faults.Watching;
using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>A fault between a client and a Node server, or in that server itself.</summary>
public abstract class ProxyTest(Link link) : FaultTest
{
    private readonly Peer _peer = new(ServerKind.Node, link);

    private protected ServerProcess Server { get; private set; } = null!;

    private protected FaultProxy Proxy { get; private set; } = null!;

    private protected WatchedClient Watched { get; private set; } = null!;

    private protected AsyncClient Client => Watched.Client;

    [OneTimeSetUp]
    public async Task StartServer() => Server = await OpenServerAsync();

    [OneTimeTearDown]
    public async Task StopServer()
    {
        await CloseProxyAsync();
        if (Server is not null)
            await CloseServerAsync();
    }

    /// <summary>A new one for each test. The last one's has outlived its client.</summary>
    [SetUp]
    public async Task OpenProxy()
    {
        await CloseProxyAsync();
        Proxy = new FaultProxy(Server.Url);
    }

    [TearDown]
    public void LetGoOfClient() => Watched = null!;

    /// <summary>Overridden by tests that do things to the server which others would feel.</summary>
    private protected virtual Task<ServerProcess> OpenServerAsync() => SharedServers.GetAsync(ServerKind.Node);

    private protected virtual Task CloseServerAsync() => Task.CompletedTask;

    /// <summary>A client by this test's transports, its time-outs short.</summary>
    private protected WatchedClient CreateProxiedClient(Action<SocketIOClientOptions>? configure = null) => Watched = CreateClient(options =>
    {
        foreach (var transport in _peer.Transports)
            options.Transports.Add(transport);
        options.StopTimeout = TimeSpan.FromSeconds(1);
        configure?.Invoke(options);
    });

    /// <summary>Connects a client through the proxy, by its final transport.</summary>
    private protected async Task ConnectAsync(Action<SocketIOClientOptions>? configure = null)
    {
        CreateProxiedClient(configure);
        await Client.ConnectAsync(Proxy.Url).Within("the connection");
        while (Client.Transport != _peer.FinalTransport)
            await Client.CallAsync("ack", 1).Within("an answer during the upgrade");
    }

    private async Task CloseProxyAsync()
    {
        if (Proxy is not null)
            await Proxy.DisposeAsync().Within("the proxy's end");
    }
}
