using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("S23")]
internal sealed class DisconnectTests : ClientTest
{
    [Test]
    public async Task A_dial_that_fails_just_when_it_is_given_up_is_told_as_given_up()
    {
        var dialling = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Network.OnDial = (_, _, _) => new(dialling.Task);
        var connecting = Client.ConnectAsync(Url);
        var disconnecting = Client.DisconnectAsync();
        dialling.TrySetResult(new TransportException("refused"));

        var thrown = await ThrownAsync<SocketIOConnectException>(() => connecting.Within());
        Assert.That(thrown.Message, Does.Contain("disconnected"));
        await disconnecting.Within();
    }

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
        await Client.DisconnectAsync().Within();

        Assert.That(async () => await connecting.Within(), Throws.InstanceOf<SocketIOConnectException>());
        Assert.That(Client.State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    public async Task While_joining_it_fails_the_connect_and_closes_the_connection()
    {
        var connecting = Client.ConnectAsync(Url);
        var server = await OpenAsync();
        await server.ReceiveAsync();
        await Client.DisconnectAsync().Within();

        Assert.That(async () => await connecting.Within(), Throws.InstanceOf<SocketIOConnectException>());
        await server.ClientGone.Within();
    }

    [Test]
    public async Task While_backing_off_it_ends_the_dials_and_tells_no_second_disconnect()
    {
        Client.On("disconnect", (DisconnectReason reason) => Note(reason.ToString()));
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        var waiting = Client.WaitAsync();
        await Client.DisconnectAsync().Within();

        Assert.That(await waiting.Within(), Is.EqualTo(DisconnectReason.ClientDisconnect));
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(Network.Dials, Has.Count.EqualTo(1));
        Assert.That(Notes, Is.EqualTo(new[] { "TransportError" }));
    }

    [Test]
    public async Task While_a_provider_hangs_it_fails_the_connect_without_waiting_for_that()
    {
        Options.AuthProvider = async (_, _) => await new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously).Task;
        var connecting = Client.ConnectAsync(Url);
        await OpenAsync();
        await Client.DisconnectAsync().Within();
        Assert.That(async () => await connecting.Within(), Throws.InstanceOf<SocketIOConnectException>());
    }

    [TestCase("connect")]
    [TestCase("event")]
    public async Task Inside_a_handler_it_does_not_wait_for_that_handler(string eventName)
    {
        Client.On(eventName, async () =>
        {
            await Client.DisconnectAsync();
            Note("left");
        });
        Client.On("disconnect", (DisconnectReason reason) => Note(reason.ToString()));
        var server = await ConnectAsync();
        server.Send("""42["event"]""");

        Assert.That(await Client.WaitAsync().Within(), Is.EqualTo(DisconnectReason.ClientDisconnect));
        await UntilAsync(() => Notes.Count == 2);
        Assert.That(Notes, Is.EqualTo(new[] { "left", "ClientDisconnect" }));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("41"));
        await server.ClientClosed.Within();
    }

    [Test]
    public async Task Inside_the_disconnect_handler_of_a_loss_takes_no_time()
    {
        Client.On("disconnect", async (DisconnectReason reason) =>
        {
            Note(reason.ToString());
            await Client.DisconnectAsync();
            Note("left");
        });
        var server = await ConnectAsync();
        server.Break();
        await Client.WaitAsync().Within();
        await UntilNotedAsync("left");
        Assert.That(Notes, Is.EqualTo(new[] { "TransportError", "left" }));
        Assert.That(Network.Dials, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Inside_a_connect_error_handler_it_ends_the_retries()
    {
        Network.OnDial = (_, _, _) => new(new TransportException("refused"));
        Client.On("connect_error", async () => await Client.DisconnectAsync());
        var connecting = Client.ConnectAsync(Url, retry: true);
        Assert.That(async () => await connecting.Within(), Throws.InstanceOf<SocketIOConnectException>());
        Assert.That(Client.State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    [Category("S25")]
    public async Task Inside_a_background_task_it_does_not_wait_for_that_task()
    {
        await ConnectAsync();
        var task = Client.StartBackgroundTask(async _ => await Client.DisconnectAsync(CancellationToken.None));
        await task.Within();
        Assert.That(Client.State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    public async Task Twice_and_from_many_threads_is_told_once()
    {
        Client.On("disconnect", () => Note("disconnect"));
        await ConnectAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Client.DisconnectAsync()))).Within();
        await Client.DisconnectAsync().Within();
        Assert.That(Notes, Is.EqualTo(new[] { "disconnect" }));
    }

    [Test]
    public async Task Before_anything_does_nothing()
    {
        await Client.DisconnectAsync().Within();
        Assert.That(Client.State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    public async Task A_client_can_connect_again()
    {
        await ConnectAsync();
        await Client.DisconnectAsync().Within();
        await ConnectAsync();
        Assert.That(Client.IsConnected, Is.True);
    }

    [Test]
    public async Task A_client_can_connect_again_from_its_disconnect_handler()
    {
        Client.On("event", () => Note("event"));
        Client.On("disconnect", async () =>
        {
            await Client.ConnectAsync(Url);
            Note("connected");
        });
        var server = await ConnectAsync();
        server.Send("41");
        server = await AcceptAsync();
        await UntilNotedAsync("connected");
        server.Send("""42["event"]""");
        await UntilNotedAsync("event");
        await Client.EmitAsync("hello");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["hello"]"""));
        Assert.That(Client.IsConnected, Is.True);
        Options.StopTimeout = TimeSpan.Zero;
    }

    [Test]
    public async Task What_was_emitted_is_sent_first()
    {
        var server = await ConnectAsync();
        await Client.EmitAsync("last words");
        await Clock.RunUntilAsync(Client.DisconnectAsync());
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["last words"]"""));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("41"));
    }

    [Test]
    [Category("M18")]
    public async Task A_dead_peer_and_a_hanging_handler_do_not_hold_it_up_for_ever()
    {
        var server = await ConnectAsync();
        Client.On("hang", async (CancellationToken cancellationToken) =>
        {
            Note("hanging");
            await Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);
        });
        server.Send("""42["hang"]""");
        await UntilNotedAsync("hanging");
        server.StopReading();
        await Client.EmitAsync("lost");
        var before = Clock.GetUtcNow();
        await Clock.RunUntilAsync(Client.DisposeAsync().AsTask());
        Assert.That(Clock.GetUtcNow() - before, Is.LessThanOrEqualTo(Options.StopTimeout));
    }

    [Test]
    [Category("S24")]
    public async Task Waiting_lasts_through_losses_until_the_end_and_honours_its_token()
    {
        var server = await ConnectAsync();
        using var source = new CancellationTokenSource();
        var impatient = Client.WaitAsync(source.Token);
        var patient = Client.WaitAsync();
        server.Break();
        await Clock.PassAsync(TimeSpan.FromSeconds(1));
        await AcceptAsync();
        await UntilStateAsync(ClientState.Connected);
        Assert.That(patient.IsCompleted, Is.False);

        await source.CancelAsync();
        var thrown = await ThrownAsync<TaskCanceledException>(async () => await impatient.Within());
        Assert.That(thrown.CancellationToken, Is.EqualTo(source.Token));

        await Client.DisconnectAsync().Within();
        Assert.That(await patient.Within(), Is.EqualTo(DisconnectReason.ClientDisconnect));
        Assert.That(Client.WaitAsync().IsCompleted, Is.True);
    }

    [Test]
    public async Task Cancelling_the_connect_stops_it()
    {
        using var source = new CancellationTokenSource();
        var connecting = Client.ConnectAsync(Url, cancellationToken: source.Token);
        await OpenAsync();
        await source.CancelAsync();
        var thrown = await ThrownAsync<OperationCanceledException>(async () => await connecting.Within());
        Assert.That(thrown.CancellationToken, Is.EqualTo(source.Token));
        Assert.That(Client.State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    [Category("S25")]
    public async Task Background_tasks_are_cancelled_and_awaited()
    {
        await ConnectAsync();
        var task = Client.StartBackgroundTask(async cancellationToken =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);
            }
            finally
            {
                Note("stopped");
            }
        });
        await Client.DisconnectAsync().Within();
        Assert.That(Notes, Is.EqualTo(new[] { "stopped" }));
        Assert.That(task.IsCanceled, Is.True);
    }

    [Test]
    [Category("S25")]
    public async Task Background_tasks_outlive_an_end_by_itself_and_are_stopped_by_the_disconnect_after_it()
    {
        var server = await ConnectAsync();
        var task = Client.StartBackgroundTask(cancellationToken => Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken));
        server.Send("41");
        await Client.WaitAsync().Within();
        Assert.That(task.IsCompleted, Is.False);

        await Client.DisconnectAsync().Within();
        Assert.That(task.IsCanceled, Is.True);
    }

    [Test]
    [Category("S25")]
    public async Task Background_tasks_of_a_client_that_never_connected_are_stopped_too()
    {
        var task = Client.StartBackgroundTask(cancellationToken => Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken));
        await Client.DisconnectAsync().Within();
        Assert.That(task.IsCanceled, Is.True);
    }

    [Test]
    [Category("S25")]
    [Category("M18")]
    public async Task A_background_task_that_is_deaf_holds_a_disconnect_up_no_longer_than_a_stop_may_take()
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = Client.StartBackgroundTask(_ => never.Task);
        using var impatience = new CancellationTokenSource();
        var impatient = Client.DisconnectAsync(impatience.Token);
        await impatience.CancelAsync();
        await ThrownAsync<OperationCanceledException>(() => impatient.Within());

        var patient = Client.DisconnectAsync();
        await Clock.PassAsync(Options.StopTimeout);
        await patient.Within();
        never.TrySetResult();
    }

    [Test]
    [Category("S25")]
    public async Task Background_tasks_that_disconnect_an_ended_client_do_not_wait_for_each_other()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await ConnectAsync();
        var tasks = Enumerable.Range(0, 2).Select(_ => Client.StartBackgroundTask(async _ =>
        {
            await ended.Task;
            await Client.DisconnectAsync(CancellationToken.None);
        })).ToArray();
        server.Send("41");
        await Client.WaitAsync().Within();
        ended.TrySetResult();

        await Task.WhenAll(tasks).Within();
    }

    [Test]
    [Category("S25")]
    public async Task Leaving_a_namespace_without_a_connection_stops_no_background_task()
    {
        var task = Client.StartBackgroundTask(cancellationToken => Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken));
        await Client.Of("/").LeaveAsync().Within();
        Assert.That(task.IsCompleted, Is.False);
    }

    [Test]
    [Category("S25")]
    public async Task A_background_tasks_failure_is_logged_and_faults_its_task()
    {
        var task = Client.StartBackgroundTask(_ => throw new InvalidOperationException("mine"));
        Assert.That(async () => await task.Within(), Throws.InvalidOperationException.With.Message.EqualTo("mine"));
        Assert.That(Log.Of(LogLevel.Error), Has.Count.EqualTo(1));
        await Client.DisconnectAsync().Within();
    }

    [Test]
    [Category("S25")]
    [Category("M18")]
    public async Task A_cancellation_callback_that_throws_is_logged_and_the_server_is_told_all_the_same()
    {
        var server = await ConnectAsync();
        var task = await StartWithThrowingCallbackAsync();
        await Client.EmitAsync("last words");
        await Clock.RunUntilAsync(Client.DisconnectAsync());

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["last words"]"""));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("41"));
        Assert.That(task.IsCanceled, Is.True);
        Assert.That(Log.Of(435), Is.EqualTo(new[] { LogLevel.Error }));
    }

    [Test]
    [Category("S25")]
    [Category("M18")]
    public async Task A_cancellation_callback_that_throws_does_not_come_out_of_a_dispose()
    {
        var task = await StartWithThrowingCallbackAsync();
        await Client.DisposeAsync().Within();

        Assert.That(task.IsCanceled, Is.True);
        Assert.That(Log.Of(435), Is.EqualTo(new[] { LogLevel.Error }));
    }

    [Test]
    public async Task Leaving_the_last_namespace_while_backing_off_ends_the_client()
    {
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        await Client.Of("/").LeaveAsync().Within();
        Assert.That(await Client.WaitAsync().Within(), Is.EqualTo(DisconnectReason.ClientDisconnect));
    }

    [Test]
    public async Task The_server_gets_time_to_read_what_was_emitted_before_the_disconnect_behind_it()
    {
        var server = await ConnectAsync();
        await Client.EmitAsync("last words");
        var disconnecting = Client.DisconnectAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("42[\"last words\"]"));

        await Clock.PassAsync(TimeSpan.FromMilliseconds(50));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("41"));
        await disconnecting.Within();
    }

    private async Task<Task> StartWithThrowingCallbackAsync()
    {
        var task = Client.StartBackgroundTask(async cancellationToken =>
        {
            _ = cancellationToken.Register(() => throw new InvalidOperationException("of the callback"));
            Note("running");
            await Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);
        });
        await UntilNotedAsync("running");
        return task;
    }
}
