using System.Collections.Concurrent;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults.Watching;

/// <summary>A client that must survive a fault, with what it takes to see that it did.</summary>
internal sealed class WatchedClient
{
    private readonly Recorder<string> _echoes = new("a good event: the client is deaf");
    private readonly ConcurrentQueue<DisconnectReason?> _losses = new();
    private readonly ConcurrentQueue<DisconnectReason?> _moments = new(); // null for a connect
    private readonly List<(string Name, Task Task)> _followed = [];
    private readonly SocketWatch _sockets = new();
    private readonly CountingTimeProvider _clock;
    private int _goodEvents;

    public WatchedClient(SocketIOClientOptions options)
    {
        var configure = options.ConfigureHttpHandler;
        options.ConfigureHttpHandler = handler =>
        {
            configure?.Invoke(handler);
            _sockets.Watch(handler);
        };
        options.TimeProvider = _clock = new CountingTimeProvider(options.TimeProvider);
        Client = new AsyncClient(options);
        Client.StateChanged += (_, change) =>
        {
            if (change.Previous == ClientState.Connected) _losses.Enqueue(change.Reason);
        };
        Client.On("echo", _echoes.Add);
        Client.On("connect", (ConnectInfo info) =>
        {
            _moments.Enqueue(null);
            Connects.Add(info);
        });
        Client.On("disconnect", (DisconnectReason reason) =>
        {
            _moments.Enqueue(reason);
            Disconnects.Add(reason);
        });
    }

    public AsyncClient Client { get; }

    /// <summary>What the default namespace's connect handler was given, for a test to await.</summary>
    public Recorder<ConnectInfo> Connects { get; } = new("the connect handler");

    /// <summary>The reasons that the default namespace's disconnect handler was given, for a test to await.</summary>
    public Recorder<DisconnectReason> Disconnects { get; } = new("the disconnect handler");

    /// <summary>The longest time that it waits for anything now.</summary>
    public TimeSpan LongestWait => _clock.Timers.DefaultIfEmpty().Max();

    /// <summary>For how long it has waited for anything, in order.</summary>
    public IReadOnlyCollection<TimeSpan> Waits => _clock.Waits;

    /// <summary>How many connections of this client's are open.</summary>
    public int OpenSockets => _sockets.Open;

    /// <summary>Notes something awaited that a fault may hit: it has to end before the test does, with a result, a declared exception or a cancellation.</summary>
    public Task<T> Follow<T>(Task<T> task, string name)
    {
        _followed.Add((name, task));
        return task;
    }

    /// <inheritdoc cref="Follow{T}"/>
    public Task Follow(Task task, string name)
    {
        _followed.Add((name, task));
        return task;
    }

    /// <summary>Connects, and tells the server by an event <c>ready</c> that its attack finds the client connected.</summary>
    public async Task ConnectAsync(string url)
    {
        await Client.ConnectAsync(url).Within("the connection");
        await Client.EmitAsync("ready");
    }

    /// <summary>Sees that the client is there again, and not deaf.</summary>
    /// <param name="sendEcho">Lets the server send an event <c>echo</c> with this word. Default: null, the client asks it to, by the same event.</param>
    public async Task HearsAsync(Func<string, Task>? sendEcho = null)
    {
        await Client.Of("/").WaitForConnectedAsync().Within("the connection after the fault");
        var word = $"good event {++_goodEvents}";
        await (sendEcho?.Invoke(word) ?? Client.EmitAsync("echo", word).AsTask()).Within("the good event's request");
        while (await _echoes.NextAsync() != word)
        {
            // One asked for before the fault and answered only now.
        }
    }

    /// <summary>Disposes the client and sees that it told of each loss once, settled what was awaited and released what it held.</summary>
    public async Task EndAsync()
    {
        await Client.DisposeAsync().Within("the client's disposal");
        foreach (var (name, task) in _followed)
        {
            await task.ContinueWith(_ => { }, TaskScheduler.Default).Within($"the end of {name}");
            Assert.That(
                task.Exception?.InnerExceptions ?? [], Has.All.InstanceOf<SocketIOException>().Or.InstanceOf<OperationCanceledException>(), $"{name}: only what is declared is thrown");
        }

        AssertEachLossWasTold();
        Assert.That(Client.AwaitsAnswer, Is.False, "acknowledgements still awaited");
        await Eventually.IsAsync(() => _sockets.Open, 0, "open sockets");
        await Eventually.IsAsync(() => _clock.Timers.Count, 0, "timers left");
    }

    private void AssertEachLossWasTold()
    {
        var moments = _moments.ToArray();
        var isConnect = moments.Select(moment => moment is null).ToArray();
        Assert.That(isConnect, Is.EqualTo(moments.Select((_, index) => index % 2 == 0)), "connects and disconnects, one after the other");
        Assert.That(isConnect.Length % 2, Is.Zero, "a disconnect for the last connect");

        // A connection that is lost as soon as it is joined need not show up among the client's states.
        var untold = new Queue<DisconnectReason?>(_losses);
        foreach (var reason in moments.Where(moment => moment is not null))
        {
            if (untold.TryPeek(out var loss) && loss == reason) untold.Dequeue();
        }

        Assert.That(untold, Is.Empty, "losses of which no disconnect told the reason, in order");
    }
}
