using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Tests.Performance;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("M2")]
[Category("scenario-24")]
internal sealed class CallTests : ClientTest
{
    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    [Test]
    public async Task The_first_value_is_the_answer_or_all_for_a_tuple()
    {
        var server = await ConnectAsync();

        var one = Client.CallAsync<string>("ask", "a");
        var both = Client.CallAsync<(string, int)>("ask", ("a", 1));
        var none = Client.CallAsync("ask", data: null);
        await SeeAsync(server, """420["ask","a"]""", """421["ask","a",1]""", """422["ask",null]""");
        server.Send("""430["first","second"]""");
        server.Send("""431["first",2]""");
        server.Send("432[]");

        Assert.That(await one.Within(), Is.EqualTo("first"));
        Assert.That(await both.Within(), Is.EqualTo(("first", 2)));
        await none.Within();
    }

    [Test]
    public async Task A_caller_that_blocks_behind_its_answer_holds_nobody_up()
    {
        var server = await ConnectAsync();
        using var release = new ManualResetEventSlim();
        var hasGoneOn = new TaskCompletionSource();
        var blocked = GoOnAndWaitAsync(Client.CallAsync<int>("ask"));
        var next = Client.CallAsync<int>("ask");
        server.Send("430[1]");
        await hasGoneOn.Task.Within();
        server.Send("431[2]");

        Assert.That(await next.Within(), Is.EqualTo(2));
        release.Set();
        Assert.That(await blocked.Within(), Is.True);

        async Task<bool> GoOnAndWaitAsync(Task<int> call)
        {
            await call.ConfigureAwait(false);
            hasGoneOn.SetResult();
            return release.Wait(Soon.Patience);
        }
    }

    [Test]
    public async Task Callers_answered_together_may_wait_for_one_another()
    {
        var server = await ConnectAsync();
        using var both = new CountdownEvent(2);
        var callers = new[] { GoOnAndWaitAsync(Client.CallAsync<int>("ask")), GoOnAndWaitAsync(Client.CallAsync<int>("ask")) };
        server.Send("430[1]");
        server.Send("431[2]");

        Assert.That(await Task.WhenAll(callers).Within(), Is.All.True);

        async Task<bool> GoOnAndWaitAsync(Task<int> call)
        {
            await call.ConfigureAwait(false);
            both.Signal();
            return both.Wait(Soon.Patience);
        }
    }

    [Test]
    public async Task An_answer_counts_though_what_was_read_together_with_it_ends_the_connection()
    {
        var server = await ConnectAsync();
        var call = Client.CallAsync<int>("ask");
        await server.ReceiveAsync();
        server.Send("430[1]");
        server.Send("4nonsense");

        Assert.That(await call.Within(), Is.EqualTo(1));
    }

    [TestCase(InboxFullMode.DropOldest)]
    [TestCase(InboxFullMode.DropNewest)]
    [TestCase(InboxFullMode.Wait)]
    public async Task An_answer_amid_a_flood_of_events_does_not_wait_for_its_end(InboxFullMode mode)
    {
        var options = new SocketIOClientOptions { Url = new Uri("http://localhost:3000"), InboxFullMode = mode, Limits = { InboxEvents = 16 } };
        options.Transports.Add(TransportKind.WebSocket);
        var server = new FloodTransport("42[\"news\"]");
        await using var client = new AsyncClient(options, server);
        client.On("news", () => { });
        await client.ConnectAsync().Within();
        server.Send(int.MaxValue);

        for (var i = 0; i < 10; i++)
            Assert.That(await client.CallAsync<int>("ask").Within(), Is.EqualTo(1));
        server.Send(0);
    }

    [Test]
    public async Task Calls_one_after_another_do_not_pile_up_where_answers_come_at_once()
    {
        var options = new SocketIOClientOptions { Url = new Uri("http://localhost:3000") };
        options.Transports.Add(TransportKind.WebSocket);
        await using var client = new AsyncClient(options, new FloodTransport("2[]") { IsImmediate = true });
        await client.ConnectAsync().Within();

        for (var i = 0; i < 20_000; i++)
            Assert.That(await client.CallAsync<int>("ask").Within(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_answer_may_hold_attachments()
    {
        var server = await ConnectAsync();

        var call = Client.CallAsync<(byte[], byte[])>("ask");
        await server.ReceiveAsync();
        server.Send("""462-0[{"_placeholder":true,"num":1},{"num":0,"_placeholder":true}]""");
        server.SendBinary(1);
        server.SendBinary();

        Assert.That(await call.Within(), Is.EqualTo((Array.Empty<byte>(), new byte[] { 1 })));
    }

    [Test]
    public async Task No_value_is_null_where_the_result_may_be_and_else_an_error()
    {
        var server = await ConnectAsync();

        var text = Client.CallAsync<string>("ask");
        var number = Client.CallAsync<int?>("ask");
        var plain = Client.CallAsync<int>("ask");
        for (var id = 0; id < 3; id++)
        {
            await server.ReceiveAsync();
            server.Send($"43{id}[]");
        }

        Assert.That(await text.Within(), Is.Null);
        Assert.That(await number.Within(), Is.Null);
        Assert.That((await ThrownAsync<SocketIOException>(() => plain.Within())).Message, Does.Contain("Int32").And.Contain("no value"));
    }

    [Test]
    public async Task Without_an_answer_a_call_ends_after_30_seconds()
    {
        var server = await ConnectAsync();

        var call = Client.CallAsync<int>("ask");
        await server.ReceiveAsync();
        await Clock.WaitForTimerAsync(30 * Second);
        Clock.Advance(30 * Second - TimeSpan.FromTicks(1));
        Assert.That(call.IsCompleted, Is.False);
        Clock.Advance(TimeSpan.FromTicks(1));

        var error = await ThrownAsync<SocketIOTimeoutException>(() => call.Within());
        Assert.That(error.Delivery, Is.EqualTo(Delivery.Unknown));
        Assert.That(error.Message, Does.Contain("ask").And.Contain("30 s"));
    }

    [Test]
    public async Task Or_after_the_time_the_options_or_the_call_say()
    {
        Options.AckTimeout = 7 * Second;
        var server = await ConnectAsync();

        var byOptions = Client.CallAsync<int>("ask", 1);
        var byCall = Client.CallAsync<int>("ask", 2, timeout: 3 * Second);
        await SeeAsync(server, """420["ask",1]""", """421["ask",2]""");

        await Clock.PassAsync(3 * Second);
        await ThrownAsync<SocketIOTimeoutException>(() => byCall.Within());
        Assert.That(byOptions.IsCompleted, Is.False);
        await Clock.PassAsync(4 * Second);
        await ThrownAsync<SocketIOTimeoutException>(() => byOptions.Within());
    }

    [Test]
    public async Task Calls_that_follow_one_another_each_have_their_whole_time()
    {
        var server = await ConnectAsync();
        var first = Client.CallAsync<int>("ask", timeout: 3 * Second, data: 1);
        await server.ReceiveAsync();
        await Clock.WaitForTimerAsync(3 * Second);
        Clock.Advance(Second);
        var second = Client.CallAsync<int>("ask", timeout: 3 * Second, data: 2);
        await server.ReceiveAsync();

        Clock.Advance(2 * Second);
        await ThrownAsync<SocketIOTimeoutException>(() => first.Within());
        Assert.That(second.IsCompleted, Is.False);
        await Clock.PassAsync(Second);
        await ThrownAsync<SocketIOTimeoutException>(() => second.Within());
        Assert.That(Clock.Waits(), Has.Count.EqualTo(1), "the heartbeat's");
    }

    [Test]
    public async Task Answered_calls_leave_no_timer_running()
    {
        var server = await ConnectAsync();
        var call = Client.CallAsync<int>("ask", 1);
        await server.ReceiveAsync();
        await Clock.WaitForTimerAsync(30 * Second);
        server.Send("430[7]");
        await call.Within();

        Assert.That(Clock.Waits(), Has.Count.EqualTo(1), "the heartbeat's");
    }

    [Test]
    public async Task Late_and_repeated_answers_go_to_nobody()
    {
        var server = await ConnectAsync();

        var late = Client.CallAsync<string>("ask", 0, timeout: 3 * Second);
        await server.ReceiveAsync();
        await Clock.PassAsync(3 * Second);
        await ThrownAsync<SocketIOTimeoutException>(() => late.Within());
        var next = Client.CallAsync<string>("ask", 1);
        await server.ReceiveAsync();
        server.Send("""430["late"]""");
        server.Send("""431["right"]""");
        server.Send("""431["again"]""");
        server.Send("""43999["of nobody"]""");
        await ReadAsync(server);

        Assert.That(await next.Within(), Is.EqualTo("right"));
        Assert.That(Log.Of(LogLevel.Debug).Count(line => line.Contains("acknowledgement", StringComparison.OrdinalIgnoreCase)), Is.EqualTo(3));
        Assert.That(Client.State, Is.EqualTo(ClientState.Connected));
    }

    [Test]
    public async Task Without_a_connection_a_call_fails_at_once()
    {
        var before = await ThrownAsync<SocketIODisconnectedException>(() => Client.CallAsync<int>("ask").Within());
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(Second);
        var between = await ThrownAsync<SocketIODisconnectedException>(() => Client.CallAsync<int>("ask").Within());
        await Client.DisconnectAsync().Within();
        var after = await ThrownAsync<SocketIODisconnectedException>(() => Client.CallAsync<int>("ask").Within());

        foreach (var error in new[] { before, between, after })
            Assert.That(error.Delivery, Is.EqualTo(Delivery.NotSent));
    }

    [Test]
    public async Task A_loss_fails_calls_at_once_and_tells_which_were_not_sent()
    {
        var server = await ConnectAsync();
        var sent = Client.CallAsync<int>("sent");
        await server.ReceiveAsync();
        server.StopReading();
        var stuck = Client.CallAsync<int>("handed over");
        await server.WriteStalled;
        var waiting = Client.CallAsync<int>("still in line");

        server.Break();

        Assert.That((await ThrownAsync<SocketIODisconnectedException>(() => sent.Within())).Delivery, Is.EqualTo(Delivery.Unknown));
        Assert.That((await ThrownAsync<SocketIODisconnectedException>(() => stuck.Within())).Delivery, Is.EqualTo(Delivery.Unknown));
        Assert.That((await ThrownAsync<SocketIODisconnectedException>(() => waiting.Within())).Delivery, Is.EqualTo(Delivery.NotSent));
        await Clock.PassAsync(Second);
        server = await AcceptAsync();
        Assert.That(server.TryReceive(), Is.Null, "no call is repeated");
    }

    [Test]
    public async Task A_call_held_behind_connect_handlers_can_time_out_without_being_sent()
    {
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Options.Reconnection.HandlerTimeout = TimeSpan.FromHours(1);
        Client.On("connect", (ConnectInfo info) => info.IsReconnect ? hanging.Task : Task.CompletedTask);
        var server = await ConnectAsync();
        server.Break();
        await Clock.PassAsync(Second);
        server = await AcceptAsync();
        await UntilStateAsync(ClientState.Connected);

        var call = Client.CallAsync<int>("ask", 1, timeout: 3 * Second);
        await Clock.PassAsync(3 * Second);

        Assert.That((await ThrownAsync<SocketIOTimeoutException>(() => call.Within())).Delivery, Is.EqualTo(Delivery.NotSent));
        hanging.TrySetResult();
        await ReadAsync(server);
    }

    [Test]
    public async Task Cancelling_a_call_is_the_callers_own()
    {
        using var cancellation = new CancellationTokenSource();
        Options.Limits.PendingCalls = 1;
        var server = await ConnectAsync();

        var call = Client.CallAsync<string>("ask", 0, cancellationToken: cancellation.Token);
        await server.ReceiveAsync();
        await cancellation.CancelAsync();

        Assert.That((await ThrownAsync<OperationCanceledException>(() => call.Within())).CancellationToken, Is.EqualTo(cancellation.Token));
        var next = Client.CallAsync<string>("ask", 1);
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""421["ask",1]"""), "its place is free again, its id is not");
        server.Send("""430["late"]""");
        server.Send("""431["right"]""");
        Assert.That(await next.Within(), Is.EqualTo("right"));
    }

    [TestCase(-2)]
    [TestCase(uint.MaxValue)]
    public async Task A_time_out_that_no_timer_can_run_is_refused(long milliseconds)
    {
        var server = await ConnectAsync();

        var refusal = await ThrownAsync<ArgumentOutOfRangeException>(() => Client.CallAsync<int>("ask", 1, TimeSpan.FromMilliseconds(milliseconds)).Within());

        Assert.That(refusal.Message, Does.Contain("from 0 to 49 days, or Timeout.InfiniteTimeSpan"));
        await ReadAsync(server);
    }

    [Test]
    public async Task A_token_cancelled_beforehand_sends_nothing()
    {
        var server = await ConnectAsync();

        await ThrownAsync<OperationCanceledException>(() => Client.CallAsync<int>("ask", new CancellationToken(canceled: true)).Within());

        await ReadAsync(server);
    }

    [Test]
    [Category("M16")]
    public async Task More_calls_than_may_be_pending_are_refused()
    {
        Options.Limits.PendingCalls = 3;
        var server = await ConnectAsync();
        var calls = Enumerable.Range(0, 3).Select(i => Client.CallAsync<int>("ask", i)).ToArray();

        var error = await ThrownAsync<SocketIOException>(() => Client.CallAsync<int>("ask", 3).Within());
        server.Send("430[0]");
        await calls[0].Within();
        var next = Client.CallAsync<int>("ask", 4);
        server.Send("433[4]");

        Assert.That(error.Message, Does.Contain(nameof(SocketIOLimits.PendingCalls)));
        Assert.That(error.Delivery, Is.EqualTo(Delivery.NotSent));
        Assert.That(await next.Within(), Is.EqualTo(4));
    }

    [Test]
    [Category("scenario-23")]
    public async Task A_thousand_calls_at_once_have_an_id_and_an_answer_each()
    {
        const int Count = 1000;
        var server = await ConnectAsync();

        var calls = Enumerable.Range(0, Count).Select(i => Task.Run(() => Client.CallAsync<int>("ask", i))).ToArray();
        var asked = new Dictionary<string, string>();
        for (var i = 0; i < Count; i++)
        {
            var packet = await server.ReceiveAsync();
            Assert.That(asked.TryAdd(packet[2..packet.IndexOf('[', StringComparison.Ordinal)], packet), Is.True, $"a second packet with the id of {packet}");
        }

        foreach (var (id, packet) in asked.Reverse())
            server.Send($"43{id}[{packet[(packet.LastIndexOf(',') + 1)..]}");

        Assert.That(await Task.WhenAll(calls).Within(), Is.EqualTo(Enumerable.Range(0, Count)));
    }

    [Test]
    public async Task Namespaces_count_their_calls_apart()
    {
        var server = await ConnectAsync("/", "/chat");

        var main = Client.CallAsync<string>("ask");
        var chat = Client.Of("/chat").CallAsync<string>("ask");
        await SeeAsync(server, """420["ask"]""", """42/chat,0["ask"]""");
        server.Send("""43/chat,0["of /chat"]""");
        server.Send("""430["of /"]""");

        Assert.That(await main.Within(), Is.EqualTo("of /"));
        Assert.That(await chat.Within(), Is.EqualTo("of /chat"));
    }

    private static async Task SeeAsync(InMemoryServer server, params string[] packets)
    {
        foreach (var packet in packets)
            Assert.That(await server.ReceiveAsync(), Is.EqualTo(packet));
    }
}
