using System.Globalization;
using System.IO.Compression;
using System.Text;
using SocketIO.Namespaces.InteropTests.Faults.Hostile;
using SocketIO.Namespaces.InteropTests.Faults.Watching;
using SocketIO.Namespaces.InteropTests.Support;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>HTTP answers that are no Engine.IO.</summary>
[Category("M22")]
internal sealed class HttpFaultTests : FaultTest
{
    [Test]
    [Category("fault-14")]
    public async Task A_passing_status_is_tried_again([Values] TransportKind transport, [Values(400, 408, 429, 500, 502, 503, 504)] int status)
    {
        await using var server = new HostileServer(dial => dial.LoseAsync(), dial => dial.Request.RespondAsync("""{"code":3,"message":"not now"}""", status, "Retry-After: 0\r\n"));
        var client = CreateClient(options => options.Transports.Add(transport));
        await client.ConnectAsync(server.Url);

        await client.Disconnects.NextAsync();
        await client.HearsAsync();

        Assert.That(server.Dials, Is.EqualTo(3));
        Assert.That(Log.Entries.Single(entry => entry.Name == "DialFailed").Text, Does.Contain(status.ToString(CultureInfo.InvariantCulture)).And.Contain("not now"));
    }

    [Test]
    [Category("fault-14")]
    public async Task A_status_that_somebody_must_mend_is_one_error_and_no_reason_to_hurry([Values] TransportKind transport, [Values(401, 403, 404)] int status)
    {
        await using var server = new HostileServer(dial => dial.LoseAsync()) { Otherwise = dial => dial.Request.RespondAsync("", status) };
        var client = CreateClient(options => options.Transports.Add(transport));
        ExpectError("PermanentFault");
        await client.ConnectAsync(server.Url);

        await AssertWaitsForAMinuteAsync(client);

        Assert.That(server.Dials, Is.EqualTo(2));
    }

    [Test]
    [Category("fault-14")]
    public async Task A_server_that_asks_to_be_left_alone_is([Values] TransportKind transport)
    {
        await using var server = new HostileServer(dial => dial.LoseAsync()) { Otherwise = dial => dial.Request.RespondAsync("", 503, "Retry-After: 3600\r\n") };
        var client = CreateClient(options => options.Transports.Add(transport));
        await client.ConnectAsync(server.Url);

        await Eventually.IsAsync(() => client.LongestWait, TimeSpan.FromHours(1), "the wait the server asks for");

        Assert.That(server.Dials, Is.EqualTo(2));
    }

    [Test]
    [Category("fault-15")]
    [Category("M19")]
    public async Task No_redirect_is_followed_to_wherever(
        [Values] TransportKind transport, [Values("/elsewhere/", "https://{0}/socket.io/", "http://evil.invalid/", "http://{1}/socket.io/", "")] string target)
    {
        await using var elsewhere = new HostileServer();
        await using var server = new HostileServer { Otherwise = RedirectAsync };
        var client = CreateClient(options => options.Transports.Add(transport));

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.Client.ConnectAsync(server.Url));

        Assert.That(failure.Message, Does.Contain("redirects to").And.Contain("set Url"));
        Assert.That(server.Dials, Is.EqualTo(1));
        Assert.That(elsewhere.Dials, Is.Zero, "what authenticates this client to one server is not shown to another");

        Task RedirectAsync(Dial dial)
        {
            var location = string.Format(CultureInfo.InvariantCulture, target, dial.Request.Header("Host"), new Uri(elsewhere.Url).Authority);
            return dial.Request.RespondAsync("", 302, location.Length > 0 ? $"Location: {location}\r\n" : "");
        }
    }

    [Test]
    [Category("fault-23")]
    [Category("M14")]
    public async Task A_session_that_the_server_has_forgotten_is_followed_by_a_new_one()
    {
        await using var server = new HostileServer(async dial =>
        {
            var session = (PollingSession)await dial.JoinAsync();
            await (await session.NextPollAsync()).RespondAsync("""{"code":1,"message":"Session ID unknown"}""", 400);
        });
        var client = CreateClient(options => options.Transports.Add(TransportKind.Polling));
        await client.ConnectAsync(server.Url);

        Assert.That(await client.Disconnects.NextAsync(), Is.EqualTo(DisconnectReason.TransportError));
        await client.HearsAsync();
        Assert.That(server.Dials, Is.EqualTo(2));
    }

    [Test]
    [Category("fault-28")]
    [Category("M1")]
    public async Task A_compressed_response_is_read([Values("gzip", "br", "deflate")] string encoding)
    {
        await using var server = new HostileServer(async dial =>
        {
            var session = (PollingSession)await dial.JoinAsync();
            await (await session.NextPollAsync()).RespondAsync(Compress("""430["answer"]"""u8.ToArray(), encoding), headers: $"Content-Encoding: {encoding}\r\n");
            await session.BehaveAsync();
        });
        var client = CreateClient(options => options.Transports.Add(TransportKind.Polling));
        await client.Client.ConnectAsync(server.Url).Within("the connection");

        Assert.That(await client.Client.CallAsync<string>("question"), Is.EqualTo("answer"));
        await client.HearsAsync();
    }

    [Test]
    [Category("fault-28")]
    [Category("fault-38")]
    [Category("M16")]
    public async Task A_response_is_bounded_by_what_it_inflates_to([Values("gzip", "br", "deflate")] string encoding)
    {
        await using var server = new HostileServer(async dial =>
        {
            var session = (PollingSession)await dial.JoinAsync();
            var bomb = Compress(Encoding.ASCII.GetBytes($"42[\"{new string('x', 20_000_000)}\"]"), encoding);
            await (await session.NextPollAsync()).RespondAsync(bomb, headers: $"Content-Encoding: {encoding}\r\n");
        });
        var client = CreateClient(options =>
        {
            options.Transports.Add(TransportKind.Polling);
            options.Limits.MessageBytes = 100_000;
        });
        await client.ConnectAsync(server.Url);

        Assert.That(await client.Disconnects.NextAsync(), Is.EqualTo(DisconnectReason.ParseError));
        await client.HearsAsync();
    }

    private static IEnumerable<TestCaseData> BrokenResponses =>
    [
        new("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n42[\"a\"]") { TestName = "28 a body shorter than announced" },
        new("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n42[\"a") { TestName = "28 a chunk cut off" },
        new("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n42") { TestName = "28 a chunk of 2^68 bytes" },
        new("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\n42[\"a\"]") { TestName = "28 gzip that is none" },
        new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") { TestName = "28 an empty body" },
        new("HTTP/1.1 204 No Content\r\n\r\n") { TestName = "28 no content" },
        new("SSH-2.0-OpenSSH_9.6\r\n\r\n") { TestName = "28 another protocol" },
    ];

    [TestCaseSource(nameof(BrokenResponses))]
    [Category("fault-28")]
    public async Task A_broken_response_ends_the_connection_and_the_client_returns(string response)
    {
        await using var server = new HostileServer(async dial =>
        {
            var session = (PollingSession)await dial.JoinAsync();
            var poll = await session.NextPollAsync();
            await poll.WriteAsync(response);
            poll.Drop();
        });
        var client = CreateClient(options => options.Transports.Add(TransportKind.Polling));
        await client.Client.ConnectAsync(server.Url).Within("the connection");
        var question = client.Follow(client.Client.CallAsync("question", 1), "a call");

        Assert.That(await client.Disconnects.NextAsync(), Is.EqualTo(DisconnectReason.TransportError).Or.EqualTo(DisconnectReason.ParseError));
        await Assert.ThrowsAsync<SocketIODisconnectedException>(() => question);
        await client.HearsAsync();
    }

    [Test]
    [Category("fault-73")]
    [Category("M16")]
    public async Task Response_headers_are_bounded([Values] TransportKind transport, [Values("X-Filler-{0}: x\r\n", "Set-Cookie: c{0}=1\r\n")] string header)
    {
        var headers = new StringBuilder();
        for (var i = 0; i < 10_000; i++) headers.AppendFormat(CultureInfo.InvariantCulture, header, i);
        await using var server = new HostileServer(dial => dial.LoseAsync(), AnswerAsync);
        var client = CreateClient(options => options.Transports.Add(transport));
        await client.ConnectAsync(server.Url);

        await client.Disconnects.NextAsync();
        await client.HearsAsync();

        Assert.That(server.Dials, Is.EqualTo(3));
        Assert.That(Log.Entries.Single(entry => entry.Name == "DialFailed").Text, Does.Contain("Limits.ResponseHeaderBytes"));

        Task AnswerAsync(Dial dial) => transport == TransportKind.WebSocket
            ? dial.Request.UpgradeAsync(headers: headers.ToString())
            : dial.Request.RespondAsync("0{}", headers: headers.ToString());
    }

    [Test]
    [Category("fault-73")]
    [Category("M14")]
    public async Task The_cookie_jar_is_bounded()
    {
        var headers = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"Set-Cookie: c{i}=1\r\n"));
        System.Net.CookieContainer? jar = null;
        await using var server = new HostileServer(async dial =>
        {
            var session = (PollingSession)await dial.JoinAsync();
            await (await session.NextPollAsync()).RespondAsync("6", headers: headers);
            await session.BehaveAsync();
        });
        var client = CreateClient(options =>
        {
            options.Transports.Add(TransportKind.Polling);
            options.Headers.Remove("Cookie");
            options.ConfigureHttpHandler = handler => jar = handler.CookieContainer;
        });
        await client.ConnectAsync(server.Url);

        await client.HearsAsync();

        Assert.That(jar!.Count, Is.InRange(1, jar.PerDomainCapacity));
    }

    private static byte[] Compress(byte[] body, string encoding)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionMode.Compress),
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest),
            _ => new ZLibStream(compressed, CompressionMode.Compress),
        })
        {
            stream.Write(body);
        }

        return compressed.ToArray();
    }
}
