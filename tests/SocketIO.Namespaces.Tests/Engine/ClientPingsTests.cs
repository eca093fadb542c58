using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocketIO.Namespaces.Engine;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Engine;

/// <summary>In Engine.IO 3 it is the client that pings.</summary>
[Category("M13")]
[Category("M17")]
public sealed class ClientPingsTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private InMemoryServer _server;
    private EngineSession _session;

    [SetUp]
    public Task SetUp() => OpenAsync(Patience);

    [TearDown]
    public async Task TearDown() => await _session.DisposeAsync().Within();

    [Test]
    public async Task A_ping_goes_out_an_interval_after_each_pong()
    {
        var receiving = _session.ReceiveAsync().AsTask();
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(Interval - TimeSpan.FromMilliseconds(1));
            Assert.That(_server.TryReceive(), Is.Null);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.That(await _server.ReceiveAsync(), Is.EqualTo("2"));
            await PongAsync();
        }

        Assert.That(receiving.IsCompleted || _session.Completion.IsCompleted, Is.False);

        async Task PongAsync()
        {
            _server.Send("3");
            _server.Send("4");
            await receiving.Within();
            receiving = _session.ReceiveAsync().AsTask();
        }
    }

    [Test]
    public async Task Without_a_pong_the_session_ends_after_the_timeout()
    {
        var receiving = _session.ReceiveAsync().AsTask();
        _time.Advance(Interval);
        await _server.ReceiveAsync();
        _time.Advance(Patience - TimeSpan.FromMilliseconds(1));
        Assert.That(_session.Completion.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That((await _session.Completion.Within()).Reason, Is.EqualTo(DisconnectReason.PingTimeout));
        Assert.That(await receiving.Within(), Is.Null);
    }

    [Test]
    public async Task A_ping_that_the_server_does_not_read_ends_the_session_too()
    {
        _server.StopReading();
        _time.Advance(Interval);
        _time.Advance(Patience);

        Assert.That((await _session.Completion.Within()).Reason, Is.EqualTo(DisconnectReason.PingTimeout));
    }

    [Test]
    public async Task Any_packet_after_a_ping_shows_that_the_server_lives_but_silence_afterwards_is_noticed_in_time()
    {
        _time.Advance(Interval);
        await _server.ReceiveAsync();
        await HearAsync();
        var heard = _time.GetUtcNow();
        _time.Advance(Patience);
        Assert.That(_session.Completion.IsCompleted, Is.False);
        _time.Advance(Interval - Patience);
        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("2"));
        _time.Advance(Patience);

        Assert.That((await _session.Completion.Within()).Reason, Is.EqualTo(DisconnectReason.PingTimeout));
        Assert.That(_time.GetUtcNow() - heard, Is.LessThanOrEqualTo(Interval + Patience));
    }

    [Test]
    public async Task A_timeout_longer_than_the_interval_is_waited_for()
    {
        await _session.DisposeAsync();
        await OpenAsync(TimeSpan.FromSeconds(60));
        _time.Advance(Interval);
        await _server.ReceiveAsync();
        await HearAsync();
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("2"));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.That(_session.Completion.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await _session.Completion.Within()).Reason, Is.EqualTo(DisconnectReason.PingTimeout));
    }

    [Test]
    public async Task Pongs_that_nobody_asked_for_change_nothing()
    {
        _time.Advance(Interval / 2);
        _server.Send("3");
        await HearAsync();
        _time.Advance(Interval / 2);

        Assert.That(await _server.ReceiveAsync(), Is.EqualTo("2"));
    }

    [Test]
    [Category("M22")]
    public async Task A_server_that_pings_is_one_of_the_other_version()
    {
        _server.Send("2");
        Assert.That(await _session.ReceiveAsync().Within(), Is.Null);

        var end = await _session.Completion.Within();
        Assert.That(end.Reason, Is.EqualTo(DisconnectReason.ParseError));
        Assert.That(end.Exception!.Message, Does.Contain("EngineIOVersion.V4"));
    }

    /// <summary>Has a message arrive.</summary>
    private async Task HearAsync()
    {
        _server.Send("4");
        await _session.ReceiveAsync().Within();
        _server.Send("4");
        await _session.ReceiveAsync().Within();
    }

    private async Task OpenAsync(TimeSpan patience)
    {
        var network = new InMemoryNetwork();
        var settings = new EngineSettings([TransportKind.WebSocket], new SocketIOLimits(), _time, NullLogger.Instance);
        var request = new TransportRequest(new("http://localhost/"), new Dictionary<string, string>()) { Version = EngineIOVersion.V3 };
        var opening = EngineSession.OpenAsync(settings, network, request, CancellationToken.None);
        _server = await network.AcceptAsync();
        _server.SendHandshake(pingInterval: (int)Interval.TotalMilliseconds, pingTimeout: (int)patience.TotalMilliseconds);
        _session = await opening.Within();
    }
}
