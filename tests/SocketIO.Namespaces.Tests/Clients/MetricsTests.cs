using System.Globalization;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>What a client counts: each thing that is dropped, ignored or goes wrong can be seen.</summary>
[Category("H7")]
internal sealed class MetricsTests : ClientTest
{
    private RecordedMeters _meters = null!;

    [SetUp]
    public void Listen()
    {
        _meters = new RecordedMeters();
        Options.Services = _meters;
        Options.Reconnection.Delay = TimeSpan.FromSeconds(1);
    }

    [TearDown]
    public void StopListening() => _meters.Dispose();

    [Test]
    public async Task Connections_and_their_ends_are_counted()
    {
        var server = await ConnectAsync();
        server.Break();
        await Clock.PassAsync(TimeSpan.FromSeconds(1));
        server = await AcceptAsync();
        await UntilStateAsync(ClientState.Connected);
        server.Send("41");
        await UntilStateAsync(ClientState.Disconnected);
        Assert.That(_meters.Of("socketio.client.connections"), Is.EqualTo(new[]
        {
            "1 socketio.reconnect=False socketio.transport=websocket",
            "1 socketio.reconnect=True socketio.transport=websocket",
        }));
        Assert.That(_meters.Of("socketio.client.disconnects"), Is.EqualTo(new[]
        {
            "1 socketio.disconnect.reason=TransportError",
            "1 socketio.disconnect.reason=ServerDisconnect",
        }));
    }

    [Test]
    public async Task Failed_attempts_are_counted_with_their_kind()
    {
        var connecting = Client.ConnectAsync();
        (await Network.AcceptAsync()).Break();
        await ThrownAsync<SocketIOConnectException>(() => connecting.Within());
        Assert.That(_meters.Of("socketio.client.connect.failures"), Is.EqualTo(new[] { "1 error.type=transport_error" }));
    }

    [Test]
    [Category("S19")]
    public async Task Events_are_counted_whether_handled_or_not()
    {
        Client.On("handled", () => Note("handled"), "/chat");
        var server = await ConnectAsync("/chat");
        server.Send("""42/chat,["handled"]""");
        server.Send("""42/chat,["unhandled"]""");
        server.Send("""42/chat,["unhandled"]""");
        await UntilAsync(() => _meters.Of("socketio.client.events.unhandled").Count == 2);
        Assert.That(_meters.Of("messaging.client.consumed.messages"), Is.EqualTo(new[] { $"1 {Chat("process")} socketio.event.name=handled" }));
        Assert.That(_meters.Of("messaging.process.duration"), Is.EqualTo(new[] { $"0 {Chat("process")} socketio.event.name=handled" }));
    }

    [Test]
    [Category("S18")]
    public async Task The_peer_does_not_choose_the_names_that_events_are_counted_under()
    {
        Client.RegisterNamespace(new Spelled());
        var server = await ConnectAsync("/chat");
        foreach (var name in new[] { "myEvent", "m-y:e.v_e n t", "anything", "whatever" })
            server.Send($"42/chat,[\"{name}\"]");
        await UntilAsync(() => _meters.Of("messaging.process.duration").Count == 4);
        string[] expected = ["my_event", "my_event", "*", "*"];
        Assert.That(_meters.Of("messaging.client.consumed.messages"), Is.EqualTo(expected.Select(name => $"1 {Chat("process")} socketio.event.name={name}")));
        Assert.That(_meters.Of("messaging.process.duration"), Is.EqualTo(expected.Select(name => $"0 {Chat("process")} socketio.event.name={name}")));
    }

    [Test]
    public async Task Bytes_are_counted_both_ways()
    {
        var server = await ConnectAsync();
        var (sent, received) = (Bytes("transmit"), Bytes("receive"));
        await Client.EmitAsync("up", new byte[100]);
        var header = await server.ReceiveAsync();
        await server.ReceiveBinaryAsync();
        server.Send(header);
        server.SendBinary(new byte[100]);
        await UntilAsync(() => Bytes("transmit") > sent && Bytes("receive") >= received + header.Length + 100);
        Assert.That((Bytes("transmit") - sent, Bytes("receive") - received), Is.EqualTo((header.Length + 100, header.Length + 100)));
    }

    [Test]
    [Category("M9")]
    public async Task A_handlers_exception_is_counted_and_marks_its_duration()
    {
        Client.On("bad", (Action)(() => throw new InvalidOperationException("of the test")), "/chat");
        var server = await ConnectAsync("/chat");
        server.Send("""42/chat,["bad"]""");
        await UntilAsync(() => _meters.Of("messaging.process.duration").Count == 1);
        Assert.That(_meters.Of("socketio.client.handler.errors"), Is.EqualTo(new[] { $"1 error.type=System.InvalidOperationException {Chat()}" }));
        Assert.That(_meters.Of("messaging.process.duration"), Is.EqualTo(new[] { $"0 error.type=System.InvalidOperationException {Chat("process")} socketio.event.name=bad" }));
    }

    [Test]
    [Category("M2")]
    public async Task Calls_are_timed_and_late_acknowledgements_counted()
    {
        var server = await ConnectAsync("/chat");
        var call = Client.Of("/chat").CallAsync<int>("ask", null, TimeSpan.FromSeconds(2));
        await server.ReceiveAsync();
        await Clock.PassAsync(TimeSpan.FromSeconds(2));
        await ThrownAsync<SocketIOTimeoutException>(() => call.Within());
        server.Send("43/chat,0[1]");
        await ReadAsync(server);
        Assert.That(_meters.Of("socketio.client.acknowledgements.ignored"), Is.EqualTo(new[] { $"1 {Chat()}" }));
        Assert.That(_meters.Of("messaging.client.operation.duration"), Is.EqualTo(new[] { $"2 error.type=SocketIO.Namespaces.SocketIOTimeoutException {Chat("call")}" }));
        Assert.That(_meters.Of("messaging.client.sent.messages"), Is.EqualTo(new[] { $"1 {Chat("send")}" }));
    }

    [Test]
    [Category("M8")]
    public async Task What_the_inbox_drops_is_counted()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Options.InboxFullMode = InboxFullMode.DropNewest;
        Options.Limits.InboxEvents = 1;
        Client.On("slow", () => gate.Task, "/chat");
        var server = await ConnectAsync("/chat");
        for (var i = 0; i < 3; i++)
            server.Send("""42/chat,["slow"]""");
        await ReadAsync(server);
        Assert.That(_meters.Of("socketio.client.events.dropped"), Is.EqualTo(new[] { $"1 {Chat()}", $"1 {Chat()}" }));
        gate.TrySetResult();
    }

    [Test]
    [Category("M6")]
    public async Task Emits_that_are_given_up_are_counted()
    {
        Client.On("disconnect", () => Note("gone"), "/chat");
        var server = await ConnectAsync("/chat");
        server.Break();
        await UntilStateAsync(ClientState.Reconnecting);
        await Client.Of("/chat").EmitAsync("a");
        await Client.Of("/chat").EmitAsync("b");
        await Clock.RunUntilAsync(Client.DisconnectAsync());
        Assert.That(_meters.Of("socketio.client.emits.dropped"), Is.EqualTo(new[] { $"2 {Chat()}" }));
    }

    private int Bytes(string direction)
        => _meters.Of("socketio.client.network.io").Select(line => line.Split(' ', 2))
            .Where(line => line[1] == $"network.io.direction={direction} socketio.transport=websocket").Sum(line => int.Parse(line[0], CultureInfo.InvariantCulture));

    private static string Chat(string? operation = null)
        => "messaging.destination.name=/chat " + (operation is null ? "" : $"messaging.operation.name={operation} ") + "messaging.system=socketio";

    [Namespace("/chat")]
    private sealed class Spelled : AsyncClientNamespace
    {
        public void OnMyEvent()
        {
        }

        [On("*")]
        public void Anything(string eventName) => _ = eventName;
    }
}
