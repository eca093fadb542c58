using System.Collections.Concurrent;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Tests.Testing;

namespace SocketIO.Namespaces.Tests.Clients.Synchronous;

/// <summary>The synchronous client against a real server on loopback. Tests of what blocks are synchronous themselves, as its users are.</summary>
public abstract class SynchronousTest
{
    private Client? _client;

    protected SocketIOTestServer Server { get; private set; } = null!;

    protected SocketIOClientOptions Options { get; private set; } = null!;

    /// <summary>The client, made when first asked for, so that a test may set its options before.</summary>
    protected Client Client => _client ??= new Client(Options);

    /// <summary>What handlers of the test wrote down.</summary>
    protected BlockingCollection<string> Notes { get; private set; } = null!;

    [SetUp]
    public async Task Start()
    {
        _client = null;
        Notes = [];
        Server = await SocketIOTestServer.StartAsync();
        Options = new SocketIOClientOptions { Url = Server.Url, OnHandlerError = error => Note(error.Exception.ToString()) };
    }

    [TearDown]
    public async Task Stop()
    {
        _client?.Dispose();
        await Server.DisposeAsync();
        Notes.Dispose();
    }

    protected void Note(string text) => Notes.Add(text);

    /// <summary>What a handler writes down next.</summary>
    protected string NextNote() => Notes.TryTake(out var note, Soon.Patience) ? note : throw new TimeoutException("No handler noted anything.");

    /// <summary>Plays the server's part, which is asynchronous.</summary>
    protected static T Get<T>(Task<T> task) => task.Within().GetAwaiter().GetResult();

    /// <inheritdoc cref="Get"/>
    protected static void Do(Task task) => task.Within().GetAwaiter().GetResult();

    /// <summary>Runs something on a thread of its own, and fails if it does not end.</summary>
    protected static void OnThread(Action action)
        => Do(Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>Waits for a fact.</summary>
    protected static void Until(Func<bool> fact) => Assert.That(SpinWait.SpinUntil(fact, Soon.Patience), Is.True, "waited in vain");
}
