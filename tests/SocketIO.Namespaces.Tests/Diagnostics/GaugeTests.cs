using System.Runtime.CompilerServices;
using SocketIO.Namespaces.Tests.Clients;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Diagnostics;

/// <summary>What is read when somebody collects: how much waits, and in which state clients are.</summary>
[Category("H7")]
internal sealed class GaugeTests : ClientTest
{
    private const string ChatTags = "messaging.destination.name=/chat messaging.system=socketio";

    private RecordedMeters _meters = null!;

    [SetUp]
    public void Listen()
    {
        _meters = new RecordedMeters();
        Options.Services = _meters;
    }

    [TearDown]
    public void StopListening() => _meters.Dispose();

    [Test]
    public async Task A_client_is_counted_in_the_state_it_is_in()
    {
        _ = Client;
        var before = Counted();
        var server = await ConnectAsync();
        var connected = Counted();
        server.Break();
        await UntilStateAsync(ClientState.Reconnecting);
        Assert.That(before, Is.EqualTo(new[] { "disconnected" }));
        Assert.That(connected, Is.EqualTo(new[] { "connected" }));
        Assert.That(Counted(), Is.EqualTo(new[] { "reconnecting" }));
        Assert.That(_meters.Now("socketio.client.count"), Has.Count.EqualTo(5).And.Contain("0 socketio.client.state=connected"));
    }

    [Test]
    public async Task A_disposed_client_is_counted_no_more()
    {
        await ConnectAsync("/chat");
        await Clock.RunUntilAsync(Client.DisposeAsync().AsTask());
        Assert.That(_meters.Now("socketio.client.count"), Is.Empty);
        Assert.That(_meters.Now("socketio.client.inbox.events"), Is.Empty);
        Assert.That(_meters.Now("socketio.client.outbox.packets"), Is.Empty);
    }

    [Test]
    public async Task A_client_that_is_only_measured_is_not_kept_alive()
    {
        var client = Forgotten();
        await UntilAsync(() =>
        {
            GC.Collect();
            return !client.IsAlive;
        });
        Assert.That(_meters.Now("socketio.client.count"), Is.Empty);
    }

    [Test]
    public async Task Events_that_wait_for_handlers_are_seen()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Client.On("slow", () => gate.Task, "/chat");
        var server = await ConnectAsync("/chat");
        for (var i = 0; i < 3; i++)
            server.Send("""42/chat,["slow"]""");
        await ReadAsync(server);
        Assert.That(_meters.Now("socketio.client.inbox.events"), Does.Contain($"3 {ChatTags}"));
        gate.TrySetResult();
        await UntilAsync(() => _meters.Now("socketio.client.inbox.events").Contains($"0 {ChatTags}"));
    }

    [Test]
    public async Task Calls_that_wait_for_their_acknowledgement_are_seen()
    {
        var server = await ConnectAsync("/chat");
        var call = Client.Of("/chat").CallAsync<int>("ask", null);
        await server.ReceiveAsync();
        var pending = _meters.Now("socketio.client.calls.pending");
        server.Send("43/chat,0[1]");
        await call.Within();
        Assert.That(pending, Does.Contain($"1 {ChatTags}"));
        Assert.That(_meters.Now("socketio.client.calls.pending"), Does.Contain($"0 {ChatTags}"));
    }

    [Test]
    public async Task Emits_that_wait_for_a_connection_are_seen()
    {
        var server = await ConnectAsync("/chat");
        server.Break();
        await UntilStateAsync(ClientState.Reconnecting);
        await Client.Of("/chat").EmitAsync("a");
        await Client.Of("/chat").EmitAsync("b");
        Assert.That(_meters.Now("socketio.client.emits.buffered"), Does.Contain($"2 {ChatTags}"));
    }

    [Test]
    public async Task Packets_that_wait_to_be_written_are_seen()
    {
        var server = await ConnectAsync();
        server.StopReading();
        await Client.EmitAsync("stuck");
        await server.WriteStalled.Within();
        await Client.EmitAsync("waits");
        await Client.EmitAsync("waits");
        Assert.That(_meters.Now("socketio.client.outbox.packets"), Is.EqualTo(new[] { "2 " }));
        server.ResumeReading();
    }

    [Test]
    public async Task Clients_of_one_name_are_summed_up_and_named_ones_told_apart()
    {
        await using var other = new AsyncClient(new SocketIOClientOptions { Services = _meters });
        await using var orders = new AsyncClient(new SocketIOClientOptions { Services = _meters, ClientName = "orders" });
        _ = Client;
        Assert.That(_meters.Now("socketio.client.count"), Does.Contain("2 socketio.client.state=disconnected")
            .And.Contain("1 socketio.client.name=orders socketio.client.state=disconnected").And.Contain("0 socketio.client.name=orders socketio.client.state=connected"));
    }

    [Test]
    public async Task Namespaces_that_were_left_are_measured_no_more()
    {
        await ConnectAsync("/chat");
        await Clock.RunUntilAsync(Client.Of("/chat").LeaveAsync());
        Assert.That(_meters.Now("socketio.client.inbox.events"), Is.EqualTo(new[] { "0 messaging.destination.name=/ messaging.system=socketio" }));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Forgotten() => new(new AsyncClient(new SocketIOClientOptions { Services = _meters }));

    private string[] Counted() => [.. _meters.Now("socketio.client.count").Where(line => line.StartsWith("1 ", StringComparison.Ordinal)).Select(line => line.Split('=')[1])];
}
