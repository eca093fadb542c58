using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>A client in memory, under a clock of its own, whose server a test plays by hand.</summary>
internal abstract class ClientTest
{
    protected const string Url = "http://localhost:3000";

    private AsyncClient? _client;

    protected TestClock Clock { get; private set; } = null!;

    protected InMemoryNetwork Network { get; private set; } = null!;

    protected TestLog Log { get; private set; } = null!;

    protected SocketIOClientOptions Options { get; private set; } = null!;

    /// <summary>The client, made when first asked for, so that a test may set its options before.</summary>
    protected AsyncClient Client => _client ??= new AsyncClient(Options, Network);

    /// <summary>What handlers of the test wrote down, in order.</summary>
    protected ConcurrentQueue<string> Notes { get; private set; } = null!;

    [SetUp]
    public void SetUpClient()
    {
        _client = null;
        Clock = new TestClock();
        Network = new InMemoryNetwork();
        Log = new TestLog();
        Notes = new ConcurrentQueue<string>();
        Options = new SocketIOClientOptions { Url = new Uri(Url), TimeProvider = Clock, LoggerFactory = Log };
        Options.Transports.Add(TransportKind.WebSocket);
        Options.Reconnection.Randomizer = () => 0.5;
    }

    [TearDown]
    public async Task TearDownClient()
    {
        if (_client is not null)
            await Clock.RunUntilAsync(_client.DisposeAsync().AsTask());
        Assert.That(Log.Of(LogLevel.Error).Where(line => line.Contains("Reading from the connection failed", StringComparison.Ordinal)), Is.Empty);
    }

    protected void Note(string text) => Notes.Enqueue(text);

    /// <summary>Waits for a fact that is bound to come about without time passing.</summary>
    protected static Task UntilAsync(Func<bool> fact, [CallerArgumentExpression(nameof(fact))] string what = "") => Soon.UntilAsync(fact, what);

    protected Task UntilNotedAsync(string text) => Soon.UntilAsync(() => Notes.Contains(text), () => $"'{text}' is not among: {string.Join(", ", Notes)}.");

    /// <summary>Connects the client with all namespaces it asks for.</summary>
    protected async Task<InMemoryServer> ConnectAsync(params string[] namespaces)
    {
        var connecting = Client.ConnectAsync(namespaces: namespaces.Length > 0 ? namespaces : null, url: Url);
        var server = await AcceptAsync(namespaces.Contains("/") || !Options.ConnectDefaultNamespace ? namespaces : ["/", .. namespaces]);
        await connecting.Within();
        return server;
    }

    /// <summary>Plays the server to the next dial, until the namespaces are joined.</summary>
    protected async Task<InMemoryServer> AcceptAsync(params string[] namespaces)
    {
        var server = await OpenAsync();
        await JoinAsync(server, namespaces.Length > 0 ? namespaces : ["/"]);
        return server;
    }

    /// <summary>Accepts the next dial and opens the session. The server's pings are so rare that they do not matter.</summary>
    protected async Task<InMemoryServer> OpenAsync()
    {
        var server = await Network.AcceptAsync();
        server.SendHandshake(pingInterval: 3_600_000);
        return server;
    }

    /// <summary>Answers the CONNECT of each namespace.</summary>
    protected static async Task JoinAsync(InMemoryServer server, params string[] namespaces)
    {
        var open = namespaces.ToHashSet();
        while (open.Count > 0)
        {
            var packet = await server.ReceiveAsync();
            var path = packet.StartsWith("40/", StringComparison.Ordinal) ? packet[2..packet.IndexOf(',', StringComparison.Ordinal)] : "/";
            Assert.That(open.Remove(path), Is.True, $"{packet} was not expected");
            server.Send($"{Connect(path)}{{\"sid\":\"sid of {path}\"}}");
        }
    }

    protected static string Connect(string path) => path == "/" ? "40" : $"40{path},";

    /// <summary>Waits until everything sent so far has been read: the client answers pings in turn.</summary>
    protected static async Task ReadAsync(InMemoryServer server)
    {
        server.Send("2");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("3"));
    }

    /// <summary>What an action throws.</summary>
    protected static async Task<TException> ThrownAsync<TException>(Func<Task> action)
        where TException : Exception
    {
        try
        {
            await action();
        }
        catch (TException exception)
        {
            return exception;
        }

        throw new AssertionException($"Expected a {typeof(TException).Name}, but nothing was thrown.");
    }

    protected Task UntilStateAsync(ClientState state) => Soon.UntilAsync(() => Client.State == state, () => $"The state is {Client.State}, not {state}.");
}
