using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace SocketIO.Namespaces.Hosting.Tests.Health;

[Category("H6")]
public sealed class HealthTests
{
    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_connected_client_is_healthy()
    {
        using IHost host = await StartAsync(services => services.AddClient(_server.Url));
        await host.WaitForConnectedAsync();

        HealthReportEntry entry = await CheckAsync(host);

        Assert.That((entry.Status, entry.Description), Is.EqualTo((HealthStatus.Healthy, "Connected.")));
        Assert.That(entry.Data["transport"], Is.EqualTo("WebSocket"));
        Assert.That(entry.Tags, Is.EquivalentTo(new[] { "ready", "socketio" }));
        await host.StopAsync();
    }

    [Test]
    public async Task A_refused_namespace_is_named()
    {
        _server.Refuse("/locked", "not allowed");
        using IHost host = await StartAsync(services => services.AddClient(_server.Url).Services.AddSocketIOClient(options => options.Namespaces.Add("/locked")));
        await host.WaitForConnectedAsync();

        HealthReportEntry entry = await CheckAsync(host);

        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(entry.Description, Does.Contain("/locked"));
        await host.StopAsync();
    }

    [Test]
    public async Task One_that_the_server_has_disconnected_alone_is_named_and_stays_so()
    {
        using IHost host = await StartAsync(services => services.AddClient(_server.Url).Services.AddSocketIOClient(options =>
        {
            options.Namespaces.Add("/chat");
            options.Reconnection.AfterServerDisconnect = false;
        }));
        await host.WaitForConnectedAsync();

        await _server.DisconnectClientsAsync("/chat");
        await UntilAsync(host, HealthStatus.Degraded);

        HealthReportEntry entry = await CheckAsync(host);
        Assert.That((entry.Status, entry.Description), Is.EqualTo((HealthStatus.Degraded, "Connected, but not joined: /chat.")));
        Assert.That(entry.Data["missingNamespaces"], Is.EqualTo(new[] { "/chat" }));
        await host.StopAsync();
    }

    [Test]
    public async Task Refused_and_missing_namespaces_are_named_apart()
    {
        _server.Refuse("/locked", "not allowed");
        using IHost host = await StartAsync(services => services.AddClient(_server.Url).Services.AddSocketIOClient(options =>
        {
            options.Namespaces.Add("/chat");
            options.Namespaces.Add("/locked");
            options.Reconnection.AfterServerDisconnect = false;
        }));
        await host.WaitForConnectedAsync();

        await _server.DisconnectClientsAsync("/chat");
        using var patience = new CancellationTokenSource(TestHost.Patience);
        while (!(await CheckAsync(host)).Data.ContainsKey("missingNamespaces"))
            await Task.Delay(5, patience.Token);

        Assert.That((await CheckAsync(host)).Description, Is.EqualTo("Connected, but the server refuses /locked; not joined: /chat."));
        await host.StopAsync();
    }

    [Test]
    public async Task One_that_comes_back_alone_is_healthy_again()
    {
        var clock = new FakeTimeProvider();
        using IHost host = await StartAsync(services => services.AddClient(_server.Url).Services.AddSocketIOClient(options =>
        {
            options.Namespaces.Add("/chat");
            options.TimeProvider = clock;
        }));
        await host.WaitForConnectedAsync();

        await _server.DisconnectClientsAsync("/chat");
        await UntilAsync(host, HealthStatus.Degraded);

        using var patience = new CancellationTokenSource(TestHost.Patience);
        while ((await CheckAsync(host)).Status != HealthStatus.Healthy)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100)); // until the wait before the next join is over
            await Task.Delay(5, patience.Token);
        }

        await host.Services.GetRequiredService<AsyncClient>().DisposeAsync();
    }

    [TestCase(59, HealthStatus.Degraded)]
    [TestCase(60, HealthStatus.Unhealthy)]
    public async Task One_that_can_not_connect_is_unhealthy_after_a_minute(int seconds, HealthStatus expected)
    {
        await _server.StopListeningAsync();
        var clock = new FakeTimeProvider();
        using IHost host = await StartAsync(services => services.AddClient(_server.Url).Services.AddSocketIOClient(options => options.TimeProvider = clock));
        var client = host.Services.GetRequiredService<AsyncClient>();
        clock.Advance(TimeSpan.FromSeconds(seconds));

        HealthReportEntry entry = await CheckAsync(host);

        Assert.That(entry.Status, Is.EqualTo(expected));
        Assert.That(entry.Description, Does.StartWith($"Connecting for {seconds} s."));
        await client.DisposeAsync();
    }

    [Test]
    [Category("M22")]
    public async Task One_whose_fault_does_not_pass_is_unhealthy_at_once()
    {
        using IHost host = await StartAsync(services => services.AddClient(_server.Url).Services.AddSocketIOClient(options => options.Path = "/elsewhere/"));
        await UntilAsync(host, HealthStatus.Unhealthy);

        HealthReportEntry entry = await CheckAsync(host);

        Assert.That(entry.Description, Does.Contain("somebody has to fix").And.Contain("404"));
        await host.StopAsync();
    }

    [Test]
    public async Task One_that_has_ended_is_unhealthy_and_says_why()
    {
        using IHost host = await StartAsync(services => services.AddClient(_server.Url).Services.AddSocketIOClient(options => options.Reconnection.AfterServerDisconnect = false));
        await host.WaitForConnectedAsync();
        await _server.DisconnectClientsAsync("/");
        await host.Services.GetRequiredService<AsyncClient>().WaitAsync();

        HealthReportEntry entry = await CheckAsync(host);

        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(entry.Description, Does.Contain("ended for good").And.Contain("the server asked for it"));
        await host.StopAsync();
    }

    [Test]
    public async Task One_that_comes_back_is_healthy_again()
    {
        using IHost host = await StartAsync(services => services.AddClient(_server.Url));
        await host.WaitForConnectedAsync();
        await _server.StopListeningAsync();
        await _server.DropConnectionsAsync();
        await UntilAsync(host, HealthStatus.Degraded);

        await _server.RestartAsync();

        await UntilAsync(host, HealthStatus.Healthy);
        await host.StopAsync();
    }

    [Test]
    public async Task Each_client_has_a_check_wherever_it_is_registered()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddHealthChecks().AddSocketIOClient();
            services.AddClient(_server.Url);
            services.AddSocketIOClient("orders", options => options.Url = _server.Url);
        });

        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.That(report.Entries.Keys, Is.EquivalentTo(new[] { "socketio", "socketio:orders" }));
        await host.StopAsync();
    }

    [Test]
    public async Task One_client_alone_may_be_checked_in_its_own_way()
    {
        await _server.StopListeningAsync();
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddClient(_server.Url);
            services.AddSocketIOClient("orders", options => options.Url = _server.Url);
            services.AddHealthChecks().AddSocketIOClient("orders", unhealthyAfter: TimeSpan.Zero, failureStatus: HealthStatus.Degraded, tags: ["late"]);
        });

        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.That(report.Entries.Keys, Is.EqualTo(new[] { "socketio:orders" }));
        Assert.That(report.Entries["socketio:orders"].Tags, Is.EqualTo(new[] { "late" }));
        Assert.That(report.Entries["socketio:orders"].Status, Is.EqualTo(HealthStatus.Degraded));
        await host.StopAsync();
    }

    [Test]
    public void A_client_that_is_not_there_is_named()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHealthChecks().AddSocketIOClient("orders");
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<HealthCheckService>, Throws.InvalidOperationException.With.Message.Contains("client \"orders\""));
    }

    private static Task<IHost> StartAsync(Action<IServiceCollection> configure) => TestHost.StartAsync(services =>
    {
        configure(services);
        services.AddHealthChecks().AddSocketIOClient();
    });

    private static async Task UntilAsync(IHost host, HealthStatus status)
    {
        using var patience = new CancellationTokenSource(TestHost.Patience);
        while ((await CheckAsync(host)).Status != status)
            await Task.Delay(5, patience.Token);
    }

    private static async Task<HealthReportEntry> CheckAsync(IHost host)
        => (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["socketio"];
}
