using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Hosting.Tests.Lifetime;

[Category("H8"), Category("S25")]
public sealed class BackgroundTaskTests
{
    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_task_starts_once_connected_and_stops_with_the_host()
    {
        await _server.StopListeningAsync();
        Signal started = new(), stopped = new();
        using IHost host = await StartAsync(async (client, cancellationToken) =>
        {
            started.Set();
            try
            {
                await client.EmitAsync("working", client.IsConnected, cancellationToken);
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                stopped.Set();
            }
        });
        Assert.That(started.IsSet, Is.False, "there is no connection yet");

        await _server.RestartAsync();
        ReceivedEvent working = await _server.Of("/").ReceiveAsync("working");
        Assert.That((working.Get<bool>(0), stopped.IsSet), Is.EqualTo((true, false)));

        await host.StopAsync().WaitAsync(TestHost.Patience);
        Assert.That(stopped.IsSet, Is.True);
    }

    [Test]
    public async Task A_task_outlives_a_reconnection()
    {
        var goOn = new Signal();
        using IHost host = await StartAsync(async (client, cancellationToken) =>
        {
            await client.EmitAsync("before", cancellationToken);
            await goOn.WaitAsync();
            await client.EmitAsync("after", cancellationToken);
        });
        TestServerClient first = (await _server.Of("/").ReceiveAsync("before")).Client;

        await _server.DropConnectionsAsync();
        await _server.Of("/").WaitForClientAsync();
        goOn.Set();

        ReceivedEvent after = await _server.Of("/").ReceiveAsync("after");
        Assert.That(after.Client.Sid, Is.Not.EqualTo(first.Sid));
        await host.StopAsync().WaitAsync(TestHost.Patience);
    }

    [Test]
    public async Task What_a_task_s_cancellation_throws_once_the_client_has_given_up_does_not_fail_the_stop()
    {
        Signal registered = new(), cancelled = new();
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddClient(_server.Url).AddBackgroundTask(async (_, cancellationToken) =>
            {
                cancellationToken.Register(() => throw new FormatException("broken"));
                cancellationToken.Register(cancelled.Set);
                registered.Set();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            });
            services.Configure<SocketIOClientOptions>(options => (options.Reconnection.MaxAttempts, options.Reconnection.Delay) = (1, TimeSpan.FromMilliseconds(1)));
        });
        await registered.WaitAsync();

        await _server.StopListeningAsync();
        await _server.DropConnectionsAsync();
        await cancelled.WaitAsync();

        Assert.That(() => host.StopAsync().WaitAsync(TestHost.Patience), Throws.Nothing);
    }

    [Test]
    public async Task A_task_that_fails_is_logged_and_stops_nothing()
    {
        var logs = new LogCollector();
        var failing = new Signal();
        using IHost host = await TestHost.StartAsync(
            services => services.AddClient(_server.Url)
                .AddBackgroundTask((_, _) =>
                {
                    failing.Set();
                    throw new FormatException("broken");
                })
                .AddBackgroundTask(async (client, cancellationToken) =>
                {
                    await failing.WaitAsync();
                    await client.EmitAsync("working", cancellationToken);
                }),
            logs);

        await _server.Of("/").ReceiveAsync("working");
        await host.StopAsync().WaitAsync(TestHost.Patience);

        Assert.That(logs.Entries, Has.Exactly(1).Matches<(LogLevel Level, int Id, string Message)>(entry => entry.Level == LogLevel.Error));
    }

    [Test]
    public async Task A_host_that_stops_before_it_was_connected_never_starts_its_tasks()
    {
        await _server.StopListeningAsync();
        var started = new Signal();
        var logs = new LogCollector();
        using IHost host = await TestHost.StartAsync(
            services => services.AddClient(_server.Url).AddBackgroundTask((_, _) =>
            {
                started.Set();
                return Task.CompletedTask;
            }),
            logs);

        await host.StopAsync().WaitAsync(TestHost.Patience);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(started.IsSet, Is.False);
            Assert.That(logs.Entries.Where(entry => entry.Level >= LogLevel.Error), Is.Empty);
        }
    }

    private Task<IHost> StartAsync(Func<AsyncClient, CancellationToken, Task> task)
        => TestHost.StartAsync(services => services.AddClient(_server.Url).AddBackgroundTask(task));
}
