using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>What waits for handlers: its order, its bounds, and what happens at them.</summary>
[Category("M8")]
internal sealed class InboxTests : ClientTest
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _gates = [];

    [SetUp]
    public void ForgetGates() => _gates.Clear();

    [TearDown]
    public void OpenGates()
    {
        for (var i = 0; i < 1000; i++)
            Gate(i).TrySetResult();
    }

    [Test]
    public async Task One_event_is_handled_after_the_other()
    {
        HandleSlowly();
        var server = await ConnectAsync();
        SendEvents(server, 2);
        await UntilNotedAsync("begin 0");
        await ReadAsync(server);
        Assert.That(Notes, Is.EqualTo(new[] { "begin 0" }));
        Gate(0).TrySetResult();
        Gate(1).TrySetResult();
        await UntilNotedAsync("end 1");
        Assert.That(Notes, Is.EqualTo(new[] { "begin 0", "end 0", "begin 1", "end 1" }));
    }

    [Test]
    public async Task As_many_handlers_run_at_once_as_the_option_says()
    {
        Options.MaxConcurrentHandlers = 3;
        HandleSlowly();
        var server = await ConnectAsync();
        SendEvents(server, 4);
        await UntilAsync(() => Notes.Count == 3);
        await ReadAsync(server);
        Assert.That(Notes, Is.EquivalentTo(new[] { "begin 0", "begin 1", "begin 2" }));
        Gate(1).TrySetResult();
        await UntilNotedAsync("begin 3");
        Assert.That(Notes, Has.Member("end 1").And.No.Member("end 0"));
    }

    [Test]
    public async Task Blocking_handlers_run_at_once_too()
    {
        Options.MaxConcurrentHandlers = 2;
        using var both = new Barrier(2);
        Client.On("n", (int n) => Note($"{n} {both.SignalAndWait(TimeSpan.FromSeconds(20))}"));
        SendEvents(await ConnectAsync(), 2);
        await UntilAsync(() => Notes.Count == 2);
        Assert.That(Notes, Is.EquivalentTo(new[] { "0 True", "1 True" }));
    }

    [Test]
    [Category("S6")]
    public async Task A_disconnect_keeps_its_place_among_handlers_that_run_at_once()
    {
        Options.MaxConcurrentHandlers = 8;
        HandleSlowly();
        Client.On("disconnect", () => Note("disconnect"));
        var server = await ConnectAsync();
        SendEvents(server, 2);
        await UntilAsync(() => Notes.Count == 2);
        server.Break();
        await UntilStateAsync(ClientState.Reconnecting);
        Gate(1).TrySetResult();
        await UntilNotedAsync("end 1");
        Assert.That(Notes, Has.No.Member("disconnect"));
        Gate(0).TrySetResult();
        await UntilNotedAsync("disconnect");
        Assert.That(Notes.Skip(2), Is.EqualTo(new[] { "end 1", "end 0", "disconnect" }));
    }

    [Test]
    [Category("fault-61")]
    public async Task Reading_pauses_while_the_inbox_is_full()
    {
        Options.Limits.InboxEvents = 3;
        HandleSlowly();
        var server = await ConnectAsync();
        SendEvents(server, 3);
        await Clock.WaitForTimerAsync(HalfPingTimeout);
        server.Send("2");
        Assert.That(server.TryReceive(), Is.Null, "the ping must not have been read");
        Gate(0).TrySetResult();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("3"));
    }

    [Test]
    public async Task One_event_fewer_than_the_limit_does_not_pause_it()
    {
        Options.Limits.InboxEvents = 3;
        HandleSlowly();
        var server = await ConnectAsync();
        SendEvents(server, 2);
        await ReadAsync(server);
        Assert.That(Clock.Waits().Contains(HalfPingTimeout), Is.False);
    }

    [Test]
    [Category("M17")]
    [Category("fault-61")]
    public async Task It_never_pauses_for_longer_than_half_the_ping_timeout()
    {
        Options.Limits.InboxEvents = 1;
        HandleSlowly();
        var server = await ConnectAsync();
        SendEvents(server, 1);
        await Clock.PassAsync(HalfPingTimeout);
        await ReadAsync(server);
        SendEvents(server, 5);
        await ReadAsync(server);
    }

    [Test]
    [Category("M17")]
    public async Task Each_of_several_full_inboxes_pauses_it_only_once()
    {
        Options.Limits.InboxEvents = 1;
        foreach (var path in new[] { "/a", "/b" })
            Client.On("n", (int _) => Gate(0).Task, path);
        var server = await ConnectWithPingsAsync("/a", "/b");
        for (var i = 0; i < 5; i++)
            server.Send($"42/{(i % 2 == 0 ? "a" : "b")},[\"n\",{i}]");
        await Clock.PassAsync(HalfPingTimeout);
        await Clock.PassAsync(HalfPingTimeout);
        await ReadAsync(server);
    }

    [Test]
    [Category("M17")]
    public async Task However_many_pauses_there_are_they_hold_a_ping_up_for_half_its_timeout_at_most()
    {
        Options.Limits.InboxEvents = 1;
        HandleSlowly();
        var server = await ConnectWithPingsAsync();
        SendEvents(server, 10);
        server.Send("2");
        for (var i = 0; i < 3; i++)
        {
            await Clock.WaitForTimerAsync(HalfPingTimeout);
            Clock.Advance(HalfPingTimeout - TimeSpan.FromSeconds(1));
            Gate(i).TrySetResult();
        }

        await Clock.PassAsync(PingInterval + HalfPingTimeout - 3 * (HalfPingTimeout - TimeSpan.FromSeconds(1)));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("3"));

        // Until the next ping it may pause again.
        SendEvents(server, 1);
        await Clock.WaitForTimerAsync(HalfPingTimeout);
    }

    [Test]
    public async Task A_wait_for_room_that_was_there_already_does_not_end_the_next_one()
    {
        Options.Limits.InboxEvents = 32;
        HandleSlowly();
        await ConnectAsync();
        var session = (NamespaceSession)Client.Of("/");
        using var decoder = new PacketDecoder(Options.Limits);
        var inbox = session.Inbox;

        // As the read loop and the handlers do when they meet: it is full for the one, and has room again before the wait begins.
        for (var i = 0; i < 32; i++)
            Post(i);
        Assert.That(inbox.IsFull);
        Gate(0).TrySetResult();
        await UntilAsync(() => inbox.Events == 31);
        Assert.That(inbox.Room.IsCompleted);

        Post(32);
        Assert.That(inbox.IsFull);
        Assert.That(inbox.Room.IsCompleted, Is.False);
        OpenGates();
        await inbox.Room.Within();

        void Post(int number)
        {
            inbox.TryPost(decoder.DecodeText(Encoding.UTF8.GetBytes($"2[\"n\",{number}]"))!, session.Connection!);
            inbox.Wake(here: false);
        }
    }

    [Test]
    [Category("M2")]
    public async Task A_handler_behind_a_full_inbox_gets_the_answer_it_awaits()
    {
        Options.Limits.InboxEvents = 1;
        Client.On("n", async (int n) => Note(await Client.CallAsync<string>("ask", n)));
        var server = await ConnectAsync();
        SendEvents(server, 1);
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["ask",0]"""));
        server.Send("""42["n",1]""");
        server.Send("""430["the answer"]""");
        await UntilNotedAsync("the answer");
    }

    [Test]
    public async Task A_call_made_while_reading_pauses_resumes_it()
    {
        Options.Limits.InboxEvents = 1;
        HandleSlowly();
        var server = await ConnectAsync();
        SendEvents(server, 1);
        await Clock.WaitForTimerAsync(HalfPingTimeout);
        var call = Client.CallAsync<int>("ask");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["ask"]"""));
        server.Send("430[7]");
        Assert.That(await call.Within(), Is.EqualTo(7));
    }

    [TestCase(-1, false)]
    [TestCase(0, false)]
    [TestCase(1, true)]
    [Category("M16")]
    [Category("fault-61")]
    public async Task Bytes_beyond_the_limit_end_the_connection(int beyond, bool ends)
    {
        const string First = """2["n",0]""";
        Options.Limits.InboxBytes = First.Length + 100;
        HandleSlowly();
        var server = await ConnectAsync();
        SendEvents(server, 1);
        await UntilNotedAsync("begin 0");
        server.Send($"42[\"n\",1,\"{new string('x', 100 + beyond - First.Length - 3)}\"]");
        if (ends)
        {
            await UntilStateAsync(ClientState.Reconnecting);
            Assert.That(Log.Of(LogLevel.Warning), Has.Some.Contains(nameof(DisconnectReason.InboxOverflow)));
        }
        else
        {
            await ReadAsync(server);
        }
    }

    [TestCase(InboxFullMode.DropNewest, 2, new[] { 0, 1, 2 })]
    [TestCase(InboxFullMode.DropNewest, 4, new[] { 0, 1, 2 })]
    [TestCase(InboxFullMode.DropOldest, 2, new[] { 0, 1, 2 })]
    [TestCase(InboxFullMode.DropOldest, 4, new[] { 0, 3, 4 })]
    [Category("fault-61")]
    public async Task Events_beyond_the_limit_are_dropped_where_the_option_says_so(InboxFullMode mode, int last, int[] handled)
    {
        Options.InboxFullMode = mode;
        Options.Limits.InboxEvents = 3;
        HandleSlowly();
        var server = await ConnectAsync();
        SendEvents(server, 1);
        await UntilNotedAsync("begin 0");
        for (var i = 1; i <= last; i++)
            server.Send($"42[\"n\",{i}]");
        await ReadAsync(server);
        OpenGates();
        await UntilNotedAsync($"end {handled[^1]}");
        server.Send("""42["n",99]""");
        await UntilNotedAsync("end 99");
        Assert.That(Notes.Where(note => note.StartsWith("begin", StringComparison.Ordinal)), Is.EqualTo(handled.Append(99).Select(n => $"begin {n}")));
        Assert.That(Log.Of(LogLevel.Warning), last > 2 ? Has.One.Contains("are dropped") : Is.Empty);
    }

    [TestCase(InboxFullMode.DropNewest)]
    [TestCase(InboxFullMode.DropOldest)]
    [Category("fault-61")]
    public async Task What_is_dropped_keeps_the_bound_in_bytes_too(InboxFullMode mode)
    {
        Options.InboxFullMode = mode;
        Options.Limits.InboxBytes = 1000;
        HandleSlowly();
        var server = await ConnectAsync();
        SendEvents(server, 1);
        await UntilNotedAsync("begin 0");
        server.Send($"42[\"n\",1,\"{new string('x', 600)}\"]");
        server.Send($"42[\"n\",2,\"{new string('x', 600)}\"]");
        server.Send($"42[\"n\",3,\"{new string('x', 6000)}\"]");
        await ReadAsync(server);
        OpenGates();
        await UntilAsync(() => Notes.Count == (mode == InboxFullMode.DropNewest ? 4 : 2));
        await ReadAsync(server);
        Assert.That(Notes, Has.No.Member("begin 3"));
    }

    [TestCase(InboxFullMode.Wait)]
    [TestCase(InboxFullMode.DropNewest)]
    [TestCase(InboxFullMode.DropOldest)]
    [Category("fault-61")]
    public async Task A_flood_is_handled_in_order_as_far_as_there_is_room_and_pings_are_answered(InboxFullMode mode)
    {
        const int Flood = 10_000;
        const int Room = 1000;
        Options.InboxFullMode = mode;
        Options.Limits.InboxEvents = Room;
        var handled = new ConcurrentQueue<int>();
        Client.On("n", async (int n) =>
        {
            handled.Enqueue(n);
            await Gate(0).Task;
        });
        var server = await ConnectAsync();
        SendEvents(server, 1);
        await UntilAsync(() => !handled.IsEmpty);
        for (var i = 1; i < Flood; i++)
            server.Send($"42[\"n\",{i}]");
        if (mode == InboxFullMode.Wait)
            await Clock.PassAsync(HalfPingTimeout);
        await ReadAsync(server);
        OpenGates();

        var kept = mode switch
        {
            InboxFullMode.Wait => Enumerable.Range(0, Flood),
            InboxFullMode.DropNewest => Enumerable.Range(0, Room),
            _ => Enumerable.Range(Flood - Room + 1, Room - 1).Prepend(0),
        };
        await UntilAsync(() => handled.Count >= kept.Count());
        Assert.That(handled, Is.EqualTo(kept));
    }

    [Test]
    public async Task A_disconnect_is_never_dropped()
    {
        Options.InboxFullMode = InboxFullMode.DropOldest;
        Options.Limits.InboxEvents = 2;
        Options.Reconnection.Delay = TimeSpan.FromSeconds(1);
        HandleSlowly();
        Client.On("disconnect", () => Note("disconnect"));
        var server = await ConnectAsync();
        SendEvents(server, 1);
        await UntilNotedAsync("begin 0");
        server.Break();
        await UntilStateAsync(ClientState.Reconnecting);
        await Clock.PassAsync(Options.Reconnection.HandlerTimeout);
        await Clock.PassAsync(TimeSpan.FromSeconds(1));
        server = await AcceptAsync();
        for (var i = 1; i < 6; i++)
            server.Send($"42[\"n\",{i}]");
        await ReadAsync(server);
        OpenGates();
        await UntilNotedAsync("end 5");
        Assert.That(Notes, Is.EqualTo(new[] { "begin 0", "end 0", "disconnect", "begin 5", "end 5" }));
    }

    [Test]
    [Category("S6")]
    public async Task No_event_is_handled_behind_the_disconnect_of_its_connection()
    {
        Client.On("n", (int n) => Note($"event {n}"));
        Client.On("disconnect", () => Note("disconnect"));
        await ConnectAsync();
        var session = (NamespaceSession)Client.Of("/");
        using var decoder = new PacketDecoder(Options.Limits);

        // As the read loop and a loss do when they meet.
        _ = session.Inbox.Post(HandlerKind.Disconnect, DisconnectReason.TransportClose);
        session.Inbox.TryPost(decoder.DecodeText("""2["n",1]"""u8)!, session.Connection!);
        session.Inbox.TryPost(decoder.DecodeText("""2["n",2]"""u8)!, session.Connection!, isEarly: true);
        _ = session.Inbox.Post(HandlerKind.Connect, new ConnectInfo("a", IsReconnect: true, Recovered: true));
        session.Inbox.TryPost(decoder.DecodeText("""2["n",3]"""u8)!, session.Connection!);
        session.Inbox.Wake(here: false);
        await UntilNotedAsync("event 3");
        Assert.That(Notes, Is.EqualTo(new[] { "disconnect", "event 2", "event 3" }));
    }

    [Test]
    [Category("S6")]
    [Category("M3")]
    public async Task An_event_read_when_its_connection_ends_is_handled_before_the_disconnect_not_among_the_next_connections()
    {
        using var meters = new RecordedMeters();
        using var reads = new HeldReads(meters);
        Options.Services = meters;
        Client.On("n", (int n) => Note($"event {n}"));
        Client.On("disconnect", () => Note("disconnect"));
        var server = await ConnectAsync();
        var connection = ((NamespaceSession)Client.Of("/")).Connection!;
        reads.Hold();
        SendEvents(server, 1);
        await reads.Held.Within();
        var reconnecting = Client.ReconnectAsync();
        await connection.Engine.Completion.Within();
        await Task.WhenAny(connection.Forgotten, Task.Delay(100)); // the namespaces may not know of the end yet
        reads.Release();

        server = await AcceptAsync();
        await Clock.RunUntilAsync(reconnecting);
        server.Send("42[\"n\",1]");
        await UntilNotedAsync("event 1");
        Assert.That(Notes, Is.EqualTo(new[] { "event 0", "disconnect", "event 1" }));
    }

    [Test]
    public async Task A_warning_names_the_handler_that_holds_things_up()
    {
        Options.SlowHandlerWarning = TimeSpan.FromSeconds(7);
        HandleSlowly();
        var server = await ConnectAsync();
        SendEvents(server, 3);
        await ReadAsync(server);
        Clock.Advance(TimeSpan.FromSeconds(6.9));
        SendEvents(server, 1);
        await ReadAsync(server);
        Assert.That(Log.Of(LogLevel.Warning), Is.Empty);
        Clock.Advance(TimeSpan.FromSeconds(0.1));
        SendEvents(server, 2);
        await ReadAsync(server);
        Assert.That(Log.Of(LogLevel.Warning), Has.One.Contains(nameof(HandleSlowly)).And.One.Contains("event 'n'").And.One.Contains("00:00:07"));
    }

    /// <summary>Holds up the read loop where it counts the bytes of a packet that it has not handed on yet.</summary>
    private sealed class HeldReads : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new(initialState: true);

        public HeldReads(RecordedMeters meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "socketio.client.network.io" && meters.Published.Contains(instrument))
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
            {
                if (_released.IsSet || !tags.Contains(new KeyValuePair<string, object?>("network.io.direction", "receive")))
                    return;
                _held.TrySetResult();
                _released.Wait();
            });
            _listener.Start();
        }

        public Task Held => _held.Task;

        public void Hold() => _released.Reset();

        public void Release() => _released.Set();

        public void Dispose()
        {
            Release();
            _listener.Dispose();
        }
    }

    private static TimeSpan HalfPingTimeout => TimeSpan.FromSeconds(10);

    private static TimeSpan PingInterval => TimeSpan.FromSeconds(25);

    private static void SendEvents(InMemoryServer server, int count)
    {
        for (var i = 0; i < count; i++)
            server.Send($"42[\"n\",{i}]");
    }

    /// <summary>Connects to a server whose pings matter.</summary>
    private async Task<InMemoryServer> ConnectWithPingsAsync(params string[] namespaces)
    {
        var connecting = Client.ConnectAsync(namespaces: namespaces, url: Url);
        var server = await Network.AcceptAsync();
        server.SendHandshake(pingInterval: (int)PingInterval.TotalMilliseconds, pingTimeout: 2 * (int)HalfPingTimeout.TotalMilliseconds);
        await JoinAsync(server, ["/", .. namespaces]);
        await connecting.Within();
        return server;
    }

    private TaskCompletionSource Gate(int number) => _gates.GetOrAdd(number, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Handles event <c>n</c>: it begins, and ends when its gate is opened.</summary>
    private void HandleSlowly() => Client.On("n", async (int n) =>
    {
        Note($"begin {n}");
        await Gate(n).Task;
        Note($"end {n}");
    });
}
