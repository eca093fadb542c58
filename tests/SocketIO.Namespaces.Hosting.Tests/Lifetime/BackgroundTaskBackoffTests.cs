using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace SocketIO.Namespaces.Hosting.Tests.Lifetime;

[Category("H8")]
public sealed class BackgroundTaskBackoffTests
{
    private const int LongRun = 4;

    private readonly FakeTimeProvider _time = new();
    private readonly LogCollector _logs = new();
    private readonly ConcurrentQueue<DateTimeOffset> _runs = [];

    [Test]
    public async Task The_waits_grow_up_to_their_bound_and_begin_anew_after_a_long_run()
    {
        await using SocketIOTestServer server = await SocketIOTestServer.StartAsync();
        using IHost host = await TestHost.StartAsync(
            services => services
                .AddSingleton<TimeProvider>(_time)
                .AddSocketIOClient(options => options.Url = server.Url)
                .AddBackgroundTask(
                    async (_, cancellationToken) =>
                    {
                        _runs.Enqueue(_time.GetUtcNow());
                        if (_runs.Count == LongRun)
                            await Task.Delay(TimeSpan.FromSeconds(3), _time, cancellationToken);
                        throw new FormatException("broken");
                    },
                    options => (options.Restart, options.RestartDelay, options.MaxRestartDelay)
                        = (BackgroundTaskRestart.OnFailure, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2))),
            _logs);

        await AdvanceUntilAsync(() => _runs.Count == LongRun + 1);
        await host.StopAsync().WaitAsync(TestHost.Patience);

        double[] waits =
        [
            .. _logs.Entries.Where(entry => entry.Id == 806)
                .Select(entry => TimeSpan.Parse(entry.Message.Split(' ')[^1].TrimEnd('.'), CultureInfo.InvariantCulture).TotalSeconds),
        ];
        double[] expected = [0.5, 1, 2, 0.5];
        for (var i = 0; i < expected.Length; i++)
            Assert.That(waits[i], Is.InRange(expected[i] * 0.5, expected[i] * 1.5), $"wait {i}");
    }

    /// <summary>Lets time pass while the task waits for it, and only then: that a run is slow to end must not make it a long one.</summary>
    private async Task AdvanceUntilAsync(Func<bool> fact)
    {
        using var patience = new CancellationTokenSource(TestHost.Patience);
        while (!fact())
        {
            await Task.Delay(1, patience.Token);
            if (_runs.Count == LongRun || (!_runs.IsEmpty && _logs.Entries.Count(entry => entry.Id == 806) == _runs.Count))
                _time.Advance(TimeSpan.FromMilliseconds(20));
        }
    }
}
