using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocketIO.Namespaces.Engine;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Engine;

public sealed class EngineSessionTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SocketIOLimits _limits = new();
    private InMemoryServer _server;
    private EngineSession _session;

    [SetUp]
    public async Task SetUp()
    {
        _limits.OutboxPackets = 4;
        var network = new InMemoryNetwork();
        var settings = new EngineSettings([TransportKind.WebSocket], _limits, _time, NullLogger.Instance);
        var opening = EngineSession.OpenAsync(settings, network, new(new("http://localhost/"), new Dictionary<string, string>()), CancellationToken.None);
        _server = await network.AcceptSessionAsync();
        _session = await opening.Within();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _session.DisposeAsync().Within();
        Assert.That(_server.ClientGone.IsCompleted, Is.True);
    }

    [Test]
    public void The_handshake_is_told()
    {
        Assert.That(_session.Handshake.Sid, Is.EqualTo("session"));
        Assert.That(_session.Handshake.HeartbeatDeadline, Is.EqualTo(TimeSpan.FromSeconds(45)));
        Assert.That(_session.Transport, Is.EqualTo(TransportKind.WebSocket));
    }

    [Test]
    public async Task Messages_are_received_and_what_is_none_is_passed_over()
    {
        foreach (var packet in new[] { "6", "4a", "3", "5", "4b" }) _server.Send(packet);
        _server.SendBinary(1, 2);

        Assert.That(await ReceiveAsync(), Is.EqualTo("Message:a"));
        Assert.That(await ReceiveAsync(), Is.EqualTo("Message:b"));
        Assert.That(await ReceiveAsync(), Is.EqualTo("binary:0102"));
    }

    [Test]
    [Category("S10")]
    public async Task Packets_are_sent_in_order_each_with_its_attachments()
    {
        await EnqueueAsync("[1]");
        await _session.EnqueueAsync(Packets.Event("[2]", [1], [2, 3]), default);
        await EnqueueAsync("[3]");

        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("42[1]"));
        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("452-[2]"));
        Assert.That(await _server.ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 1 }));
        Assert.That(await _server.ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 2, 3 }));
        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("42[3]"));
    }

    [Test]
    public async Task What_piles_up_while_a_write_is_under_way_goes_out_as_one_batch()
    {
        _server.StopReading();
        await EnqueueAsync("[0]");
        await UntilTakenAsync();
        for (var i = 1; i <= 4; i++) await EnqueueAsync($"[{i}]");
        _server.ResumeReading();
        for (var i = 0; i <= 4; i++) Assert.That(await _server.ReceiveAsync(), Is.EqualTo($"42[{i}]"));

        Assert.That(_server.Flushes, Is.EqualTo(2));
    }

    [Test]
    public async Task A_written_packet_gives_its_memory_back()
    {
        var packet = Packets.Event("[1]");
        await _session.EnqueueAsync(packet, default);
        await _session.FlushAsync(CancellationToken.None).Within();

        Assert.That(() => packet.Text, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    [Category("M17")]
    public async Task A_ping_is_answered_while_receiving()
    {
        var receiving = ReceiveAsync();
        _server.Send("2");

        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("3"));
        Assert.That(receiving.IsCompleted, Is.False);
    }

    [Test]
    [Category("M17")]
    public async Task A_ping_is_answered_before_what_has_piled_up()
    {
        _server.StopReading();
        await EnqueueAsync("[0]");
        await UntilTakenAsync();
        for (var i = 1; i <= 4; i++) await EnqueueAsync($"[{i}]");
        _server.Send("2");
        _server.Send("2");
        _server.Send("4after");
        await ReceiveAsync();
        _server.ResumeReading();

        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("42[0]"));
        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("3"));
        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("42[1]"));
    }

    [Test]
    [Category("M17")]
    public async Task Without_a_ping_the_session_ends_after_interval_and_timeout()
    {
        var receiving = ReceiveAsync();
        _time.Advance(TimeSpan.FromMilliseconds(44_999));
        Assert.That(_session.Completion.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That((await _session.Completion.Within()).Reason, Is.EqualTo(DisconnectReason.PingTimeout));
        Assert.That(await receiving, Is.EqualTo("closed"));
    }

    [Test]
    [Category("M17")]
    public async Task Only_pings_put_the_deadline_off()
    {
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(44));
            _server.Send("2");
            _server.Send("4");
            await ReceiveAsync();
        }

        _time.Advance(TimeSpan.FromSeconds(44));
        _server.Send("4");
        _server.Send("6");
        _server.Send("4");
        await ReceiveAsync();
        await ReceiveAsync();
        Assert.That(_session.Completion.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await _session.Completion.Within()).Reason, Is.EqualTo(DisconnectReason.PingTimeout));
    }

    [Test]
    [Category("M17")]
    public async Task A_clock_that_jumps_changes_nothing()
    {
        _time.AdjustTime(_time.GetUtcNow().AddYears(10));
        _server.Send("4");

        Assert.That(await ReceiveAsync(), Is.EqualTo("Message:"));
        Assert.That(_session.Completion.IsCompleted, Is.False);
    }

    [TestCase("close", DisconnectReason.TransportClose)]
    [TestCase("1", DisconnectReason.TransportClose)]
    [TestCase("break", DisconnectReason.TransportError)]
    [TestCase("9", DisconnectReason.ParseError)]
    [TestCase("", DisconnectReason.ParseError)]
    [TestCase("0{}", DisconnectReason.ParseError)]
    [Category("M5")]
    public async Task What_ends_the_session_is_its_reason_after_all_that_came_before(string end, DisconnectReason reason)
    {
        _server.Send("4last");
        if (end == "close") _server.Close();
        else if (end == "break") _server.Break();
        else _server.Send(end);

        Assert.That(await ReceiveAsync(), Is.EqualTo("Message:last"));
        Assert.That(await ReceiveAsync(), Is.EqualTo("closed"));
        var ended = await _session.Completion.Within();
        Assert.That(ended.Reason, Is.EqualTo(reason));
        Assert.That(ended.Exception, reason == DisconnectReason.TransportClose ? Is.Null : Is.Not.Null);
        Assert.That(await ReceiveAsync(), Is.EqualTo("closed"), "and so it stays");
    }

    [Test]
    [Category("M5")]
    public async Task When_writing_fails_what_the_server_said_before_is_still_heard()
    {
        _server.FailWrites(new TransportException("Session ID unknown"));
        await EnqueueAsync("[1]");
        await _session.FlushAsync(CancellationToken.None).Within();
        using var late = Packets.Event("[2]");
        Assert.That(await _session.EnqueueAsync(late, default), Is.False);
        _server.Send("41");
        _server.Send("1");

        Assert.That(await ReceiveAsync(), Is.EqualTo("Message:1"));
        Assert.That(await ReceiveAsync(), Is.EqualTo("closed"));
        Assert.That((await _session.Completion).Reason, Is.EqualTo(DisconnectReason.TransportClose));
    }

    [Test]
    [Category("M5")]
    public async Task When_writing_fails_and_the_server_is_silent_the_session_ends_soon()
    {
        var failure = new TransportException("413");
        _server.FailWrites(failure);
        var receiving = ReceiveAsync();
        await EnqueueAsync("[1]");
        await _session.FlushAsync(CancellationToken.None).Within();
        await _time.AdvanceUntilAsync(_session.Completion, TimeSpan.FromSeconds(1));

        Assert.That(await _session.Completion, Is.EqualTo(new EngineEnd(DisconnectReason.TransportError, failure)));
        Assert.That(await receiving, Is.EqualTo("closed"));
    }

    [Test]
    [Category("M5")]
    public async Task The_first_reason_counts()
    {
        _session.End(DisconnectReason.InboxOverflow);
        _session.End(DisconnectReason.ParseError);
        _server.Break();

        Assert.That((await _session.Completion.Within()).Reason, Is.EqualTo(DisconnectReason.InboxOverflow));
    }

    [Test]
    [Category("M16")]
    public async Task An_emit_waits_for_room_and_goes_on_when_there_is_some()
    {
        await FillOutboxAsync();
        var waiting = _session.EnqueueAsync(Packets.Event("[5]"), default).AsTask();
        Assert.That(waiting.IsCompleted, Is.False);
        _server.ResumeReading();

        Assert.That(await waiting.Within(), Is.True);
        for (var i = 0; i <= 5; i++) Assert.That(await _server.ReceiveAsync(), Is.EqualTo($"42[{i}]"));
    }

    [Test]
    [Category("M18")]
    public async Task A_receive_that_the_end_overtakes_is_awaited_nonetheless()
    {
        var transport = new OvertakenTransport();
        var settings = new EngineSettings([TransportKind.WebSocket], _limits, _time, NullLogger.Instance);
        await using var session = new EngineSession(settings, transport, _session.Handshake, EngineIOVersion.V4);
        transport.EndSession = () => session.End(DisconnectReason.InboxOverflow);

        Assert.That(await session.ReceiveAsync().Within(), Is.Null);
        Assert.That(transport.IsFailureSeen, Is.True);
    }

    [Test]
    [Category("M16")]
    public async Task The_last_packet_of_a_sender_turns_away_what_of_his_waits_for_room()
    {
        await FillOutboxAsync();
        using var mine = Packets.Event("[5]");
        mine.Origin = new PacketOrigin(Sender: this, AckId: null, IsCall: false, Expires: long.MaxValue);
        var turnedAway = _session.EnqueueAsync(mine, default).AsTask();
        var waiting = _session.EnqueueAsync(Packets.Event("[6]"), default).AsTask();
        Assert.That(_session.TryEnqueueLast(Packets.Event("[last]"), sender: this), Is.True);

        Assert.That(await turnedAway.Within(), Is.False);
        _server.ResumeReading();
        Assert.That(await waiting.Within(), Is.True);
        foreach (var payload in new[] { "[0]", "[1]", "[2]", "[3]", "[4]", "[last]", "[6]" })
            Assert.That(await _server.ReceiveAsync(), Is.EqualTo($"42{payload}"));
    }

    [Test]
    [Category("M6")]
    public async Task What_was_not_handed_to_the_transport_is_given_back_in_order()
    {
        await FillOutboxAsync();
        using var mine = Packets.Event("[5]");
        var waiting = _session.EnqueueAsync(mine, default).AsTask();
        _server.Break();
        await ReceiveAsync();

        Assert.That(await waiting.Within(), Is.False);
        var unsent = _session.TakeUnsent();
        Assert.That(unsent.Select(Text), Is.EqualTo(new[] { "42[1]", "42[2]", "42[3]", "42[4]" }));
        Assert.That(Text(mine), Is.EqualTo("42[5]"));
        foreach (var packet in unsent) packet.Dispose();
    }

    [Test]
    [Category("M6")]
    public async Task After_the_end_nothing_is_taken_in()
    {
        _session.End(DisconnectReason.TransportError);
        await _session.Completion.Within();
        using var packet = Packets.Event("[1]");

        Assert.That(await _session.EnqueueAsync(packet, default), Is.False);
        Assert.That(_session.TryEnqueue(packet), Is.False);
        await _session.FlushAsync(CancellationToken.None).Within();
        Assert.That(Text(packet), Is.EqualTo("42[1]"), "it remains the caller's");
    }

    [Test]
    [Category("S23")]
    public async Task CloseAsync_writes_what_is_in_line_then_closes_as_this_sides_wish()
    {
        _server.StopReading();
        await EnqueueAsync("[0]");
        await EnqueueAsync("[1]");
        var receiving = ReceiveAsync();
        var closing = _session.CloseAsync(CancellationToken.None).AsTask();
        using var late = Packets.Event("[late]");
        Assert.That(_session.TryEnqueue(late), Is.False);
        _server.ResumeReading();
        await closing.Within();

        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("42[0]"));
        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("42[1]"));
        Assert.That(_server.ClientClosed.IsCompleted, Is.True);
        Assert.That((await _session.Completion.Within()).Reason, Is.EqualTo(DisconnectReason.ClientDisconnect));
        Assert.That(await receiving, Is.EqualTo("closed"));
    }

    [Test]
    [Category("S23")]
    public async Task CloseAsync_writes_its_last_packets_behind_everything_else()
    {
        _server.StopReading();
        await EnqueueAsync("[0]");
        var closing = _session.CloseAsync([Packets.Event("[last]")], CancellationToken.None).AsTask();
        using var late = Packets.Event("[late]");
        Assert.That(_session.TryEnqueue(late), Is.False);
        var unheard = Packets.Event("[unheard]");
        var again = _session.CloseAsync([unheard], CancellationToken.None).AsTask();
        _server.ResumeReading();
        await Task.WhenAll(closing, again).Within();

        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("42[0]"));
        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("42[last]"));
        Assert.That(_server.TryReceive(), Is.Null);
        Assert.That(() => unheard.Text, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    [Category("S23")]
    public async Task What_the_server_does_while_this_side_closes_does_not_change_the_reason()
    {
        _server.StopReading();
        var closing = _session.CloseAsync(CancellationToken.None).AsTask();
        _server.Break();
        await ReceiveAsync();
        await closing.Within();

        Assert.That((await _session.Completion.Within()).Reason, Is.EqualTo(DisconnectReason.ClientDisconnect));
    }

    [Test]
    [Category("M18")]
    public async Task CloseAsync_cuts_when_its_token_says_so()
    {
        await FillOutboxAsync();
        using var cancel = new CancellationTokenSource();
        var closing = _session.CloseAsync(cancel.Token).AsTask();
        var again = _session.CloseAsync(CancellationToken.None).AsTask();
        Assert.That(closing.IsCompleted, Is.False);
        await cancel.CancelAsync();

        await Task.WhenAll(closing, again).Within();
        Assert.That(_server.ClientClosed.IsCompleted, Is.False);
        Assert.That(_server.ClientGone.IsCompleted, Is.True);
    }

    [Test]
    [Category("M18")]
    public async Task CloseAsync_cuts_when_the_token_of_a_later_caller_says_so()
    {
        await FillOutboxAsync();
        using var cancel = new CancellationTokenSource();
        var closing = _session.CloseAsync(CancellationToken.None).AsTask();
        var again = _session.CloseAsync(cancel.Token).AsTask();
        Assert.That(again.IsCompleted, Is.False);
        await cancel.CancelAsync();

        await Task.WhenAll(closing, again).Within();
        Assert.That(_server.ClientClosed.IsCompleted, Is.False);
        Assert.That(_server.ClientGone.IsCompleted, Is.True);
        Assert.That((await _session.Completion).Reason, Is.EqualTo(DisconnectReason.ClientDisconnect));
    }

    [Test]
    [Category("M18")]
    public async Task DisposeAsync_ends_although_the_peer_neither_reads_nor_writes()
    {
        await FillOutboxAsync();
        var receiving = ReceiveAsync();
        await _session.DisposeAsync().Within();

        Assert.That(await receiving, Is.EqualTo("closed"));
        Assert.That((await _session.Completion).Reason, Is.EqualTo(DisconnectReason.ClientDisconnect));
        _time.Advance(TimeSpan.FromDays(1));
    }

    [Test]
    public async Task FlushAsync_waits_until_all_in_line_has_been_handed_over()
    {
        _server.StopReading();
        await EnqueueAsync("[1]");
        var flushing = _session.FlushAsync(CancellationToken.None);
        Assert.That(flushing.IsCompleted, Is.False);
        _server.ResumeReading();
        await flushing.Within();

        Assert.That(_server.TryReceive(), Is.EqualTo("42[1]"));
    }

    [TestCase(999_996, 0, true)]
    [TestCase(999_999, 0, false)]
    [TestCase(10, 1_000_000, true)]
    [TestCase(10, 1_000_001, false)]
    [TestCase(900_000, 900_000, true)]
    [Category("M15")]
    public void Fits_tells_what_the_server_would_not_take(int payload, int attachment, bool fits)
    {
        using var packet = Packets.Event(new string('x', payload), attachment == 0 ? [] : [new byte[attachment]]);

        Assert.That(_session.Fits(packet, out var largest), Is.EqualTo(fits));
        Assert.That(largest, Is.EqualTo(Math.Max(packet.Text.Length, attachment)));
    }

    private static string Text(OutgoingPacket packet) => System.Text.Encoding.UTF8.GetString(packet.Text.Span);

    private async Task EnqueueAsync(string payload) => Assert.That(await _session.EnqueueAsync(Packets.Event(payload), default).Within(), Is.True);

    private async Task<string> ReceiveAsync() => Packets.Show(await _session.ReceiveAsync().Within());

    /// <summary>One packet stuck in the transport, and as many in line as may be.</summary>
    private async Task FillOutboxAsync()
    {
        _server.StopReading();
        await EnqueueAsync("[0]");
        await UntilTakenAsync();
        for (var i = 1; i <= 4; i++) await EnqueueAsync($"[{i}]");
    }

    private Task UntilTakenAsync() => _server.WriteStalled.Within();
}
