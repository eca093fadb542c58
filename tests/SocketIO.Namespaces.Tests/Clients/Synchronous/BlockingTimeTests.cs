using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients.Synchronous;

/// <summary>How long the synchronous client blocks: by its own clock, until cancelled, and with the exceptions of the asynchronous one.</summary>
[Category("S1")]
internal sealed class BlockingTimeTests : ClientTest
{
    private Client _blocking = null!;

    [SetUp]
    public void SetUp() => _blocking = new Client(Options, Network);

    [TearDown]
    public async Task TearDown() => await Clock.RunUntilAsync(Run(_blocking.Dispose));

    [Test]
    [Category("M2")]
    public async Task A_call_ends_at_its_time_out()
    {
        var server = await ConnectBlockingAsync();
        var call = Run(() => _blocking.Call<int>("ask", 1, TimeSpan.FromSeconds(7)));
        Assert.That(await server.ReceiveAsync(), Does.StartWith("420[\"ask\""));

        await Clock.PassAsync(TimeSpan.FromSeconds(7));

        var error = await ThrownAsync<SocketIOTimeoutException>(() => call.Within());
        Assert.That(error.Delivery, Is.EqualTo(Delivery.Unknown));
        Assert.That(error.Message, Does.Contain("'ask'").And.Contain("7 s"));
        Assert.That(error.StackTrace, Does.Contain("BlockingEmitter.Call"));
    }

    [Test]
    [Category("M2")]
    public async Task A_call_ends_at_once_with_the_connection()
    {
        var server = await ConnectBlockingAsync();
        var call = Run(() => _blocking.Call("ask", 1));
        await server.ReceiveAsync();

        server.Break();

        Assert.That((await ThrownAsync<SocketIODisconnectedException>(() => call.Within())).Delivery, Is.EqualTo(Delivery.Unknown));
    }

    [Test]
    public async Task A_token_ends_every_wait_with_its_own_exception()
    {
        await ConnectBlockingAsync();
        using var cancellation = new CancellationTokenSource();
        var token = cancellation.Token;
        Task[] waits =
        [
            Run(() => _blocking.Call("ask", 1, cancellationToken: token)),
            Run(() => _blocking.Wait(token)),
            Run(() => _blocking.Sleep(TimeSpan.FromDays(1), token)),
            Run(() => _blocking.Of("/other").WaitForConnected(token)),
            Run(() => _blocking.Join("/other", cancellationToken: token)),
        ];

        await cancellation.CancelAsync();

        foreach (var wait in waits)
            Assert.That((await ThrownAsync<OperationCanceledException>(() => wait.Within())).CancellationToken, Is.EqualTo(token));
    }

    [Test]
    [Category("S8")]
    public async Task A_connect_ends_at_its_time_out()
    {
        var connecting = Run(() => _blocking.Connect(Url));
        await Network.AcceptAsync(); // and never answers

        await Clock.RunUntilAsync(connecting.ContinueWith(_ => { }, TaskScheduler.Default));

        Assert.That((await ThrownAsync<SocketIOConnectException>(() => connecting.Within())).Message, Does.Contain("20 s"));
        Assert.That(_blocking.State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    [Category("S23")]
    public async Task A_connect_can_be_cancelled_or_disconnected()
    {
        using var cancellation = new CancellationTokenSource();
        var cancelled = Run(() => _blocking.Connect(Url, cancellationToken: cancellation.Token));
        await Network.AcceptAsync();
        await cancellation.CancelAsync();
        await ThrownAsync<OperationCanceledException>(() => cancelled.Within());

        var disconnected = Run(() => _blocking.Connect(Url));
        await Network.AcceptAsync();
        await Run(() => _blocking.Disconnect()).Within();

        await ThrownAsync<SocketIOConnectException>(() => disconnected.Within());
        Assert.That(_blocking.State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    [Category("S25")]
    public async Task Sleep_goes_by_the_clock_of_the_options()
    {
        var sleeping = Run(() => _blocking.Sleep(TimeSpan.FromHours(3)));

        await Clock.PassAsync(TimeSpan.FromHours(3));

        await sleeping.Within();
    }

    private static Task Run(Action action)
        => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task<InMemoryServer> ConnectBlockingAsync()
    {
        var connecting = Run(() => _blocking.Connect(Url));
        var server = await AcceptAsync();
        await connecting.Within();
        return server;
    }
}
