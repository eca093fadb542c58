using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("M6")]
internal sealed class BufferingTests : ClientTest
{
    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    [Test]
    public async Task Emits_made_without_a_connection_follow_in_order()
    {
        var server = await LostAsync();
        for (var i = 0; i < 5; i++)
            await Client.EmitAsync("n", i);
        server = await ReturnAsync();
        for (var i = 0; i < 5; i++)
            Assert.That(await server.ReceiveAsync(), Is.EqualTo($"42[\"n\",{i}]"));
    }

    [Test]
    public async Task Connect_handlers_go_first()
    {
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        joined.TrySetResult();
        Client.On("connect", async () =>
        {
            await joined.Task;
            await Client.EmitAsync("join");
        });
        var server = await ConnectAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["join"]"""));
        joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Break();
        await Clock.WaitForTimerAsync(Second);
        await Client.EmitAsync("early");
        server = await ReturnAsync();
        await UntilStateAsync(ClientState.Connected);
        await Client.EmitAsync("late");
        joined.TrySetResult();
        foreach (var name in new[] { "join", "early", "late" })
            Assert.That(await server.ReceiveAsync(), Is.EqualTo($"42[\"{name}\"]"));
    }

    [Test]
    public async Task Connect_handlers_go_first_even_if_nothing_has_waited()
    {
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await LostAsync();
        Client.On("connect", async () =>
        {
            await joined.Task;
            await Client.EmitAsync("join");
        });
        var server = await ReturnAsync();
        await UntilStateAsync(ClientState.Connected);
        await Client.EmitAsync("late");
        joined.TrySetResult();
        foreach (var name in new[] { "join", "late" })
            Assert.That(await server.ReceiveAsync(), Is.EqualTo($"42[\"{name}\"]"));
    }

    [Test]
    public async Task A_connect_handler_that_hangs_holds_emits_up_no_longer_than_its_time()
    {
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await LostAsync();
        Client.On("connect", () => hanging.Task);
        await Client.EmitAsync("waits");
        server = await ReturnAsync();
        await Clock.PassAsync(TimeSpan.FromSeconds(5));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["waits"]"""));
        hanging.TrySetResult();
    }

    [Test]
    public async Task Packets_not_handed_to_the_transport_go_to_the_head()
    {
        var delay = TimeSpan.FromSeconds(3); // no other timer of a lost connection is as long
        Options.Reconnection.Delay = delay;
        var server = await ConnectAsync();
        server.StopReading();
        await Client.EmitAsync("handed over");
        await server.WriteStalled.Within();
        await Client.EmitAsync("unsent 1");
        await Client.EmitAsync("unsent 2");
        server.Break();
        await Clock.WaitForTimerAsync(delay);
        await Client.EmitAsync("buffered");
        await Clock.PassAsync(delay);
        server = await AcceptAsync();
        foreach (var name in new[] { "unsent 1", "unsent 2", "buffered" })
            Assert.That(await server.ReceiveAsync(), Is.EqualTo($"42[\"{name}\"]"));
    }

    [Test]
    public async Task Too_old_ones_are_dropped()
    {
        var server = await LostAsync();
        await Client.EmitAsync("old");
        Clock.Advance(TimeSpan.FromMilliseconds(500));
        await Client.With(new EmitOptions { MaxAge = TimeSpan.FromMilliseconds(400) }).EmitAsync("old too");
        await Client.With(new EmitOptions { MaxAge = TimeSpan.MaxValue }).EmitAsync("ageless");
        await Clock.PassAsync(TimeSpan.FromMilliseconds(500));
        server = await OpenAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40"));
        server.Break();
        await Clock.WaitForTimerAsync(TimeSpan.FromSeconds(2));
        Network.OnDial = (_, _, _) => new(new TransportException("refused"));
        foreach (var seconds in new[] { 2, 4, 5, 5, 5, 5, 5 })
            await Clock.PassAsync(TimeSpan.FromSeconds(seconds));
        await UntilAsync(() => Network.Dials.Count == 9);
        Network.OnDial = (_, _, _) => default;
        await Client.EmitAsync("new");
        await Clock.PassAsync(TimeSpan.FromSeconds(5));
        server = await AcceptAsync();
        foreach (var name in new[] { "ageless", "new" })
            Assert.That(await server.ReceiveAsync(), Is.EqualTo($"42[\"{name}\"]"));
    }

    [Test]
    [Category("fault-67")]
    public async Task Too_many_are_refused_with_the_limits_name()
    {
        Options.Limits.BufferedEmits = 2;
        await LostAsync();
        await Client.EmitAsync("1");
        await Client.EmitAsync("2");
        var thrown = await ThrownAsync<SocketIOException>(async () => await Client.EmitAsync("3"));
        Assert.That(thrown.Message, Does.Contain(nameof(SocketIOLimits.BufferedEmits)));
        Assert.That(thrown.Delivery, Is.EqualTo(Delivery.NotSent));
    }

    [Test]
    [Category("fault-67")]
    public async Task Too_many_bytes_are_refused_with_the_limits_name()
    {
        Options.Limits.BufferedEmitBytes = 100;
        await LostAsync();
        await Client.EmitAsync("small", new string('x', 50));
        var thrown = await ThrownAsync<SocketIOException>(async () => await Client.EmitAsync("large", new string('x', 50)));
        Assert.That(thrown.Message, Does.Contain(nameof(SocketIOLimits.BufferedEmitBytes)));
    }

    [TestCase(true)]
    [TestCase(false)]
    [Category("fault-67")]
    public async Task A_full_buffer_keeps_exactly_what_it_took_and_has_room_again_once_that_is_sent(bool byCount)
    {
        const int Room = 100;
        const int Size = 12; // of 42["n",1000]
        if (byCount)
            Options.Limits.BufferedEmits = Room;
        else
            Options.Limits.BufferedEmitBytes = Room * Size;
        var server = await LostAsync();
        var results = new List<bool>();
        for (var i = 0; i < 2 * Room; i++)
            results.Add(await IsTakenAsync(1000 + i));

        Assert.That(results, Is.EqualTo(Enumerable.Repeat(true, Room).Concat(Enumerable.Repeat(false, Room))));
        server = await ReturnAsync();
        for (var i = 0; i < Room; i++)
            Assert.That(await server.ReceiveAsync(), Is.EqualTo($"42[\"n\",{1000 + i}]"));
        await ReadAsync(server);
        server.Break();
        await UntilStateAsync(ClientState.Reconnecting);
        Assert.That(await IsTakenAsync(5000), Is.True);
    }

    [Test]
    public async Task They_fail_or_drop_on_request()
    {
        var server = await LostAsync();
        var thrown = await ThrownAsync<SocketIODisconnectedException>(async () => await Client.With(new EmitOptions { WhenDisconnected = WhenDisconnected.Fail }).EmitAsync("fails"));
        Assert.That(thrown.Delivery, Is.EqualTo(Delivery.NotSent));
        await Client.With(new EmitOptions { WhenDisconnected = WhenDisconnected.Drop }).EmitAsync("dropped");
        await Client.EmitAsync("kept");
        server = await ReturnAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["kept"]"""));
    }

    [Test]
    public async Task A_client_that_is_not_started_or_has_stopped_refuses()
    {
        Assert.That(async () => await Client.EmitAsync("early"), Throws.InstanceOf<SocketIODisconnectedException>().With.Message.Contains("ConnectAsync"));
        await ConnectAsync();
        await Client.DisconnectAsync().Within();
        Assert.That(async () => await Client.EmitAsync("late"), Throws.InstanceOf<SocketIODisconnectedException>());
        await Client.DisposeAsync();
        Assert.That(async () => await Client.EmitAsync("too late"), Throws.InstanceOf<SocketIODisconnectedException>().With.Message.Contains("disposed"));
    }

    [Test]
    public async Task A_first_connect_that_keeps_trying_buffers()
    {
        Network.OnDial = (_, _, _) => new(new TransportException("refused"));
        var connecting = Client.ConnectAsync(Url, retry: true);
        await Client.EmitAsync("early");
        Network.OnDial = (_, _, _) => default;
        await Clock.RunUntilAsync(UntilAsync(() => Network.Dials.Count == 2 || connecting.IsCompleted || !Clock.Waits().Contains(Second)));
        var server = await AcceptAsync();
        await connecting.Within();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["early"]"""));
    }

    [Test]
    [Category("S13")]
    public async Task A_buffered_emit_keeps_its_callback_through_a_failed_attempt()
    {
        var server = await LostAsync();
        await Client.EmitAsync("ask", (string answer) => Note(answer));
        await Clock.PassAsync(Second);
        server = await OpenAsync();
        await server.ReceiveAsync();
        server.Break();
        await Clock.PassAsync(TimeSpan.FromSeconds(2));
        server = await AcceptAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["ask"]"""));
        server.Send("""430["yes"]""");
        await UntilNotedAsync("yes");
    }

    [Test]
    public async Task A_cancelled_emit_is_not_buffered()
    {
        await LostAsync();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        Assert.That(async () => await Client.EmitAsync("never", source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private async Task<bool> IsTakenAsync(int number)
    {
        try
        {
            await Client.EmitAsync("n", number);
            return true;
        }
        catch (SocketIOException exception) when (exception.Delivery == Delivery.NotSent)
        {
            return false;
        }
    }

    private async Task<InMemoryServer> LostAsync()
    {
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(Second);
        return server;
    }

    private async Task<InMemoryServer> ReturnAsync()
    {
        await Clock.PassAsync(Second);
        return await AcceptAsync();
    }
}
