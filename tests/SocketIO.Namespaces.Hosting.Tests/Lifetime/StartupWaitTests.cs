using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace SocketIO.Namespaces.Hosting.Tests.Lifetime;

[Category("H3")]
public sealed class StartupWaitTests
{
    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test]
    public async Task The_host_has_started_when_the_client_is_connected()
    {
        await _server.StopListeningAsync();
        var seen = new Seen();
        using IHost host = TestHost.Build(services =>
        {
            services.AddSingleton(seen).AddHostedService<Observer>();
            services.AddClient(_server.Url);
            Wait(services, TestHost.Patience);
        });

        Task start = host.StartAsync();
        Assert.That(start.IsCompleted, Is.False);
        await _server.RestartAsync();
        await start.WaitAsync(TestHost.Patience);

        Assert.That(seen.WasConnected, Is.True, "the other hosted services start after it");
        await host.StopAsync();
    }

    [Test]
    public async Task Configuration_turns_it_on()
    {
        string json = $$"""{ "SocketIO": { "Url": "{{_server.Url}}", "WaitUntilConnected": true } }""";

        using IHost host = await TestHost.StartAsync(services => services.AddSingleton(ClientOptionsOf.Json(json)).AddSocketIOClient());

        Assert.That(host.Services.GetRequiredService<AsyncClient>().IsConnected, Is.True);
        await host.StopAsync();
    }

    [Test]
    public async Task A_refused_namespace_beside_a_joined_one_holds_nothing_up()
    {
        _server.Refuse("/locked", "not yet");
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddClient(_server.Url).AddNamespace<Locked>();
            Wait(services, TestHost.Patience);
        });

        Assert.That(host.Services.GetRequiredService<AsyncClient>().IsConnected, Is.True);
        await host.StopAsync();
    }

    [Test]
    public async Task After_the_time_for_it_the_start_fails_naming_client_server_and_cause()
    {
        await _server.StopListeningAsync();
        var time = new FakeTimeProvider();
        using IHost host = TestHost.Build(services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddClient(_server.Url, "orders");
            services.Configure<SocketIOClientOptions>("orders", options =>
            {
                options.Query["token"] = "s3cret";
                options.WaitUntilConnected = true;
            });
        });

        SocketIOConnectException exception = await FailedAfterAsync(TimeSpan.FromSeconds(30), host, time, "orders");

        Assert.That(exception.Message, Contains.Substring("client \"orders\"")
            .And.Contains(_server.Url.Authority)
            .And.Contains("within 30 s (StartTimeout)")
            .And.Contains("Cannot connect:")
            .And.Contains("WaitUntilConnected")
            .And.Not.Contains("s3cret"));
        Assert.That(host.Services.GetRequiredKeyedService<AsyncClient>("orders").State, Is.EqualTo(ClientState.Disconnected), "it tries no longer");
    }

    [Test]
    public async Task A_refusal_of_the_only_namespace_is_the_cause()
    {
        _server.Refuse("/locked", "not for you");
        var time = new FakeTimeProvider();
        using IHost host = TestHost.Build(services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddClient(_server.Url).AddNamespace<Locked>();
            services.Configure<SocketIOClientOptions>(options => options.ConnectDefaultNamespace = false);
            Wait(services, TimeSpan.FromSeconds(1));
        });

        SocketIOConnectException exception = await FailedAfterAsync(TimeSpan.FromSeconds(1), host, time, client: "");

        Assert.That(exception.Message, Contains.Substring("/locked").And.Contains("not for you"));
    }

    [Test, Category("M22")]
    public async Task What_does_not_pass_by_itself_ends_the_wait_at_once()
    {
        using var forbidding = new TcpListener(IPAddress.Loopback, 0);
        forbidding.Start();
        using var over = new CancellationTokenSource();
        Task answering = AnswerAsync(forbidding, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), over.Token);
        using IHost host = TestHost.Build(services =>
        {
            services.AddClient(new Uri($"http://{forbidding.LocalEndpoint}"));
            Wait(services, TimeSpan.FromHours(1));
        });

        SocketIOConnectException exception = (await Assert.ThrowsAsync<SocketIOConnectException>(() => host.StartAsync().WaitAsync(TestHost.Patience)))!;

        Assert.That(exception.Message, Contains.Substring("cannot be connected").And.Contains("401"));
        await over.CancelAsync();
        await answering;
    }

    [Test]
    public async Task A_client_that_gives_up_ends_the_wait()
    {
        await _server.StopListeningAsync();
        using IHost host = TestHost.Build(services =>
        {
            services.AddClient(_server.Url);
            services.Configure<SocketIOClientOptions>(options => options.Reconnection.MaxAttempts = 2);
            Wait(services, TimeSpan.FromHours(1));
        });

        SocketIOConnectException exception = (await Assert.ThrowsAsync<SocketIOConnectException>(() => host.StartAsync().WaitAsync(TestHost.Patience)))!;

        Assert.That(exception.Message, Contains.Substring("cannot be connected"));
    }

    [Test]
    public async Task The_hosts_own_time_for_starting_counts_too()
    {
        await _server.StopListeningAsync();
        var logs = new LogCollector();
        using IHost host = TestHost.Build(
            services =>
            {
                services.Configure<HostOptions>(options => options.StartupTimeout = TimeSpan.FromMilliseconds(300));
                services.AddClient(_server.Url);
                Wait(services, TimeSpan.FromHours(1));
            },
            logs);

        await Assert.ThatAsync(() => host.StartAsync().WaitAsync(TestHost.Patience), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(logs.Entries, Has.One.Matches<(LogLevel Level, int Id, string Message)>(entry => entry is { Id: 809, Level: LogLevel.Warning }));
    }

    [Test]
    public async Task Several_clients_may_be_waited_for_at_once()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.Configure<HostOptions>(options => options.ServicesStartConcurrently = options.ServicesStopConcurrently = true);
            services.AddClient(_server.Url);
            services.AddClient(_server.Url, "other");
            services.ConfigureAll<SocketIOClientOptions>(options => options.WaitUntilConnected = true);
        });

        Assert.That(host.Services.GetRequiredService<AsyncClient>().IsConnected, Is.True);
        Assert.That(host.Services.GetRequiredKeyedService<AsyncClient>("other").IsConnected, Is.True);
        await host.StopAsync().WaitAsync(TestHost.Patience);
    }

    private static void Wait(IServiceCollection services, TimeSpan limit) => services.Configure<SocketIOClientOptions>(options =>
    {
        options.WaitUntilConnected = true;
        options.StartTimeout = limit;
    });

    /// <summary>Starts a host, and lets the time for it pass once an attempt to connect has failed.</summary>
    private static async Task<SocketIOConnectException> FailedAfterAsync(TimeSpan limit, IHost host, FakeTimeProvider time, string client)
    {
        Task start = host.StartAsync();
        var waiting = host.Services.GetRequiredKeyedService<AsyncClient>(client);
        using var patience = new CancellationTokenSource(TestHost.Patience);
        while (waiting.Status.LastFailure is null)
            await Task.Delay(5, patience.Token);
        time.Advance(limit);
        return (await Assert.ThrowsAsync<SocketIOConnectException>(() => start.WaitAsync(TestHost.Patience)))!;
    }

    private static async Task AnswerAsync(TcpListener listener, byte[] answer, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(cancellationToken);
                NetworkStream stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, cancellationToken);
                await stream.WriteAsync(answer, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return; // the test is over
        }
    }

    [Namespace("/locked")]
    private sealed class Locked : AsyncClientNamespace;

    private sealed class Seen
    {
        public bool? WasConnected { get; set; }
    }

    private sealed class Observer(AsyncClient client, Seen seen) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            seen.WasConnected = client.IsConnected;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
