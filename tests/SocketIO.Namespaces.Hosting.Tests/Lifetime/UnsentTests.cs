using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Hosting.Tests.Lifetime;

/// <summary>A stop in the middle of things ends in its time, and says how many emits were not sent.</summary>
[Category("H4")]
public sealed class UnsentTests
{
    // Far below the host's own time for stopping (30 s), so that a stop that waits for it is caught.
    private static readonly TimeSpan Promptly = TimeSpan.FromSeconds(10);

    private LogCollector _logs = null!;

    [SetUp]
    public void StartLog() => _logs = new LogCollector();

    [Test]
    public async Task Emits_that_wait_for_the_first_connection_are_counted()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(), _logs);
        var emitter = host.Services.GetRequiredService<ISocketIOEmitter>();
        for (var i = 0; i < 3; i++)
            await emitter.EmitAsync("early", i);

        await host.StopAsync().WaitAsync(Promptly);

        Assert.That(Unsent(), Is.EqualTo(new[] { "3 emits to namespace '/' were not sent: the client ended." }));
    }

    [Test, Category("M6")]
    public async Task Emits_that_wait_for_a_reconnection_are_counted_by_namespace()
    {
        await using SocketIOTestServer server = await SocketIOTestServer.StartAsync();
        using IHost host = await TestHost.StartAsync(services => services.AddClient(server.Url).AddNamespace<Chat>(), _logs);
        var chat = host.Services.GetRequiredService<ISocketIOEmitter<Chat>>();
        await server.Of("/chat").WaitForClientAsync();
        await host.WaitForConnectedAsync();
        var lost = new Signal();
        host.Services.GetRequiredService<AsyncClient>().StateChanged += (_, change) =>
        {
            if (change.Current == ClientState.Reconnecting)
                lost.Set();
        };

        await server.StopListeningAsync();
        await server.DropConnectionsAsync();
        await lost.WaitAsync();
        await chat.EmitAsync("one");
        await chat.EmitAsync("two");
        await host.StopAsync().WaitAsync(Promptly);

        Assert.That(Unsent(), Has.One.EqualTo("2 emits to namespace '/chat' were not sent: the client ended."));
    }

    [Test]
    public async Task What_fills_the_outbox_of_a_server_that_reads_nothing_is_counted_too()
    {
        await using var deaf = DeafServer.Start();
        using IHost host = await TestHost.StartAsync(
            services =>
            {
                services.AddClient(deaf.Url);
                services.Configure<SocketIOClientOptions>(options => options.StopTimeout = TimeSpan.FromMilliseconds(300));
            },
            _logs);
        await host.WaitForConnectedAsync();
        List<Task> emits = FillOutbox(host.Services.GetRequiredService<ISocketIOEmitter>());

        await host.StopAsync().WaitAsync(Promptly);

        Assert.That(Unsent(), Has.One.Matches(@"^[1-9]\d* emits to namespace '/' were not sent"));
        await Task.WhenAll(emits).WaitAsync(Promptly).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.That(
            emits.Where(emit => emit.IsFaulted).Select(emit => emit.Exception!.InnerException),
            Is.Not.Empty.And.All.InstanceOf<SocketIOException>().With.All.Property("Delivery").EqualTo(Delivery.NotSent),
            "who waited for room is told");
    }

    [Test]
    public async Task The_hosts_time_for_stopping_cuts_short_that_of_the_client()
    {
        await using SocketIOTestServer server = await SocketIOTestServer.StartAsync();
        var entered = new Signal();
        IHost host = await TestHost.StartAsync(
            services =>
            {
                services.AddSingleton(entered).AddClient(server.Url).AddNamespace<Hanging>();
                services.Configure<SocketIOClientOptions>(options => options.StopTimeout = TimeSpan.FromHours(1));
                services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(300));
            },
            _logs);
        await host.WaitForConnectedAsync();
        await server.Of("/hanging").EmitAsync("hang");
        await entered.WaitAsync();

        await host.StopAsync().WaitAsync(Promptly).ContinueWith(_ => { }, TaskScheduler.Default);
        var client = host.Services.GetRequiredService<AsyncClient>();
        await client.WaitAsync().WaitAsync(Promptly);

        Assert.That(client.State, Is.EqualTo(ClientState.Disconnected));
        Assert.That(_logs.Entries, Has.One.Matches<(LogLevel Level, int Id, string Message)>(entry => entry is { Level: LogLevel.Warning, Id: 802 }));
    }

    [Test]
    public async Task Clients_that_stop_at_once_share_the_time()
    {
        await using SocketIOTestServer server = await SocketIOTestServer.StartAsync();
        var entered = new Signal();
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddSingleton(entered);
            services.AddClient(server.Url).AddNamespace<Hanging>();
            services.AddClient(server.Url, "other").AddNamespace<Hanging>();
            services.ConfigureAll<SocketIOClientOptions>(options => options.StopTimeout = options.Reconnection.HandlerTimeout = TimeSpan.FromMilliseconds(300));
            services.Configure<HostOptions>(options => options.ServicesStopConcurrently = true);
        });
        await host.WaitForConnectedAsync();
        await server.Of("/hanging").EmitAsync("hang");
        await entered.WaitAsync();

        await host.StopAsync().WaitAsync(Promptly);

        Assert.That(host.Services.GetRequiredKeyedService<AsyncClient>("other").State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test, Category("H5")]
    public async Task Other_hosted_services_may_emit_until_their_stop_wherever_they_are_registered()
    {
        await using SocketIOTestServer server = await SocketIOTestServer.StartAsync();
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddHostedService<Leaver>();
            services.AddClient(server.Url);
            services.AddHostedService<LaterLeaver>();
        });
        await host.WaitForConnectedAsync();

        await host.StopAsync().WaitAsync(Promptly);

        await server.Of("/").ReceiveAsync("bye");
        await server.Of("/").ReceiveAsync("bye later");
    }

    private IEnumerable<string> Unsent() => _logs.Entries.Where(entry => entry is { Level: LogLevel.Warning, Id: 416 }).Select(entry => entry.Message);

    /// <summary>Emits until the outbox, which holds more than the sockets do, has no room.</summary>
    private List<Task> FillOutbox(ISocketIOEmitter emitter)
    {
        var emits = new List<Task>();
        var data = new byte[512 * 1024];
        while (emits.Count < 200 && !_logs.Entries.Any(entry => entry.Id == 433))
            emits.Add(emitter.EmitAsync("much", data).AsTask());
        return emits;
    }

    [Namespace("/chat")]
    private sealed class Chat : AsyncClientNamespace;

    // Deaf to the token on purpose.
    [Namespace("/hanging")]
    private sealed class Hanging(Signal entered) : AsyncClientNamespace
    {
        public Task OnHang()
        {
            entered.Set();
            return Task.Delay(Timeout.Infinite, CancellationToken.None);
        }
    }

    private class Leaver(ISocketIOEmitter emitter) : IHostedService
    {
        protected virtual string Farewell => "bye";

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => emitter.EmitAsync(Farewell, cancellationToken).AsTask();
    }

    private sealed class LaterLeaver(ISocketIOEmitter emitter) : Leaver(emitter)
    {
        protected override string Farewell => "bye later";
    }
}
