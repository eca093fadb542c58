using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NUnit.Framework.Interfaces;
using SocketIO.Namespaces.InteropTests.Faults.Watching;
using SocketIO.Namespaces.InteropTests.Support;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>A test that does something bad to a client. Whatever it was, afterwards every awaited call has ended, <c>disconnect</c> was raised once for
/// each loss with its reason, no exception went unobserved, no unexpected error was logged, and nothing the client held is left: sockets, timers,
/// packets, tasks; and no secret was shown. That the client is not deaf, a test sees for itself by <see cref="WatchedClient.HearsAsync"/>.</summary>
public abstract class FaultTest
{
    private readonly List<WatchedClient> _clients = [];
    private readonly List<WeakReference> _disposed = [];
    private readonly HashSet<string> _expectedErrors = [];
    private UnobservedExceptions _unobserved = null!;
    private int _packetsBefore;

    private protected ClientLog Log { get; private set; } = null!;

    [OneTimeSetUp]
    public void ForgetWhatOthersLeft() => UnobservedExceptions.Collect();

    [SetUp]
    public void StartWatching()
    {
        Log = new ClientLog();
        _expectedErrors.Clear();
        _unobserved = new UnobservedExceptions();
        _packetsBefore = PacketPool.Shared.OwnedCount;
    }

    [TearDown]
    public async Task EndWatching()
    {
        using var unobserved = _unobserved;
        var hasFailed = TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed;
        try
        {
            await EndClientsAsync();
            if (!hasFailed) await AssertNothingIsLeftAsync();
        }
        catch
        {
            hasFailed = true;
            throw;
        }
        finally
        {
            if (hasFailed) await TestContext.Out.WriteLineAsync(Log.Take());
            _disposed.Clear();
        }
    }

    /// <summary>A client that returns within milliseconds after a loss, so that tests are quick.</summary>
    private protected WatchedClient CreateClient(Action<SocketIOClientOptions>? configure = null)
    {
        var options = new SocketIOClientOptions { LoggerFactory = Log };
        options.Reconnection.Delay = TimeSpan.FromMilliseconds(5);
        options.Reconnection.MaxDelay = TimeSpan.FromMilliseconds(50);
        Canary.HideIn(options);
        configure?.Invoke(options);
        var client = new WatchedClient(options);
        _clients.Add(client);
        return client;
    }

    /// <summary>Allows errors in the log.</summary>
    /// <param name="name">The event's name, such as <c>PermanentFault</c>.</param>
    private protected void ExpectError(string name) => _expectedErrors.Add(name);

    /// <summary>Sees that the client takes what it met for something that somebody has to fix: one error, and no hurry.</summary>
    private protected async Task AssertWaitsForAMinuteAsync(WatchedClient client)
    {
        await Eventually.IsAsync(() => Log.Entries.Count(entry => entry.Name == "PermanentFault"), 1, "errors that say so");
        await Eventually.IsAsync(() => client.LongestWait >= TimeSpan.FromSeconds(30), true, "a wait of a minute, give or take half");
    }

    private async Task AssertNothingIsLeftAsync()
    {
        var errors = Log.Entries.Where(entry => entry.Level >= LogLevel.Error && !_expectedErrors.Contains(entry.Name ?? ""));
        Assert.That(errors, Is.Empty, "errors in the log that the test does not expect");
        Assert.That(Log.Entries.Where(entry => entry.Text.Contains(Canary.Value, StringComparison.Ordinal)), Is.Empty, "log entries with a secret");
        await Eventually.IsAsync(() => Math.Max(0, PacketPool.Shared.OwnedCount - _packetsBefore), 0, "packets never given back");
        Assert.That(_unobserved.Take(), Is.Empty, "exceptions that nobody observed");

        // Whatever still ran or waited for the client would keep it alive.
        await Eventually.IsAsync(AliveClients, 0, "clients that something still holds: a task, a timer, a callback");
    }

    private async Task EndClientsAsync()
    {
        try
        {
            foreach (var client in _clients)
            {
                _disposed.Add(new WeakReference(client.Client));
                await client.EndAsync();
            }
        }
        finally
        {
            _clients.Clear();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int AliveClients()
    {
        if (_disposed.Any(client => client.IsAlive)) GC.Collect();
        return _disposed.Count(client => client.IsAlive);
    }
}
