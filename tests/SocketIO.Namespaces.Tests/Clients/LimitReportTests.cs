using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>How limits of what waits in the client show when they are reached, and that they don't before.</summary>
[Category("M16")]
internal sealed class LimitReportTests : ClientTest
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);

    private RecordedMeters _meters = null!;

    [SetUp]
    public void Listen()
    {
        Options.Services = _meters = new RecordedMeters();
        Options.Reconnection.Delay = Delay;
    }

    [TearDown]
    public void StopListening() => _meters.Dispose();

    [Test]
    public async Task Calls_that_are_refused_are_counted_each_and_warned_of_once_a_minute()
    {
        Options.Limits.PendingCalls = 2;
        await ConnectAsync();
        _ = Client.CallAsync<int>("ask", null, TimeSpan.FromHours(1));
        await Client.EmitAsync("ask", () => { });
        AssertReached(nameof(SocketIOLimits.PendingCalls), times: 0);

        await ThrownAsync<SocketIOException>(() => Client.CallAsync<int>("ask"));
        await ThrownAsync<SocketIOException>(async () => await Client.EmitAsync("ask", () => { }));

        AssertReached(nameof(SocketIOLimits.PendingCalls), times: 2);
        Assert.That(Log.Of(LogLevel.Warning), Has.One.Contains("'/'").And.One.Contains("Limits.PendingCalls"));

        Clock.Advance(TimeSpan.FromSeconds(59.9));
        await Client.EmitAsync("ask", () => { }); // the callback has been given up
        await ThrownAsync<SocketIOException>(() => Client.CallAsync<int>("ask"));
        Assert.That(RefusalWarnings, Is.EqualTo(1));
        Clock.Advance(TimeSpan.FromSeconds(0.1));
        await ThrownAsync<SocketIOException>(() => Client.CallAsync<int>("ask"));
        Assert.That(RefusalWarnings, Is.EqualTo(2));
    }

    [TestCase(2, 1000, nameof(SocketIOLimits.BufferedEmits))]
    [TestCase(1000, 2 * Bytes, nameof(SocketIOLimits.BufferedEmitBytes))]
    public async Task Emits_that_find_no_room_in_the_buffer_are_counted_and_warned_of(int emits, int bytes, string limit)
    {
        (Options.Limits.BufferedEmits, Options.Limits.BufferedEmitBytes) = (emits, bytes);
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(Delay);
        await Client.EmitAsync("n", 1);
        await Client.EmitAsync("n", 2);
        AssertReached(limit, times: 0);

        await ThrownAsync<SocketIOException>(async () => await Client.EmitAsync("n", 3));

        AssertReached(limit, times: 1);
        Assert.That(RefusalWarnings, Is.EqualTo(1));
    }

    [Test]
    public async Task An_emit_that_fails_for_want_of_a_connection_reaches_no_limit()
    {
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(Delay);

        await ThrownAsync<SocketIOException>(async () => await Client.With(new EmitOptions { WhenDisconnected = WhenDisconnected.Fail }).EmitAsync("n", 1));

        Assert.That(Reached, Is.Empty);
        Assert.That(RefusalWarnings, Is.Zero);
    }

    [TestCase(2, 1000, nameof(SocketIOLimits.PendingDeliveries))]
    [TestCase(1000, 2 * (Bytes + 1), nameof(SocketIOLimits.PendingDeliveryBytes))]
    public async Task Deliveries_that_are_refused_are_counted_and_warned_of(int deliveries, int bytes, string limit)
    {
        (Options.Limits.PendingDeliveries, Options.Limits.PendingDeliveryBytes) = (deliveries, bytes);
        await ConnectAsync();
        _ = Client.DeliverAsync("n", 1);
        _ = Client.DeliverAsync("n", 2);
        AssertReached(limit, times: 0);

        var refusal = await ThrownAsync<SocketIOException>(() => Client.DeliverAsync("n", 3));

        Assert.That(refusal.Message, Does.Contain($"({nameof(SocketIOLimits)}.{limit})"));
        AssertReached(limit, times: 1);
        Assert.That(RefusalWarnings, Is.EqualTo(1));
    }

    [TestCase(2, 1000, nameof(SocketIOLimits.OutboxPackets))]
    [TestCase(1000, 2 * Bytes, nameof(SocketIOLimits.OutboxBytes))]
    public async Task A_full_outbox_is_counted_once_until_it_has_room_again(int packets, int bytes, string limit)
    {
        (Options.Limits.OutboxPackets, Options.Limits.OutboxBytes) = (packets, bytes);
        var server = await ConnectAsync();
        server.StopReading();
        await Client.EmitAsync("n", 0);
        await server.WriteStalled.Within();
        await Client.EmitAsync("n", 1);
        await Client.EmitAsync("n", 2);
        AssertReached(limit, times: 0);

        var waiting = Client.EmitAsync("n", 3).AsTask();
        var behind = Client.EmitAsync("n", 4).AsTask();

        AssertReached(limit, times: 1);
        Assert.That(Log.Of(LogLevel.Debug), Has.One.Contains(limit));
        Assert.That(Log.Of(LogLevel.Warning), Is.Empty);
        server.ResumeReading();
        await Task.WhenAll(waiting, behind).Within();
    }

    [Test]
    public async Task A_pause_of_reading_is_counted()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Options.Limits.InboxEvents = 2;
        Client.On("n", () => gate.Task);
        var server = await ConnectAsync();
        server.Send("""42["n"]""");
        await ReadAsync(server);
        AssertReached(nameof(SocketIOLimits.InboxEvents), times: 0);

        server.Send("""42["n"]""");

        await UntilAsync(() => Log.Of(LogLevel.Debug).Any(line => line.Contains(nameof(SocketIOLimits.InboxEvents), StringComparison.Ordinal)));
        AssertReached(nameof(SocketIOLimits.InboxEvents), times: 1);
        gate.TrySetResult();
    }

    [TestCase(InboxFullMode.DropNewest, 2, 1000, nameof(SocketIOLimits.InboxEvents))]
    [TestCase(InboxFullMode.DropOldest, 2, 1000, nameof(SocketIOLimits.InboxEvents))]
    [TestCase(InboxFullMode.DropNewest, 1000, 2 * (Bytes - 1), nameof(SocketIOLimits.InboxBytes))]
    [TestCase(InboxFullMode.DropOldest, 1000, 2 * (Bytes - 1), nameof(SocketIOLimits.InboxBytes))]
    public async Task Events_that_are_dropped_are_counted(InboxFullMode mode, int events, int bytes, string limit)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (Options.InboxFullMode, Options.Limits.InboxEvents, Options.Limits.InboxBytes) = (mode, events, bytes);
        Client.On("n", async (int n) =>
        {
            Note($"{n}");
            await gate.Task;
        });
        var server = await ConnectAsync();
        server.Send("""42["n",0]""");
        await UntilNotedAsync("0");
        server.Send("""42["n",1]""");
        await ReadAsync(server);
        AssertReached(limit, times: 0);

        server.Send("""42["n",2]""");

        await ReadAsync(server);
        AssertReached(limit, times: 1);
        gate.TrySetResult();
    }

    [Test]
    public async Task An_end_over_too_many_bytes_is_counted_and_warned_of()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Options.Limits.InboxBytes = 100;
        Client.On("n", () => gate.Task);
        var server = await ConnectAsync();
        server.Send($"42[\"n\",\"{new string('x', 100)}\"]");
        await UntilStateAsync(ClientState.Reconnecting);
        gate.TrySetResult();
        await Clock.WaitForTimerAsync(Delay);
        AssertReached(nameof(SocketIOLimits.InboxBytes), times: 1);
        Assert.That(Log.Of(LogLevel.Warning), Has.One.Contains("SocketIOLimits.InboxBytes"));
    }

    [TestCase(2, 1000, nameof(SocketIOLimits.ObserverEvents))]
    [TestCase(1000, 2 * (Bytes - 1), nameof(SocketIOLimits.ObserverBytes))]
    public async Task Events_that_an_observer_misses_are_counted(int events, int bytes, string limit)
    {
        (Options.Limits.ObserverEvents, Options.Limits.ObserverBytes) = (events, bytes);
        var server = await ConnectAsync();
        await using var stream = Client.StreamAsync<int>("n").GetAsyncEnumerator();
        var next = stream.MoveNextAsync();
        server.Send("""42["n",0]""");
        await next.Within();
        server.Send("""42["n",1]""");
        server.Send("""42["n",2]""");
        await ReadAsync(server);
        AssertReached(limit, times: 0);

        server.Send("""42["n",3]""");

        await ReadAsync(server);
        AssertReached(limit, times: 1);
        Assert.That(Log.Of(LogLevel.Warning), Has.One.Contains("missed events: 1"));
        Assert.That((await stream.MoveNextAsync().Within(), stream.Current), Is.EqualTo((true, 2)));
    }

    /// <summary>The bytes of the packet <c>42["n",1]</c>.</summary>
    private const int Bytes = 9;

    private IReadOnlyList<string> Reached => _meters.Of("socketio.client.limits.reached");

    private int RefusalWarnings => Log.Of(LogLevel.Warning).Count(line => line.Contains("was refused", StringComparison.Ordinal));

    private void AssertReached(string limit, int times)
        => Assert.That(Reached, Is.EqualTo(Enumerable.Repeat($"1 socketio.limit={limit}", times)));
}
