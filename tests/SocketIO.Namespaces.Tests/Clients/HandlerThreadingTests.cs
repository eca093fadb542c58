using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>Handlers that are slow, or that come and go while events arrive.</summary>
internal sealed class HandlerThreadingTests : ClientTest
{
    [TestCase(true)]
    [TestCase(false)]
    [Category("M8")]
    [Category("scenario-17")]
    public async Task A_slow_handler_holds_up_its_own_namespace_and_nothing_else(bool blocksItsThread)
    {
        using var gate = new ManualResetEventSlim();
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Client.On("slow", async () =>
        {
            Note("slow");
            if (blocksItsThread)
                gate.Wait();
            else
                await opened.Task;
        });
        Client.On("next", () => Note("next"));
        Client.On("ask", () => "of /chat", "/chat");
        var server = await ConnectAsync("/", "/chat");

        server.Send("""42["slow"]""");
        server.Send("""42["next"]""");
        await UntilNotedAsync("slow");
        server.Send("2");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("3"), "the heartbeat goes on");
        server.Send("""42/chat,0["ask"]""");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""43/chat,0["of /chat"]"""), "so do other namespaces");
        var call = Client.CallAsync<int>("ask");
        await server.ReceiveAsync();
        server.Send("430[1]");
        Assert.That(await call.Within(), Is.EqualTo(1), "so do calls");
        Assert.That(Notes, Is.EqualTo(new[] { "slow" }));

        gate.Set();
        opened.TrySetResult();
        await UntilNotedAsync("next");
    }

    [Test]
    [Category("M10")]
    [Category("scenario-14")]
    [Category("scenario-20")]
    public async Task A_handler_may_remove_itself_and_register_another()
    {
        IDisposable? registration = null;
        registration = Client.On("tick", (int number) =>
        {
            Note($"first {number}");
            registration!.Dispose();
            registration.Dispose();
            Client.On("tick", (int next) => Note($"second {next}"));
        });
        var server = await ConnectAsync();

        for (var i = 0; i < 3; i++)
            server.Send($"42[\"tick\",{i}]");

        await UntilNotedAsync("second 2");
        Assert.That(Notes, Is.EqualTo(new[] { "first 0", "second 1", "second 2" }));
    }

    [Test]
    [Category("F6")]
    public async Task What_completes_between_two_looks_at_a_handlers_value_task_is_given_back()
    {
        var source = new HastyTaskSource();
        Client.On("work", () => new ValueTask(source, 0));
        Client.On("next", () => Note("next"));
        var server = await ConnectAsync();

        server.Send("42[\"work\"]");
        server.Send("42[\"next\"]");

        await UntilNotedAsync("next");
        Assert.That(source.ResultsTaken, Is.EqualTo(1));
    }

    [Test]
    [Category("M8")]
    public async Task A_handler_that_blocks_does_not_hold_reading_up()
    {
        using var release = new ManualResetEventSlim();
        Client.On("block", () => Note($"released {release.Wait(Soon.Patience)}"));
        var server = await ConnectAsync();
        server.Send("42[\"block\"]");
        var call = Client.CallAsync<int>("ask");
        await server.ReceiveAsync();
        server.Send("430[1]");

        Assert.That(await call.Within(), Is.EqualTo(1));
        release.Set();
        await UntilNotedAsync("released True");
    }

    [Test]
    [Category("M10")]
    [Category("scenario-20")]
    public async Task Handlers_may_come_and_go_on_other_threads_while_events_arrive()
    {
        const int Events = 3000;
        var heard = 0;
        Client.On("steady", () => Interlocked.Increment(ref heard));
        Options.OnHandlerError = error => Note(error.Exception.Message);
        var server = await ConnectAsync();
        using var stop = new CancellationTokenSource();
        var churning = Enumerable.Range(0, 2).Select(task => Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                Client.On($"passing {task} {i % 10}", () => { }).Dispose();
        })).ToArray();

        for (var i = 0; i < Events; i++)
        {
            server.Send("""42["steady"]""");
            server.Send($"42[\"passing 0 {i % 10}\"]");
        }

        await UntilAsync(() => Volatile.Read(ref heard) == Events, "all events");
        await stop.CancelAsync();
        await Task.WhenAll(churning).Within();
        Assert.That(Notes, Is.Empty);
        Assert.That(Client.State, Is.EqualTo(ClientState.Connected));
    }
}
