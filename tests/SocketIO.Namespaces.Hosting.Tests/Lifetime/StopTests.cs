using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace SocketIO.Namespaces.Hosting.Tests.Lifetime;

[Category("H4"), Category("M18")]
public sealed class StopTests
{
    // Far below the host's own time for stopping (30 s), so that a stop that waits for it is caught.
    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(10);

    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test]
    public async Task The_server_is_told()
    {
        var logs = new LogCollector();
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Handler>(), logs);
        await host.WaitForConnectedAsync();
        TestServerClient client = await _server.Of("/handler").WaitForClientAsync();

        await host.StopAsync().WaitAsync(Promptly);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await client.WaitForDisconnectAsync(), Is.EqualTo(DisconnectReason.ClientDisconnect));
            Assert.That(host.Services.GetRequiredService<AsyncClient>().State, Is.EqualTo(ClientState.Disconnected));
            Assert.That(logs.Entries.Where(entry => entry is { Id: >= 800, Level: > LogLevel.Debug }).Select(entry => entry.Id), Is.EqualTo(new[] { 800, 801 }));
            Assert.That(logs.Entries.Where(entry => entry.Level >= LogLevel.Warning), Is.Empty);
        }
    }

    [Test]
    public async Task A_stop_during_back_off_does_not_wait_for_it()
    {
        await _server.StopListeningAsync();
        var failed = new Signal();
        using IHost host = await TestHost.StartAsync(services => services
            .AddSingleton(failed)
            .AddSingleton<TimeProvider>(new FakeTimeProvider())
            .AddClient(_server.Url)
            .AddNamespace<Handler>());
        await failed.WaitAsync();

        await host.StopAsync().WaitAsync(Promptly);

        Assert.That(host.Services.GetRequiredService<AsyncClient>().State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    public async Task A_stop_during_a_dial_that_nobody_answers_does_not_wait_for_it()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using IHost host = await TestHost.StartAsync(services => services.AddClient(new Uri($"http://{silent.LocalEndpoint}")));
        using TcpClient dialled = await silent.AcceptTcpClientAsync().WaitAsync(TestHost.Patience);

        await host.StopAsync().WaitAsync(Promptly);

        Assert.That(host.Services.GetRequiredService<AsyncClient>().State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    public async Task A_handler_that_hangs_has_the_time_for_stopping_and_no_more()
    {
        var entered = new Signal();
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddSingleton(entered).AddClient(_server.Url).AddNamespace<Handler>();
            services.Configure<SocketIOClientOptions>(BeImpatient);
        });
        await host.WaitForConnectedAsync();
        await _server.Of("/handler").EmitAsync("hang");
        await entered.WaitAsync();

        await host.StopAsync().WaitAsync(Promptly);

        Assert.That(host.Services.GetRequiredService<AsyncClient>().State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    public async Task A_running_handler_may_finish_and_its_acknowledgement_is_sent()
    {
        var entered = new Signal();
        using IHost host = await TestHost.StartAsync(services => services.AddSingleton(entered).AddClient(_server.Url).AddNamespace<Handler>());
        await host.WaitForConnectedAsync();
        TestServerClient client = await _server.Of("/handler").WaitForClientAsync();
        var handler = host.Services.GetRequiredService<ISocketIOEmitter<Handler>>();
        Task<string> answer = client.CallAsync<string>("finish");
        await entered.WaitAsync();

        Task stop = host.StopAsync();
        Handler.Finish.Release();
        await stop.WaitAsync(Promptly);

        Assert.That(await answer, Is.EqualTo("finished"));
        Assert.That(handler.IsConnected, Is.False);
    }

    [Test, Category("M6")]
    public async Task After_a_stop_an_emit_fails_at_once()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url));
        var emitter = host.Services.GetRequiredService<ISocketIOEmitter>();
        await host.WaitForConnectedAsync();

        await host.StopAsync().WaitAsync(Promptly);

        Assert.That(
            async () => await emitter.EmitAsync("late"),
            Throws.InstanceOf<SocketIOException>().With.Property("Delivery").EqualTo(Delivery.NotSent));
    }

    [Test]
    public async Task A_host_whose_time_is_over_is_not_held_up()
    {
        var logs = new LogCollector();
        var entered = new Signal();
        using IHost host = await TestHost.StartAsync(
            services =>
            {
                services.AddSingleton(entered).AddClient(_server.Url).AddNamespace<Handler>();
                services.Configure<SocketIOClientOptions>(BeImpatient);
            },
            logs);
        await host.WaitForConnectedAsync();
        await _server.Of("/handler").EmitAsync("hang");
        await entered.WaitAsync();

        using var over = new CancellationTokenSource();
        await over.CancelAsync();
        var service = host.Services.GetServices<IHostedService>().OfType<SocketIOClientHostedService>().Single();
        await service.StoppedAsync(over.Token).WaitAsync(Promptly);

        Assert.That(logs.Entries.Select(entry => entry.Id), Has.One.EqualTo(802));
    }

    [Test]
    public async Task Two_hosts_live_side_by_side()
    {
        using IHost one = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Handler>());
        using IHost other = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Handler>());
        await one.WaitForConnectedAsync();
        await other.WaitForConnectedAsync();

        await one.StopAsync().WaitAsync(Promptly);

        Assert.That(other.Services.GetRequiredService<ISocketIOEmitter<Handler>>().IsConnected, Is.True);
        await other.StopAsync().WaitAsync(Promptly);
    }

    private static void BeImpatient(SocketIOClientOptions options)
    {
        options.StopTimeout = TimeSpan.FromMilliseconds(200);
        options.Reconnection.HandlerTimeout = TimeSpan.FromMilliseconds(200);
    }

    [Namespace("/handler")]
    private sealed class Handler(Signal? signal = null) : AsyncClientNamespace
    {
        public static readonly SemaphoreSlim Finish = new(0);

        public void OnConnectError() => signal?.Set();

        // Deaf to the token on purpose.
        public Task OnHang()
        {
            signal?.Set();
            return Task.Delay(Timeout.Infinite, CancellationToken.None);
        }

        public async Task<string> OnFinish(CancellationToken cancellationToken)
        {
            signal?.Set();
            await Finish.WaitAsync(cancellationToken);
            return "finished";
        }
    }
}
