using System.IO.Compression;
using System.Net;
using System.Text;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Transports;

[Category("M1")]
public sealed class PollingTransportTests
{
    private const string OpenPacket = """0{"sid":"s/1","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""";

    private SocketIOClientOptions _options;
    private ScriptedServer _server;
    private HttpTransportConnector _connector;

    [SetUp]
    public void SetUp()
    {
        _options = new SocketIOClientOptions();
        _server = new ScriptedServer();
        _connector = HttpTransportConnector.Create(_options);
    }

    [TearDown]
    public async Task TearDown()
    {
        _connector.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task The_handshake_asks_for_no_session_and_every_poll_afterwards_names_it()
    {
        var connecting = ConnectAsync();
        var first = await _server.NextAsync("GET");
        await first.RespondAsync(OpenPacket);
        await using var transport = await connecting.Within();
        await ReceiveAsync(transport);
        transport.Opened(Session());
        var receiving = ReceiveAsync(transport);
        var second = await _server.NextAsync("GET");
        await second.RespondAsync("6");
        await receiving;

        Assert.That(first.Target, Does.StartWith("/socket.io/?EIO=4&transport=polling&t="));
        Assert.That(first.Query("sid"), Is.Null);
        Assert.That(second.Query("sid"), Is.EqualTo("s/1"));
        Assert.That(second.Query("t"), Is.Not.EqualTo(first.Query("t")));
        Assert.That(second.Header("traceparent"), Is.Null);
    }

    [Test]
    public async Task Packets_of_a_body_are_received_one_by_one_with_one_poll_at_a_time()
    {
        await using var transport = await OpenAsync();
        var receiving = ReceiveAsync(transport);
        await (await _server.NextAsync("GET")).RespondAsync("42[\"grüße\"]\u001ebAQID\u001e2");

        Assert.That(await receiving, Is.EqualTo("Message:2[\"grüße\"]"));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("binary:010203"));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("Ping:"));
        Assert.That(_server.HasNext, Is.False, "the next poll starts when it is asked for");
        receiving = ReceiveAsync(transport);
        await (await _server.NextAsync("GET")).RespondAsync("4next");
        Assert.That(await receiving, Is.EqualTo("Message:next"));
    }

    [Test]
    public async Task A_batch_is_one_POST_of_plain_text()
    {
        await using var transport = await OpenAsync();
        await WriteAsync(transport, "42[\"grüße\"]");
        await WriteAsync(transport, Packets.Event("[\"a\",{\"_placeholder\":true,\"num\":0}]", [1, 2, 3]));
        await WriteAsync(transport, "3");
        Assert.That(_server.HasNext, Is.False);
        var flushing = transport.FlushAsync(CancellationToken.None).AsTask();
        var post = await _server.NextAsync("POST");

        Assert.That(post.Query("sid"), Is.EqualTo("s/1"));
        Assert.That(post.Header("Content-Type"), Is.EqualTo("text/plain;charset=UTF-8").Or.EqualTo("text/plain; charset=UTF-8"));
        Assert.That(post.Body, Is.EqualTo("42[\"grüße\"]\u001e451-[\"a\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID\u001e3"));
        Assert.That(flushing.IsCompleted, Is.False, "the POST is under way until it is answered");
        await post.RespondAsync("ok");
        await flushing.Within();
    }

    [Test]
    [Category("M15")]
    public async Task No_POST_is_larger_than_the_server_takes()
    {
        await using var transport = await OpenAsync(maxPayload: 100);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++) await WriteAsync(transport, $"4{i:00}" + new string('x', 27));
            await WriteAsync(transport, Packets.Event("[]", new byte[60], new byte[60], new byte[3]));
            await transport.FlushAsync(CancellationToken.None);
        });

        var packets = new List<string>();
        while (packets.Count < 24)
        {
            var post = await _server.NextAsync("POST");
            Assert.That(post.Body, Has.Length.LessThanOrEqualTo(100));
            packets.AddRange(post.Body.Split('\u001e'));
            await post.RespondAsync("ok");
        }

        await writing.Within();
        Assert.That(packets.Take(20).Select(packet => packet[1..3]), Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"{i:00}")));
        Assert.That(packets.Skip(20).Select(packet => packet.Length), Is.EqualTo(new[] { 6, 81, 81, 5 }));
    }

    [Test]
    public async Task CloseAsync_posts_a_close_packet_behind_the_batch_and_polls_no_more()
    {
        await using var transport = await OpenAsync();
        var receiving = ReceiveAsync(transport);
        var get = await _server.NextAsync("GET");
        await WriteAsync(transport, "41");
        var closing = transport.CloseAsync(CancellationToken.None).AsTask();
        var post = await _server.NextAsync("POST");
        Assert.That(post.Body, Is.EqualTo("41\u001e1"));
        await post.RespondAsync("ok");
        await closing.Within();
        await get.RespondAsync("6");

        Assert.That(await receiving, Is.EqualTo("Noop:"));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("closed"));
        Assert.That(_server.HasNext, Is.False);
    }

    [Test]
    [Category("M18")]
    public async Task Disposing_frees_what_is_under_way()
    {
        var transport = await OpenAsync();
        var receiving = ReceiveAsync(transport);
        await _server.NextAsync("GET");
        await WriteAsync(transport, "4");
        var flushing = transport.FlushAsync(CancellationToken.None).AsTask();
        await _server.NextAsync("POST");
        await transport.DisposeAsync();

        Assert.That(async () => await receiving, Throws.Exception);
        Assert.That(async () => await flushing.Within(), Throws.Exception);
    }

    [Test]
    public async Task A_refused_poll_tells_status_and_message_and_nothing_secret()
    {
        await using var transport = await OpenAsync();
        var receiving = ReceiveAsync(transport);
        await (await _server.NextAsync("GET")).RespondAsync("""{"code":1,"message":"Session ID unknown"}""", 400);
        var exception = (await Assert.CatchAsync<TransportException>(() => receiving))!;

        Assert.That(exception.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(exception.Message, Does.StartWith($"localhost:{_server.Port} answered with status 400 (BadRequest): Session ID unknown. ")
            .And.Contains("sticky sessions"));
        Assert.That(exception.ToString(), Does.Not.Contain("s/1").And.Not.Contain("s%2F1"));
    }

    [Test]
    public async Task A_refused_POST_is_a_broken_transport()
    {
        await using var transport = await OpenAsync();
        await WriteAsync(transport, "4");
        var flushing = transport.FlushAsync(CancellationToken.None).AsTask();
        await (await _server.NextAsync("POST")).RespondAsync("", 413);

        Assert.That(async () => await flushing.Within(),
            Throws.TypeOf<TransportException>().With.Property(nameof(TransportException.StatusCode)).EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [TestCase("http://elsewhere.example:8080/secret?x=1", "http://elsewhere.example:8080 ")]
    [TestCase("/other", "another path of its own")]
    [Category("M19")]
    public async Task A_redirect_is_not_followed_but_told(string location, string told)
    {
        var connecting = ConnectAsync();
        await (await _server.NextAsync()).RespondAsync("", 302, $"Location: {location}\r\n");
        var exception = (await Assert.CatchAsync<TransportException>(() => connecting.Within()))!;

        Assert.That(exception.Message, Does.Contain(told).And.Contain("Url").And.Not.Contain("secret"));
        Assert.That(exception.IsPermanent, Is.True);
        Assert.That(_server.HasNext, Is.False);
    }

    [TestCase("")]
    [TestCase("4a\u001e")]
    [TestCase("9")]
    [TestCase("bA")]
    public async Task A_body_that_is_no_payload_is_a_protocol_error(string body)
    {
        await using var transport = await OpenAsync();
        var receiving = Task.Run(async () =>
        {
            while (true) await transport.ReceiveAsync(CancellationToken.None);
        });
        await (await _server.NextAsync("GET")).RespondAsync(body);

        Assert.That(async () => await receiving.Within(), Throws.TypeOf<SocketIOProtocolException>());
    }

    [TestCase(-1, ExpectedResult = true)]
    [TestCase(0, ExpectedResult = true)]
    [TestCase(1, ExpectedResult = false)]
    [Category("M16")]
    public async Task<bool> A_body_of_the_limit_is_received_and_a_longer_one_is_not(int beyond)
    {
        _options.Limits.MessageBytes = 10_000;
        await using var transport = await OpenAsync();
        var receiving = ReceiveAsync(transport);
        await (await _server.NextAsync("GET")).RespondAsync(new string('4', 10_000 + beyond));
        try
        {
            Assert.That((await receiving).Length, Is.EqualTo("Message:".Length + 10_000 + beyond - 1));
            return true;
        }
        catch (SocketIOProtocolException exception)
        {
            Assert.That(exception.Limit, Is.EqualTo(nameof(SocketIOLimits.MessageBytes)));
            return false;
        }
    }

    [Test]
    [Category("M16")]
    public async Task A_body_over_the_limit_is_a_protocol_error_also_when_it_is_compressed()
    {
        _options.Limits.MessageBytes = 100_000;
        await using var transport = await OpenAsync();
        var receiving = ReceiveAsync(transport);
        var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true)) await gzip.WriteAsync(Encoding.ASCII.GetBytes(new string('4', 10_000_000)));
        var get = await _server.NextAsync("GET");
        await get.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n");
        await get.Stream.WriteAsync(bomb.ToArray());

        Assert.That(get.Header("Accept-Encoding"), Does.Contain("gzip"));
        Assert.That(async () => await receiving, Throws.TypeOf<SocketIOProtocolException>().With.Message.Contains("MessageBytes"));
    }

    [Test]
    public async Task A_compressed_body_is_read()
    {
        await using var transport = await OpenAsync();
        var receiving = ReceiveAsync(transport);
        var body = new MemoryStream();
        await using (var brotli = new BrotliStream(body, CompressionLevel.Fastest, leaveOpen: true)) await brotli.WriteAsync("4hello"u8.ToArray());
        var get = await _server.NextAsync("GET");
        await get.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: {body.Length}\r\n\r\n");
        await get.Stream.WriteAsync(body.ToArray());

        Assert.That(await receiving, Is.EqualTo("Message:hello"));
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n4hel", TestName = "Body_shorter_than_announced")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n4hel", TestName = "Chunk_cut_off")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n4hell", TestName = "Not_really_compressed")]
    [TestCase("HTTP/1.1 2", TestName = "Head_cut_off")]
    [TestCase("nonsense\r\n\r\n", TestName = "Not_HTTP")]
    public async Task A_broken_response_is_a_broken_transport(string response)
    {
        await using var transport = await OpenAsync();
        var receiving = ReceiveAsync(transport);
        var get = await _server.NextAsync("GET");
        await get.WriteAsync(response);
        get.Drop();

        Assert.That(async () => await receiving, Throws.TypeOf<TransportException>());
    }

    [Test]
    [Category("M14")]
    public async Task Cookies_of_the_handshake_travel_with_polls_POSTs_and_the_upgrade()
    {
        var connecting = ConnectAsync();
        await (await _server.NextAsync()).RespondAsync(OpenPacket, headers: "Set-Cookie: node=7; Path=/; HttpOnly\r\n");
        await using var transport = await connecting.Within();
        await ReceiveAsync(transport);
        transport.Opened(Session());

        var receiving = ReceiveAsync(transport);
        var get = await _server.NextAsync("GET");
        await WriteAsync(transport, "4");
        var flushing = transport.FlushAsync(CancellationToken.None).AsTask();
        var post = await _server.NextAsync("POST");
        var upgrading = _connector.ConnectAsync(TransportKind.WebSocket, Request() with { Sid = "s/1" }, CancellationToken.None).AsTask();
        var upgrade = await _server.NextAsync("GET");
        await upgrade.UpgradeAsync();
        await (await upgrading.Within()).DisposeAsync();
        await get.RespondAsync("6");
        await post.RespondAsync("ok");
        await Task.WhenAll(receiving, flushing).Within();

        Assert.That(new[] { get, post, upgrade }.Select(request => request.Header("Cookie")), Is.All.EqualTo("node=7"));
    }

    private static TransportRequest Request(Uri url) => new(url, new Dictionary<string, string>());

    private TransportRequest Request() => Request(_server.Url);

    private async Task<ITransport> ConnectAsync() => await _connector.ConnectAsync(TransportKind.Polling, Request(), CancellationToken.None);

    private async Task<ITransport> OpenAsync(long maxPayload = 1_000_000)
    {
        var connecting = ConnectAsync();
        await (await _server.NextAsync("GET")).RespondAsync(OpenPacket);
        var transport = await connecting.Within();
        await ReceiveAsync(transport);
        transport.Opened(Session(maxPayload));
        return transport;
    }

    private static Handshake Session(long maxPayload = 1_000_000)
        => new("s/1", CanUpgradeToWebSocket: false, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(20), maxPayload);

    private static Task WriteAsync(ITransport transport, string text) => WriteAsync(transport, Packets.Control(text));

    private static async Task WriteAsync(ITransport transport, OutgoingPacket packet)
    {
        using (packet) await transport.WriteAsync(packet, CancellationToken.None);
    }

    private static async Task<string> ReceiveAsync(ITransport transport) => Packets.Show(await transport.ReceiveAsync(CancellationToken.None).Within());
}
