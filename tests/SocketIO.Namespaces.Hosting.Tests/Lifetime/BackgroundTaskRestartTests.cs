using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Hosting.Tests.Lifetime;

[Category("H8")]
public sealed class BackgroundTaskRestartTests
{
    private SocketIOTestServer _server = null!;
    private LogCollector _logs = null!;

    [SetUp]
    public async Task StartServerAsync()
    {
        _server = await SocketIOTestServer.StartAsync();
        _logs = new LogCollector();
    }

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_task_that_fails_is_started_again_until_it_ends_in_order()
    {
        var runs = 0;
        using IHost host = await StartAsync(BackgroundTaskRestart.OnFailure, async (client, cancellationToken) =>
        {
            int run = Interlocked.Increment(ref runs);
            await client.EmitAsync("run", run, cancellationToken);
            if (run < 3)
                throw new FormatException("broken");
        });

        for (var run = 1; run <= 3; run++)
            Assert.That((await _server.Of("/").ReceiveAsync("run")).Get<int>(0), Is.EqualTo(run));
        await host.StopAsync().WaitAsync(TestHost.Patience);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(runs, Is.EqualTo(3));
            Assert.That(_logs.Entries.Where(entry => entry.Level == LogLevel.Error).Select(entry => entry.Id), Is.EqualTo(new[] { 805, 805 }));
            Assert.That(_logs.Entries.Count(entry => entry.Id == 806), Is.EqualTo(2));
        }
    }

    [Test]
    public async Task A_task_that_shall_run_always_is_started_again_after_it_has_ended()
    {
        using IHost host = await StartAsync(
            BackgroundTaskRestart.Always, (client, cancellationToken) => client.EmitAsync("run", cancellationToken).AsTask());

        await _server.Of("/").ReceiveAsync("run");
        await _server.Of("/").ReceiveAsync("run");

        await host.StopAsync().WaitAsync(TestHost.Patience);
        Assert.That(_logs.Entries.Where(entry => entry.Level >= LogLevel.Warning), Is.Empty);
    }

    [Test]
    public async Task By_default_it_runs_once()
    {
        using IHost host = await StartAsync(BackgroundTaskRestart.Never, (_, _) => throw new FormatException("broken"));
        await host.WaitForConnectedAsync();

        Assert.That(() => _logs.Entries.Select(entry => entry.Id), Has.One.EqualTo(805).After(10_000, 10));
        Assert.That(_logs.Entries.Select(entry => entry.Id), Has.None.EqualTo(806));
        await host.StopAsync().WaitAsync(TestHost.Patience);
    }

    [Test]
    public async Task Each_run_has_a_scope_of_its_own()
    {
        using IHost host = await TestHost.StartAsync(services => services
            .AddScoped<Visit>()
            .AddClient(_server.Url)
            .AddBackgroundTask<Visitor>(Quickly(BackgroundTaskRestart.Always)));

        var first = (await _server.Of("/").ReceiveAsync("visit")).Get<Guid>(0);
        var second = (await _server.Of("/").ReceiveAsync("visit")).Get<Guid>(0);

        Assert.That(second, Is.Not.EqualTo(first));
        await host.StopAsync().WaitAsync(TestHost.Patience);
    }

    [Test]
    public async Task A_stop_does_not_wait_for_the_next_run()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddBackgroundTask(
            (client, cancellationToken) => client.EmitAsync("run", cancellationToken).AsTask(),
            options => (options.Restart, options.RestartDelay, options.MaxRestartDelay) = (BackgroundTaskRestart.Always, TimeSpan.FromHours(1), TimeSpan.FromHours(1))));
        await _server.Of("/").ReceiveAsync("run");

        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public async Task A_task_ends_with_a_client_that_has_ended_for_good()
    {
        Signal started = new(), ended = new();
        using IHost host = await TestHost.StartAsync(services => services
            .AddSocketIOClient(options =>
            {
                options.Url = _server.Url;
                options.Reconnection.Enabled = false;
            })
            .AddBackgroundTask(async (client, cancellationToken) =>
            {
                started.Set();
                cancellationToken.Register(ended.Set);
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }));
        await started.WaitAsync();

        await _server.DropConnectionsAsync();

        await ended.WaitAsync();
        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test, Category("H4")]
    public async Task A_task_that_hangs_is_named_and_not_waited_for_longer_than_a_stop_may_take()
    {
        var started = new Signal();
        using IHost host = await TestHost.StartAsync(
            services =>
            {
                services.AddSingleton(started).AddClient(_server.Url).AddBackgroundTask<Hanging>();
                services.Configure<SocketIOClientOptions>(options => options.StopTimeout = TimeSpan.FromMilliseconds(200));
            },
            _logs);
        await started.WaitAsync();

        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.That(_logs.Entries, Has.One.Matches<(LogLevel, int Id, string Message)>(entry => entry.Id == 807 && entry.Message.Contains("Hanging")));
    }

    private Task<IHost> StartAsync(BackgroundTaskRestart restart, Func<AsyncClient, CancellationToken, Task> task)
        => TestHost.StartAsync(services => services.AddClient(_server.Url).AddBackgroundTask(task, Quickly(restart)), _logs);

    private static Action<BackgroundTaskOptions> Quickly(BackgroundTaskRestart restart) => options =>
    {
        options.Restart = restart;
        options.RestartDelay = TimeSpan.FromMilliseconds(5);
        options.MaxRestartDelay = TimeSpan.FromMilliseconds(10);
    };

    private sealed class Visit
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    private sealed class Visitor(Visit visit) : ISocketIOBackgroundTask
    {
        public async Task RunAsync(AsyncClient client, CancellationToken cancellationToken) => await client.EmitAsync("visit", visit.Id, cancellationToken);
    }

    // Deaf to the token on purpose.
    private sealed class Hanging(Signal started) : ISocketIOBackgroundTask
    {
        public Task RunAsync(AsyncClient client, CancellationToken cancellationToken)
        {
            started.Set();
            return Task.Delay(Timeout.Infinite, CancellationToken.None);
        }
    }
}
