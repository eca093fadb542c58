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
            Run(() => _blocking.Deliver("order", 1, cancellationToken: token)),
            Run(() => _blocking.Stream<int>("price", token).First()),
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
    [Category("M12")]
    public async Task A_delivery_goes_on_through_a_loss_until_it_is_acknowledged()
    {
        Options.Reconnection.Delay = TimeSpan.FromSeconds(3);
        var server = await ConnectBlockingAsync();
        var delivering = Run(() => Note($"{_blocking.Deliver("order", 1)}"));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["order",1]"""));
        server.Break();
        await Clock.PassAsync(TimeSpan.FromSeconds(3));
        server = await AcceptAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["order",1]"""));

        server.Send("430[]");

        await delivering.Within();
        Assert.That(Notes, Is.EqualTo(new[] { nameof(Delivery.Acknowledged) }));
    }

    [Test]
    [Category("M12")]
    public async Task A_delivery_ends_when_its_time_is_over()
    {
        var server = await ConnectBlockingAsync();
        var delivering = Run(() => Note($"{_blocking.Deliver("order", 1, new DeliveryOptions { GiveUpAfter = TimeSpan.FromSeconds(7) })}"));
        await server.ReceiveAsync();

        await Clock.PassAsync(TimeSpan.FromSeconds(7));

        await delivering.Within();
        Assert.That(Notes, Is.EqualTo(new[] { nameof(Delivery.Unknown) }));
    }

    [Test]
    [Category("M10")]
    public async Task A_stream_reads_events_one_by_one_and_ends_with_the_client()
    {
        var server = await ConnectBlockingAsync();
        var streaming = await StreamAsync(server);
        server.Send("""42["price","high"]""");
        server.Send("""42["price",1]""");
        server.Send("""42["price",2]""");
        await UntilNotedAsync("2");

        await Clock.RunUntilAsync(Run(() => _blocking.Disconnect()));

        await streaming.Within();
        Assert.That(Notes.SkipWhile(note => note == "0"), Is.EqualTo(new[] { "1", "2" }));
        Assert.That(() => _blocking.Stream<int>("connect"), Throws.ArgumentException.With.Message.Contains("OnAny"));
    }

    [Test]
    [Category("M10")]
    public async Task A_stream_throws_where_the_client_gave_up()
    {
        Options.Reconnection.Enabled = false;
        var server = await ConnectBlockingAsync();
        var streaming = await StreamAsync(server);

        server.Break();

        Assert.That((await ThrownAsync<SocketIODisconnectedException>(() => streaming.Within())).Reason, Is.EqualTo(DisconnectReason.TransportError));
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

    /// <summary>Begins to note the numbers of a stream; returns when the first zero has been read.</summary>
    private async Task<Task> StreamAsync(InMemoryServer server)
    {
        var streaming = Run(() =>
        {
            foreach (var price in _blocking.Stream<int>("price"))
                Note($"{price}");
        });
        await UntilAsync(() =>
        {
            server.Send("""42["price",0]""");
            return Notes.Contains("0");
        });
        return streaming;
    }

    private async Task<InMemoryServer> ConnectBlockingAsync()
    {
        var connecting = Run(() => _blocking.Connect(Url));
        var server = await AcceptAsync();
        await connecting.Within();
        return server;
    }
}
