using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>A disposal at any moment: nothing follows it, no timer and no dial.</summary>
[Category("M18")]
[Category("scenario-36")]
[Category("scenario-37")]
internal sealed class DisposalTests : ClientTest
{
    [TearDown]
    public async Task NothingFollows()
    {
        await UntilAsync(() => Clock.Waits().Count == 0, $"the end of timers: {string.Join(", ", Clock.Waits())}");
        var dials = Network.Dials.Count;
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.That(Network.Dials, Has.Count.EqualTo(dials));
        Assert.That(Client.State, Is.EqualTo(ClientState.Disposed));
        Assert.That(Client.IsConnected, Is.False);
    }

    [Test]
    public async Task Before_anything_it_ends_the_client() => await Client.DisposeAsync().Within();

    [Test]
    public async Task While_dialling_it_fails_the_connect()
    {
        Network.OnDial = async (_, _, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);
            return null;
        };
        var connecting = Client.ConnectAsync(Url);
        await UntilAsync(() => Network.Dials.Count == 1);

        await Client.DisposeAsync().Within();

        Assert.That(async () => await connecting.Within(), Throws.InstanceOf<SocketIOConnectException>());
    }

    [Test]
    public async Task While_joining_it_fails_the_connect_and_closes_the_connection()
    {
        var connecting = Client.ConnectAsync(Url);
        var server = await OpenAsync();
        await server.ReceiveAsync();

        await Client.DisposeAsync().Within();

        Assert.That(async () => await connecting.Within(), Throws.InstanceOf<SocketIOConnectException>());
        await server.ClientGone.Within();
    }

    [Test]
    public async Task While_connected_calls_fail_and_disconnect_is_told_once()
    {
        Client.On("disconnect", (DisconnectReason reason) => Note(reason.ToString()));
        var server = await ConnectAsync();
        var call = Client.CallAsync<int>("ask");
        await server.ReceiveAsync();

        await Clock.RunUntilAsync(Client.DisposeAsync().AsTask());

        Assert.That(async () => await call.Within(), Throws.InstanceOf<SocketIODisconnectedException>());
        Assert.That(Notes, Is.EqualTo(new[] { nameof(DisconnectReason.ClientDisconnect) }));
        await server.ClientGone.Within();
    }

    [Test]
    public async Task While_backing_off_it_ends_the_dials()
    {
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        await Client.EmitAsync("waits", "for ever");

        await Client.DisposeAsync().Within();

        Assert.That(Network.Dials, Has.Count.EqualTo(1));
    }

    [TestCase("connect")]
    [TestCase("event")]
    [TestCase("disconnect")]
    [Category("S23")]
    public async Task Inside_a_handler_it_does_not_wait_for_that_handler(string eventName)
    {
        Client.On(eventName, async () =>
        {
            await Client.DisposeAsync();
            Note("disposed");
        });
        var server = await ConnectAsync();
        server.Send("""42["event"]""");
        if (eventName == "disconnect")
            server.Break();

        await Clock.RunUntilAsync(UntilNotedAsync("disposed"));
        await server.ClientGone.Within();
    }

    [Test]
    public async Task After_the_servers_disconnect_a_handler_that_still_runs_is_cancelled()
    {
        Client.On("work", async (CancellationToken cancellationToken) =>
        {
            Note("begun");
            await Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);
        });
        var server = await ConnectAsync();
        server.Send("""42["work"]""");
        await UntilNotedAsync("begun");
        server.Send("41");
        await Clock.PassAsync(Options.Reconnection.HandlerTimeout);
        await Client.WaitAsync().Within();

        await Client.DisposeAsync().Within();
    }

    [Test]
    public async Task Twice_and_from_many_threads()
    {
        var server = await ConnectAsync();

        await Clock.RunUntilAsync(Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await Client.DisposeAsync()))));

        await server.ClientGone.Within();
    }

    [Test]
    public async Task On_a_dead_peer_within_the_time_to_stop()
    {
        var server = await ConnectAsync();
        server.StopReading();
        await Client.EmitAsync("stuck");
        await server.WriteStalled.Within();
        var begin = Clock.GetUtcNow();

        await Clock.RunUntilAsync(Client.DisposeAsync().AsTask());

        Assert.That(Clock.GetUtcNow() - begin, Is.LessThanOrEqualTo(Options.StopTimeout));
    }

    [Test]
    [Category("scenario-56")]
    public async Task A_thousand_clients_leave_nothing_that_holds_them()
    {
        const int Count = 1000;
        var clients = new List<WeakReference>(Count);
        for (var i = 0; i < Count; i++)
            clients.Add(await LiveAndDieAsync());
        await Client.DisposeAsync();

        for (var i = 0; i < 10 && clients.Count(client => client.IsAlive) > 1; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.That(clients.Count(client => client.IsAlive), Is.LessThanOrEqualTo(1), "the last may still be on the stack");
    }

    private async Task<WeakReference> LiveAndDieAsync()
    {
        var client = new AsyncClient(Options, Network);
        client.On("ask", () => 1);
        var connecting = client.ConnectAsync(Url);
        var server = await AcceptAsync();
        await connecting.Within();
        var call = client.CallAsync<int>("echo", 1);
        await server.ReceiveAsync();
        server.Send("430[1]");
        await call.Within();
        Clock.Advance(TimeSpan.FromSeconds(1)); // the server has had time to read what was emitted
        await client.DisposeAsync().Within();
        return new WeakReference(client);
    }
}
