using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>However much hangs, and whatever the client is doing, a stop takes no longer than its one time-out.</summary>
[Category("M18")]
internal sealed class StopTests : ClientTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_disconnect_handler_hangs(bool disposes)
    {
        Client.On("disconnect", HangAsync);
        await ConnectAsync();

        await AssertStopsInTimeAsync(disposes);
        await UntilNotedAsync("cancelled");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Everything_hangs_at_once_and_the_peer_is_dead(bool disposes)
    {
        Client.On("connect", HangAsync);
        Client.On("disconnect", HangAsync);
        Client.On("event", HangAsync, "/chat");
        Client.On("disconnect", (CancellationToken cancellationToken) => HangAsync(cancellationToken), "/chat");
        var server = await ConnectAsync("/", "/chat");
        server.Send("""42/chat,["event"]""");
        _ = Client.StartBackgroundTask(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously).Task);
        await UntilAsync(() => Notes.Count(note => note == "hanging") == 2);
        server.StopReading();
        await Client.EmitAsync("never read");

        await AssertStopsInTimeAsync(disposes);
        await server.ClientGone.Within();
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task The_disconnect_handler_of_a_loss_hangs(bool disposes)
    {
        Options.Reconnection.HandlerTimeout = TimeSpan.FromMinutes(1);
        Client.On("disconnect", HangAsync);
        var server = await ConnectAsync();
        server.Break();
        await UntilNotedAsync("hanging");

        await AssertStopsInTimeAsync(disposes);
        await UntilNotedAsync("cancelled");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task The_peer_dies_while_a_namespace_is_joined(bool disposes)
    {
        Options.Reconnection.HandlerTimeout = TimeSpan.FromMinutes(1);
        Client.On("disconnect", HangAsync);
        var connecting = Client.ConnectAsync(Url, ["/", "/chat"]);
        var server = await OpenAsync();
        await server.ReceiveAsync();
        await server.ReceiveAsync();
        server.Send("""40{"sid":"a"}""");
        await UntilAsync(() => Client.GetSid() is not null);
        server.StopReading();

        await AssertStopsInTimeAsync(disposes);
        await ThrownAsync<SocketIOConnectException>(() => connecting);
    }

    [Test]
    public async Task What_is_sent_at_its_very_end_makes_a_stop_no_longer()
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Options.StopTimeout = TimeSpan.FromMilliseconds(100);
        Options.Reconnection.HandlerTimeout = TimeSpan.FromMilliseconds(70); // so late that the server does not get its time to read in full
        Client.On("connect", () => never.Task);
        var connecting = Client.ConnectAsync(Url, retry: true);
        await AcceptAsync();
        await connecting.Within();
        await Client.EmitAsync("held back until the connect handler has had its time");

        await Clock.RunUntilAsync(Client.DisposeAsync().AsTask(), Options.StopTimeout);
        never.TrySetResult();
    }

    [Test]
    [Category("S23")]
    public async Task A_handler_that_heeds_its_token_has_half_of_the_time_and_then_the_server_is_told()
    {
        Client.On("event", HangAsync);
        var server = await ConnectAsync();
        server.Send("""42["event"]""");
        await UntilNotedAsync("hanging");
        await Client.EmitAsync("last words");
        await server.ReceiveAsync();

        var stopping = Client.DisconnectAsync();
        await Clock.PassAsync(Limit / 2);
        await stopping.Within();

        Assert.That(Notes, Is.EqualTo(new[] { "hanging", "cancelled" }));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("41"));
        await server.ClientClosed.Within();
    }

    [TestCase("handler")]
    [TestCase("background task")]
    [Category("S23")]
    [Category("S25")]
    public async Task The_server_is_told_though_a_token_is_not_heeded(string what)
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Client.On("event", WaitAsync);
        var server = await ConnectAsync();
        if (what == "handler")
            server.Send("""42["event"]""");
        else
            _ = Client.StartBackgroundTask(_ => WaitAsync());
        await UntilNotedAsync("deaf");

        var stopping = Client.DisconnectAsync();
        await Clock.PassAsync(Limit / 2);
        await Clock.PassAsync(Limit / 4);

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("41"));
        await server.ClientClosed.Within();
        await Clock.RunUntilAsync(stopping, Limit / 4);
        never.TrySetResult();

        Task WaitAsync()
        {
            Note("deaf");
            return never.Task;
        }
    }

    [Test]
    public async Task One_that_is_hurried_cuts_a_connection_that_a_reconnect_is_closing()
    {
        var server = await ConnectAsync();
        server.StopReading();
        await Client.EmitAsync("never read");
        await server.WriteStalled.Within();
        var reconnecting = Client.ReconnectAsync();
        var stopping = Client.DisconnectAsync();
        Client.HurryDisconnect();
        Clock.Advance(TimeSpan.Zero);

        await stopping.Within();
        await Task.WhenAny(reconnecting).Within();
        Assert.That(server.ClientClosed.IsCompleted, Is.False);
    }

    [Test]
    public async Task Nothing_follows_a_stop()
    {
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        await Client.DisposeAsync().Within();

        Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(Network.Dials, Has.Count.EqualTo(1));
        Assert.That(Clock.Waits(), Is.Empty, "timers");
    }

    private async Task HangAsync(CancellationToken cancellationToken)
    {
        Note("hanging");
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(cancelled.SetResult))
            await cancelled.Task;
        Note("cancelled");
    }

    private async Task AssertStopsInTimeAsync(bool disposes)
    {
        await Clock.RunUntilAsync(disposes ? Client.DisposeAsync().AsTask() : Client.DisconnectAsync(), Limit);
        Assert.That(Client.State, Is.EqualTo(disposes ? ClientState.Disposed : ClientState.Disconnected));
    }
}
