using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SocketIO.Namespaces.Engine;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Engine;

[Category("M1")]
public sealed class SessionOpenerTests
{
    private readonly FakeTimeProvider _time = new();
    private InMemoryNetwork _network;

    [SetUp]
    public void SetUp() => _network = new InMemoryNetwork();

    [TestCase(TransportKind.WebSocket)]
    [TestCase(TransportKind.Polling)]
    public async Task A_single_transport_is_used_alone(TransportKind kind)
    {
        var opening = OpenAsync([kind]);
        var server = await _network.AcceptAsync();
        server.SendHandshake(upgrade: true);
        await using var session = await opening.Within();
        server.Send("4");
        await session.ReceiveAsync().Within();

        Assert.That(session.Transport, Is.EqualTo(kind));
        Assert.That(_network.Dials, Has.Count.EqualTo(1));
    }

    [TestCase(TransportKind.WebSocket)]
    [TestCase(TransportKind.Polling)]
    public void A_single_transport_that_fails_is_not_replaced(TransportKind kind)
    {
        _network.Refuse(kind, new TransportException("refused"));

        Assert.That(async () => await OpenAsync([kind]).Within(), Throws.TypeOf<TransportException>().With.Message.EqualTo("refused"));
        Assert.That(_network.Dials, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WebSocket_comes_first_by_default()
    {
        var opening = OpenAsync([]);
        await _network.AcceptSessionAsync();
        await using var session = await opening.Within();

        Assert.That(session.Transport, Is.EqualTo(TransportKind.WebSocket));
    }

    [Test]
    public async Task Polling_takes_over_where_WebSocket_is_refused_and_does_not_try_it_again()
    {
        _network.Refuse(TransportKind.WebSocket, new TransportException("no upgrade here") { StatusCode = HttpStatusCode.BadGateway });
        var opening = OpenAsync([]);
        var server = await _network.AcceptAsync();
        server.SendHandshake(upgrade: true);
        await using var session = await opening.Within();
        server.Send("4");
        await session.ReceiveAsync().Within();

        Assert.That(session.Transport, Is.EqualTo(TransportKind.Polling));
        Assert.That(_network.Dials.Select(dial => dial.Kind), Is.EqualTo(new[] { TransportKind.WebSocket, TransportKind.Polling }));
    }

    [TestCase("close")]
    [TestCase("break")]
    public async Task Polling_takes_over_where_WebSocket_opens_but_does_not_get_through(string how)
    {
        var opening = OpenAsync([]);
        var webSocket = await _network.AcceptAsync();
        if (how == "close") webSocket.Close();
        else webSocket.Break();
        await _network.AcceptSessionAsync();
        await using var session = await opening.Within();

        Assert.That(session.Transport, Is.EqualTo(TransportKind.Polling));
        Assert.That(webSocket.ClientGone.IsCompleted, Is.True, "nothing is left of the first attempt");
    }

    [Test]
    public async Task Polling_takes_over_where_WebSocket_opens_but_stays_silent()
    {
        var opening = OpenAsync([]);
        var webSocket = await _network.AcceptAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        await _network.AcceptSessionAsync();
        await using var session = await opening.Within();

        Assert.That(session.Transport, Is.EqualTo(TransportKind.Polling));
        Assert.That(webSocket.ClientGone.IsCompleted, Is.True);
    }

    [Test]
    public void A_server_that_cannot_be_reached_is_not_dialled_twice()
    {
        _network.Refuse(TransportKind.WebSocket, new TransportException("connection refused") { IsUnreachable = true });

        Assert.That(async () => await OpenAsync([]).Within(), Throws.TypeOf<TransportException>().With.Message.EqualTo("connection refused"));
        Assert.That(_network.Dials, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task When_both_fail_both_are_told_and_the_last_one_counts()
    {
        _network.OnDial = (kind, _, _) => new(kind == TransportKind.WebSocket
            ? new TransportException("first failure") { StatusCode = HttpStatusCode.BadGateway }
            : new TransportException("second failure") { StatusCode = HttpStatusCode.Forbidden, RetryAfter = TimeSpan.FromSeconds(3) });
        var exception = (await Assert.CatchAsync<TransportException>(() => OpenAsync([]).Within()))!;

        Assert.That(exception.Message, Does.Contain("first failure").And.Contain("second failure"));
        Assert.That(exception.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(exception.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(3)));
        Assert.That(exception.IsPermanent, Is.True);
    }

    [Test]
    public async Task Polling_first_is_upgraded_when_the_server_offers_it()
    {
        var opening = OpenAsync([TransportKind.Polling, TransportKind.WebSocket]);
        var polling = await _network.AcceptAsync();
        polling.SendHandshake(upgrade: true);
        await using var session = await opening.Within();
        var webSocket = await _network.AcceptAsync();
        Assert.That(await webSocket.ReceiveAsync(), Is.EqualTo("2probe"));
        webSocket.Send("3probe");
        Assert.That(await webSocket.ReceiveAsync(), Is.EqualTo("5"));
        webSocket.Send("4hello");

        Assert.That(Packets.Show(await session.ReceiveAsync().Within()), Is.EqualTo("Message:hello"));
        Assert.That(session.Transport, Is.EqualTo(TransportKind.WebSocket));
        Assert.That(webSocket.Request.Sid, Is.EqualTo("session"));
    }

    [Test]
    public void Polling_first_does_not_fall_back()
    {
        _network.Refuse(TransportKind.Polling, new TransportException("refused"));

        Assert.That(async () => await OpenAsync([TransportKind.Polling, TransportKind.WebSocket]).Within(), Throws.TypeOf<TransportException>());
        Assert.That(_network.Dials, Has.Count.EqualTo(1));
    }

    [TestCase("40{\"sid\":\"a\"}")]
    [TestCase("2")]
    [TestCase("0not json")]
    [TestCase("0{}")]
    [TestCase("")]
    public async Task Whatever_is_no_handshake_is_a_protocol_error_and_nothing_is_left(string packet)
    {
        var opening = OpenAsync([]);
        var server = await _network.AcceptAsync();
        server.Send(packet);

        Assert.That(async () => await opening.Within(), Throws.TypeOf<SocketIOProtocolException>());
        Assert.That(server.ClientGone.IsCompleted, Is.True);
        Assert.That(_network.Dials, Has.Count.EqualTo(1));
    }

    [TestCase(TransportKind.WebSocket)]
    [TestCase(TransportKind.Polling)]
    public async Task Cancelling_ends_the_opening_with_the_callers_token(TransportKind first)
    {
        using var cancel = new CancellationTokenSource();
        var opening = OpenAsync([first, first == TransportKind.Polling ? TransportKind.WebSocket : TransportKind.Polling], cancel.Token);
        var server = await _network.AcceptAsync();
        await cancel.CancelAsync();

        Assert.That(async () => await opening.Within(), Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(cancel.Token));
        Assert.That(server.ClientGone.IsCompleted, Is.True);
        Assert.That(_network.Dials, Has.Count.EqualTo(1));
    }

    private Task<EngineSession> OpenAsync(IReadOnlyList<TransportKind> transports, CancellationToken cancellationToken = default) => EngineSession.OpenAsync(
        new EngineSettings(transports, new SocketIOLimits(), _time, NullLogger.Instance),
        _network,
        new TransportRequest(new("http://localhost/socket.io/"), new Dictionary<string, string>()),
        cancellationToken);
}
