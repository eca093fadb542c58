using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Transports;

[Category("M1")]
public sealed class UpgradingTransportTests
{
    private readonly FakeTimeProvider _time = new();
    private InMemoryNetwork _network;
    private InMemoryServer _polling;
    private UpgradingTransport _transport;

    [SetUp]
    public async Task SetUp()
    {
        _network = new InMemoryNetwork();
        var request = new TransportRequest(new("http://localhost/socket.io/"), new Dictionary<string, string>());
        var first = (IPausableTransport)await _network.ConnectAsync(TransportKind.Polling, request, CancellationToken.None);
        _polling = await _network.AcceptAsync();
        _transport = new UpgradingTransport(first, _network, request, _time, NullLogger.Instance);
    }

    [TearDown]
    public async Task TearDown() => await _transport.DisposeAsync().Within();

    [Test]
    public async Task Moves_to_WebSocket_once_the_probe_is_answered_and_the_poll_under_way_has_ended()
    {
        Open();
        var receiving = ReceiveAsync();
        var webSocket = await _network.AcceptAsync();
        Assert.That(webSocket.Request.Sid, Is.EqualTo("session"));
        Assert.That(await webSocket.ReceiveAsync(), Is.EqualTo("2probe"));
        webSocket.Send("3probe");
        webSocket.Send("4by websocket");
        Assert.That(_transport.Kind, Is.EqualTo(TransportKind.Polling));
        _polling.Send("6");

        Assert.That(await receiving, Is.EqualTo("Noop:"));
        Assert.That(await webSocket.ReceiveAsync(), Is.EqualTo("5"));
        Assert.That(await ReceiveAsync(), Is.EqualTo("Message:by websocket"));
        Assert.That(_transport.Kind, Is.EqualTo(TransportKind.WebSocket));
    }

    [Test]
    public async Task What_came_by_polling_is_received_before_what_came_by_WebSocket()
    {
        Open();
        var receiving = ReceiveAsync();
        var webSocket = await _network.AcceptAsync();
        await webSocket.ReceiveAsync();
        webSocket.Send("3probe");
        webSocket.Send("4c");
        _polling.Send("4a");
        Assert.That(await webSocket.ReceiveAsync(), Is.EqualTo("5"));

        Assert.That(await receiving, Is.EqualTo("Message:a"));
        Assert.That(await ReceiveAsync(), Is.EqualTo("Message:c"));
    }

    [Test]
    public async Task The_move_does_not_wait_for_a_poll_that_nobody_has_started()
    {
        Open();
        var webSocket = await _network.AcceptAsync();
        await webSocket.ReceiveAsync();
        webSocket.Send("3probe");

        Assert.That(await webSocket.ReceiveAsync(), Is.EqualTo("5"));
    }

    [Test]
    public async Task A_batch_begun_by_polling_goes_out_by_polling_and_what_follows_by_WebSocket()
    {
        Open();
        var webSocket = await _network.AcceptAsync();
        await webSocket.ReceiveAsync();
        await WriteAsync("4a");
        webSocket.Send("3probe");
        Assert.That(await webSocket.ReceiveAsync(), Is.EqualTo("5"));
        Assert.That(_polling.TryReceive(), Is.EqualTo("4a"), "it is there before the upgrade packet is");
        await WriteAsync("4b");
        await _transport.FlushAsync(CancellationToken.None);

        Assert.That(await webSocket.ReceiveAsync(), Is.EqualTo("4b"));
    }

    [Test]
    public async Task The_move_waits_for_the_POST_under_way_and_holds_up_what_follows()
    {
        Open();
        var webSocket = await _network.AcceptAsync();
        await webSocket.ReceiveAsync();
        _polling.StopReading();
        await WriteAsync("4a");
        var flushing = _transport.FlushAsync(CancellationToken.None).AsTask();
        webSocket.Send("3probe");
        await Task.Yield();
        Assert.That(webSocket.TryReceive(), Is.Null);
        _polling.ResumeReading();
        await flushing.Within();

        Assert.That(await _polling.ReceiveAsync(), Is.EqualTo("4a"));
        Assert.That(await webSocket.ReceiveAsync(), Is.EqualTo("5"));
    }

    [Test]
    public async Task A_server_that_offers_no_upgrade_is_not_probed()
    {
        Open(canUpgrade: false);
        await WriteAsync("4a");
        await _transport.FlushAsync(CancellationToken.None);

        Assert.That(_network.Dials, Has.Count.EqualTo(1));
        Assert.That(await _polling.ReceiveAsync(), Is.EqualTo("4a"));
    }

    [TestCase("3")]
    [TestCase("3prob")]
    [TestCase("6")]
    [TestCase("4probe")]
    [TestCase("9")]
    public async Task A_wrong_answer_to_the_probe_leaves_all_as_it_was(string answer)
    {
        Open();
        var webSocket = await _network.AcceptAsync();
        await webSocket.ReceiveAsync();
        webSocket.Send(answer);
        await webSocket.ClientGone.Within();

        await AssertPollingGoesOnAsync();
    }

    [Test]
    public async Task A_WebSocket_that_cannot_be_opened_leaves_all_as_it_was()
    {
        _network.Refuse(TransportKind.WebSocket, new TransportException("refused"));
        Open();

        await AssertPollingGoesOnAsync();
    }

    [Test]
    public async Task A_WebSocket_that_closes_during_the_probe_leaves_all_as_it_was()
    {
        Open();
        var webSocket = await _network.AcceptAsync();
        webSocket.Close();
        await webSocket.ClientGone.Within();

        await AssertPollingGoesOnAsync();
    }

    [Test]
    public async Task A_probe_without_an_answer_is_given_up()
    {
        Open();
        var webSocket = await _network.AcceptAsync();
        await webSocket.ReceiveAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        await webSocket.ClientGone.Within();

        await AssertPollingGoesOnAsync();
    }

    [Test]
    public async Task A_poll_that_does_not_end_after_the_probe_is_gone_on_with()
    {
        Open();
        var receiving = ReceiveAsync();
        var webSocket = await _network.AcceptAsync();
        await webSocket.ReceiveAsync();
        webSocket.Send("3probe");
        await _time.AdvanceUntilAsync(webSocket.ClientGone, TimeSpan.FromSeconds(1));
        _polling.Send("4a");
        Assert.That(await receiving, Is.EqualTo("Message:a"));

        await AssertPollingGoesOnAsync();
    }

    [Test]
    public async Task A_WebSocket_that_breaks_during_the_move_breaks_the_transport()
    {
        Open();
        var webSocket = await _network.AcceptAsync();
        await webSocket.ReceiveAsync();
        webSocket.StopReading();
        webSocket.Send("3probe");
        var receiving = ReceiveAsync();
        _polling.Send("6");
        await receiving;
        receiving = ReceiveAsync();
        await _transport.DisposeAsync().Within();

        Assert.That(async () => await receiving, Throws.Exception);
        await webSocket.ClientGone.Within();
    }

    [Test]
    [Category("M18")]
    public async Task Closing_during_the_probe_closes_the_polling()
    {
        Open();
        var webSocket = await _network.AcceptAsync();
        await webSocket.ReceiveAsync();
        await _transport.CloseAsync(CancellationToken.None).Within();

        await _polling.ClientClosed.Within();
        await webSocket.ClientGone.Within();
    }

    [Test]
    [Category("M18")]
    public async Task Disposing_during_the_probe_lets_go_of_both()
    {
        Open();
        var webSocket = await _network.AcceptAsync();
        await _transport.DisposeAsync().Within();

        await _polling.ClientGone.Within();
        await webSocket.ClientGone.Within();
    }

    [Test]
    public async Task No_packet_is_lost_or_overtaken_by_a_move_under_traffic_both_ways()
    {
        const int count = 2000;
        Open();
        var webSocket = await _network.AcceptAsync();
        var sent = Enumerable.Range(0, count).Select(i => $"4{i}").ToArray();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
            {
                await WriteAsync(sent[i]);
                if (i % 3 == 0) await _transport.FlushAsync(CancellationToken.None);
                if (i % 50 == 0) await Task.Yield();
            }

            await _transport.FlushAsync(CancellationToken.None);
        });
        var serving = Task.Run(async () =>
        {
            await webSocket.ReceiveAsync();
            for (var i = 0; i < count / 2; i++) _polling.Send(sent[i]);
            webSocket.Send("3probe");
            for (var i = 0; i < 10; i++) _polling.Send("6");
            await webSocket.ReceiveAsync();
            for (var i = count / 2; i < count; i++) webSocket.Send(sent[i]);
        });

        var received = new List<string>();
        while (received.Count < count)
        {
            if (await ReceiveAsync() is ['M', ..] message) received.Add(message.Replace("Message:", "4"));
        }

        await Task.WhenAll(writing, serving).Within();
        var arrived = new List<string>();
        while (_polling.TryReceive() is { } packet) arrived.Add(packet);
        while (webSocket.TryReceive() is { } packet) arrived.Add(packet);
        Assert.That(received, Is.EqualTo(sent));
        Assert.That(arrived, Is.EqualTo(sent));
    }

    private async Task AssertPollingGoesOnAsync()
    {
        var receiving = ReceiveAsync();
        _polling.Send("4still");
        Assert.That(await receiving, Is.EqualTo("Message:still"));
        await WriteAsync("4here");
        await _transport.FlushAsync(CancellationToken.None).Within();
        Assert.That(await _polling.ReceiveAsync(), Is.EqualTo("4here"));
        Assert.That(_transport.Kind, Is.EqualTo(TransportKind.Polling));
    }

    private void Open(bool canUpgrade = true)
        => _transport.Opened(new Handshake("session", canUpgrade, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(20), 1_000_000));

    private async Task WriteAsync(string text) => await _transport.WriteAsync(Packets.Control(text), CancellationToken.None).Within();

    private async Task<string> ReceiveAsync() => Packets.Show(await _transport.ReceiveAsync(CancellationToken.None).Within());
}
