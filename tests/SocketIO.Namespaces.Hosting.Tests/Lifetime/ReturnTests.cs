using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Hosting.Tests.Lifetime;

public sealed class ReturnTests
{
    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test, Category("M5")]
    public async Task A_hosted_client_returns_after_the_server_has_disconnected_it()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Watcher>());
        await host.WaitForConnectedAsync();
        TestServerClient first = await _server.Of("/watch").WaitForClientAsync();

        await _server.DisconnectClientsAsync("/watch");
        await _server.DisconnectClientsAsync("/");

        ReceivedEvent returned = await _server.Of("/watch").ReceiveAsync("returned");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(returned.Get<string>(0), Is.EqualTo(nameof(DisconnectReason.ServerDisconnect)));
            Assert.That(returned.Client.Sid, Is.Not.EqualTo(first.Sid));
        }

        await host.StopAsync();
    }

    [Test, Category("M5")]
    public async Task A_hosted_client_that_may_not_return_says_so_in_the_log()
    {
        var logs = new LogCollector();
        using IHost host = await TestHost.StartAsync(
            services => services.AddSocketIOClient(options =>
            {
                options.Url = _server.Url;
                options.Reconnection.AfterServerDisconnect = false;
            }),
            logs);
        await host.WaitForConnectedAsync();

        await _server.DisconnectClientsAsync("/");
        await host.Services.GetRequiredService<AsyncClient>().WaitAsync().WaitAsync(TestHost.Patience);
        await host.StopAsync();

        Assert.That(logs.Entries, Has.Exactly(1).Matches<(LogLevel Level, int Id, string Message)>(
            entry => entry is { Level: LogLevel.Warning, Id: 803 } && entry.Message.Contains("(ServerDisconnect): the server asked for it.")));
        Assert.That(logs.Entries.Where(entry => entry.Level >= LogLevel.Warning), Has.Exactly(1).Items, "it is said once");
    }

    [Test, Category("S7")]
    public async Task A_cut_link_is_mended()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Watcher>());
        await host.WaitForConnectedAsync();

        await _server.DropConnectionsAsync();

        ReceivedEvent returned = await _server.Of("/watch").ReceiveAsync("returned");
        Assert.That(returned.Get<string>(0), Is.Not.EqualTo(nameof(DisconnectReason.ClientDisconnect)));
        await host.StopAsync();
    }

    [Namespace("/watch")]
    private sealed class Watcher : AsyncClientNamespace
    {
        private DisconnectReason? _lost;

        public async Task OnConnect(ConnectInfo info)
        {
            if (info.IsReconnect)
                await EmitAsync("returned", _lost.ToString());
        }

        public void OnDisconnect(DisconnectReason reason) => _lost = reason;
    }
}
