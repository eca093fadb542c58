using SocketIO.Namespaces.Engine;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Engine;

[Category("M16")]
public sealed class OutboxTests
{
    [Test]
    public async Task Packets_come_out_in_the_order_they_went_in()
    {
        var outbox = new Outbox(10, 1000, TimeProvider.System);
        await outbox.EnqueueAsync(Packet("[1]"), default);
        outbox.TryEnqueue(Packet("[2]"));
        await outbox.EnqueueAsync(Packet("[3]"), default);

        Assert.That(TakeAll(outbox), Is.EqualTo(new[] { "[1]", "[2]", "[3]" }));
    }

    [Test]
    public async Task Whoever_finds_no_room_by_count_waits_and_is_let_in_in_order()
    {
        var outbox = new Outbox(2, 1000, TimeProvider.System);
        await outbox.EnqueueAsync(Packet("[1]"), default);
        await outbox.EnqueueAsync(Packet("[2]"), default);
        var third = outbox.EnqueueAsync(Packet("[3]"), default).AsTask();
        var fourth = outbox.EnqueueAsync(Packet("[4]"), default).AsTask();
        Assert.That(third.IsCompleted || fourth.IsCompleted, Is.False);

        Take(outbox);
        Assert.That(await third.Within(), Is.True);
        Assert.That(fourth.IsCompleted, Is.False);
        Assert.That(TakeAll(outbox), Is.EqualTo(new[] { "[2]", "[3]", "[4]" }));
        Assert.That(await fourth.Within(), Is.True);
    }

    [Test]
    public async Task Whoever_finds_no_room_by_bytes_waits_and_nobody_overtakes_him()
    {
        var outbox = new Outbox(100, 20, TimeProvider.System);
        await outbox.EnqueueAsync(Packet("[0123456789]"), default);
        var large = outbox.EnqueueAsync(Packet("[large]"), default).AsTask();
        var small = outbox.EnqueueAsync(Packet("[]"), default).AsTask();
        Assert.That(large.IsCompleted || small.IsCompleted, Is.False);

        Assert.That(TakeAll(outbox), Is.EqualTo(new[] { "[0123456789]", "[large]", "[]" }));
        Assert.That(await large.Within() && await small.Within(), Is.True);
    }

    [TestCase(-1, ExpectedResult = true)]
    [TestCase(0, ExpectedResult = true)]
    [TestCase(1, ExpectedResult = false)]
    public async Task<bool> As_many_bytes_as_the_bound_have_room_and_no_more(int beyond)
    {
        var outbox = new Outbox(100, 2 * "42[0123456789]".Length, TimeProvider.System);
        await outbox.EnqueueAsync(Packet("[0123456789]"), default);
        var second = outbox.EnqueueAsync(Packet($"[{new string('1', 10 + beyond)}]"), default).AsTask();
        var hasRoom = second.IsCompleted;
        TakeAll(outbox);
        Assert.That(await second.Within(), Is.True);
        return hasRoom;
    }

    [Test]
    public async Task A_packet_larger_than_the_bound_is_let_in_alone()
    {
        var outbox = new Outbox(100, 5, TimeProvider.System);
        Assert.That(await outbox.EnqueueAsync(Packet("[much larger than five bytes]"), default), Is.True);
        var next = outbox.EnqueueAsync(Packet("[]"), default).AsTask();
        Assert.That(next.IsCompleted, Is.False);
        Take(outbox);
        Assert.That(await next.Within(), Is.True);
    }

    [Test]
    public async Task TryEnqueue_heeds_no_bounds()
    {
        var outbox = new Outbox(1, 5, TimeProvider.System);
        await outbox.EnqueueAsync(Packet("[1]"), default);

        Assert.That(outbox.TryEnqueue(Packet("[2]")), Is.True);
        Assert.That(TakeAll(outbox), Is.EqualTo(new[] { "[1]", "[2]" }));
    }

    [Test]
    public async Task TryEnqueueFirst_goes_before_all_others_but_not_twice()
    {
        var outbox = new Outbox(10, 1000, TimeProvider.System);
        await outbox.EnqueueAsync(Packet("[1]"), default);

        Assert.That(outbox.TryEnqueueFirst(Packet("[pong]")), Is.True);
        Assert.That(outbox.TryEnqueueFirst(Packet("[again]")), Is.False);
        Assert.That(TakeAll(outbox), Is.EqualTo(new[] { "[pong]", "[1]" }));
    }

    [Test]
    public async Task A_wait_for_room_that_is_cancelled_gives_up_its_place_and_its_packet()
    {
        var outbox = new Outbox(1, 1000, TimeProvider.System);
        await outbox.EnqueueAsync(Packet("[1]"), default);
        using var cancel = new CancellationTokenSource();
        var packet = Packet("[2]");
        var waiting = outbox.EnqueueAsync(packet, cancel.Token).AsTask();
        var next = outbox.EnqueueAsync(Packet("[3]"), default).AsTask();
        await cancel.CancelAsync();

        Assert.That(async () => await waiting.Within(), Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(cancel.Token));
        AssertDisposed(packet);
        Assert.That(TakeAll(outbox), Is.EqualTo(new[] { "[1]", "[3]" }));
        Assert.That(await next.Within(), Is.True);
    }

    [Test]
    public void A_token_cancelled_beforehand_puts_nothing_in()
    {
        var outbox = new Outbox(1, 1000, TimeProvider.System);
        var packet = Packet("[1]");

        Assert.That(async () => await outbox.EnqueueAsync(packet, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        AssertDisposed(packet);
        Assert.That(outbox.TryTake(), Is.Null);
    }

    [Test]
    public async Task Complete_turns_away_who_waits_and_who_comes_but_keeps_what_is_in_line()
    {
        var outbox = new Outbox(1, 1000, TimeProvider.System);
        await outbox.EnqueueAsync(Packet("[1]"), default);
        using var mine = Packet("[2]");
        var waiting = outbox.EnqueueAsync(mine, default).AsTask();
        outbox.Complete();

        Assert.That(await waiting.Within(), Is.False);
        Assert.That(Payload(mine), Is.EqualTo("[2]"), "it remains the caller's");
        Assert.That(await outbox.EnqueueAsync(mine, default), Is.False);
        Assert.That(outbox.TryEnqueue(mine) || outbox.TryEnqueueFirst(mine), Is.False);
        Assert.That(await outbox.WaitToTakeAsync().Within(), Is.True);
        Assert.That(TakeAll(outbox), Is.EqualTo(new[] { "[1]" }));
        Assert.That(await outbox.WaitToTakeAsync().Within(), Is.False);
    }

    [Test]
    public async Task Stop_keeps_what_is_in_line_for_TakeRest()
    {
        var outbox = new Outbox(10, 1000, TimeProvider.System);
        await outbox.EnqueueAsync(Packet("[1]"), default);
        await outbox.EnqueueAsync(Packet("[2]"), default);
        Take(outbox);
        outbox.Stop();

        Assert.That(await outbox.WaitToTakeAsync().Within(), Is.False);
        Assert.That(outbox.TryTake(), Is.Null);
        Assert.That(outbox.TakeRest().Select(Payload), Is.EqualTo(new[] { "[2]" }));
        Assert.That(outbox.TakeRest(), Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task The_loop_waiting_is_woken_by_a_packet_and_by_the_end(bool end)
    {
        var outbox = new Outbox(10, 1000, TimeProvider.System);
        for (var i = 0; i < 3; i++)
        {
            var waiting = outbox.WaitToTakeAsync();
            Assert.That(waiting.IsCompleted, Is.False);
            outbox.TryEnqueue(Packet("[1]"));
            Assert.That(await waiting.Within(), Is.True);
            Take(outbox);
        }

        var last = outbox.WaitToTakeAsync();
        if (end) outbox.Stop();
        else outbox.Complete();
        Assert.That(await last.Within(), Is.False);
    }

    [Test]
    public async Task WhenFlushed_completes_once_what_was_in_line_is_on_the_wire()
    {
        var outbox = new Outbox(10, 1000, TimeProvider.System);
        Assert.That(outbox.WhenFlushed().IsCompleted, Is.True);
        await outbox.EnqueueAsync(Packet("[1]"), default);
        await outbox.EnqueueAsync(Packet("[2]"), default);
        var flushed = outbox.WhenFlushed();
        Take(outbox);
        outbox.MarkFlushed();
        Assert.That(flushed.IsCompleted, Is.False);
        Take(outbox);
        await outbox.EnqueueAsync(Packet("[3]"), default);
        outbox.MarkFlushed();

        await flushed.Within();
        Assert.That(outbox.WhenFlushed().IsCompleted, Is.False);
    }

    [Test]
    public async Task WhenFlushed_does_not_outlast_the_end()
    {
        var outbox = new Outbox(10, 1000, TimeProvider.System);
        await outbox.EnqueueAsync(Packet("[1]"), default);
        var flushed = outbox.WhenFlushed();
        outbox.Stop();

        await flushed.Within();
        Assert.That(outbox.WhenFlushed().IsCompleted, Is.True);
    }

    [Test]
    public async Task Many_writers_and_one_loop_lose_nothing_and_keep_each_writers_order()
    {
        const int writers = 8, each = 2000;
        var outbox = new Outbox(16, 200, TimeProvider.System);
        var writing = Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++) await outbox.EnqueueAsync(Packet($"[{writer},{i}]"), default);
        })).ToArray();

        var next = new int[writers];
        var taken = 0;
        while (taken < writers * each)
        {
            Assert.That(await outbox.WaitToTakeAsync().Within(), Is.True);
            while (outbox.TryTake() is { } packet)
            {
                var numbers = Payload(packet).Trim('[', ']').Split(',').Select(int.Parse).ToArray();
                Assert.That(numbers[1], Is.EqualTo(next[numbers[0]]++));
                packet.Dispose();
                taken++;
            }

            outbox.MarkFlushed();
        }

        await Task.WhenAll(writing).Within();
    }

    private static OutgoingPacket Packet(string payload) => Packets.Event(payload);

    private static string Payload(OutgoingPacket packet) => System.Text.Encoding.UTF8.GetString(packet.Text.Span[2..]);

    private static void Take(Outbox outbox) => outbox.TryTake()!.Dispose();

    private static List<string> TakeAll(Outbox outbox)
    {
        var payloads = new List<string>();
        while (outbox.TryTake() is { } packet)
        {
            payloads.Add(Payload(packet));
            packet.Dispose();
        }

        return payloads;
    }

    private static void AssertDisposed(OutgoingPacket packet) => Assert.That(() => packet.Text, Throws.InstanceOf<ObjectDisposedException>());
}
