using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Transports;

/// <summary>The transports as servers of Socket.IO 2.x know them.</summary>
[Category("M13")]
public sealed class EngineIO3Tests
{
    private const string OpenPacket = """0{"sid":"s1","upgrades":[],"pingInterval":25000,"pingTimeout":20000}""";

    private ScriptedServer _server;
    private HttpTransportConnector _connector;

    [SetUp]
    public void SetUp()
    {
        _server = new ScriptedServer();
        _connector = HttpTransportConnector.Create(new SocketIOClientOptions());
    }

    [TearDown]
    public async Task TearDown()
    {
        _connector.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Polling_asks_for_version_3_and_for_text_and_reads_packets_by_their_length()
    {
        var connecting = ConnectAsync(TransportKind.Polling);
        var request = await _server.NextAsync("GET");
        await request.RespondAsync($"{OpenPacket.Length}:{OpenPacket}2:408:42[\"😀\"]10:b4AQIDBA==");
        await using var transport = await connecting.Within();

        Assert.That(request.Target, Does.StartWith("/socket.io/?EIO=3&transport=polling&t="));
        Assert.That(request.Query("b64"), Is.EqualTo("1"));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo($"Open:{OpenPacket[1..]}"));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("Message:0"));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("Message:2[\"😀\"]"));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("binary:01020304"));
    }

    [Test]
    public async Task Polling_posts_packets_behind_their_lengths()
    {
        await using var transport = await OpenPollingAsync();
        await WriteAsync(transport, Packets.Control("42[\"é😀\"]"));
        await WriteAsync(transport, Packets.Event("[1]", [1, 2, 3, 4]));
        await WriteAsync(transport, Packets.Control("2"));
        var flushing = transport.FlushAsync(CancellationToken.None).AsTask();
        var post = await _server.NextAsync("POST");
        await post.RespondAsync("ok");
        await flushing.Within();

        Assert.That(post.Body, Is.EqualTo("9:42[\"é😀\"]7:451-[1]10:b4AQIDBA==1:2"));
        Assert.That(post.Header("Content-Type"), Is.EqualTo("text/plain; charset=UTF-8").Or.EqualTo("text/plain;charset=UTF-8"));
    }

    [Test]
    [Category("M15")]
    public async Task Polling_spreads_packets_over_POSTs_that_stay_under_the_maximum_with_their_lengths([Values(13, 25, 26, 27)] int maxPayload)
    {
        await using var transport = await OpenPollingAsync(maxPayload);
        const string Packet = "10:42[\"abcd\"]";
        string[] expected = maxPayload < 2 * Packet.Length ? [Packet, Packet] : [Packet + Packet];
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 2; i++) await WriteAsync(transport, Packets.Control("42[\"abcd\"]"));
            await transport.FlushAsync(CancellationToken.None);
        });

        foreach (var body in expected)
        {
            var post = await _server.NextAsync("POST");
            await post.RespondAsync("ok");
            Assert.That(post.Body, Is.EqualTo(body));
        }

        await writing.Within();
    }

    [Test]
    public async Task A_WebSocket_puts_the_packet_type_in_front_of_binary_data()
    {
        var connecting = ConnectAsync(TransportKind.WebSocket);
        var request = await _server.NextAsync("GET");
        var socket = await request.UpgradeAsync();
        await socket.SendTextAsync("451-[1]");
        await using var transport = await connecting.Within();
        await socket.SendBinaryAsync([4, 1, 2, 3]);
        await socket.SendBinaryAsync([4]);
        await WriteAsync(transport, Packets.Event("[1]", [1, 2, 3], []));
        await transport.FlushAsync(CancellationToken.None);

        Assert.That(request.Target, Is.EqualTo("/socket.io/?EIO=3&transport=websocket"));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("Message:51-[1]"));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("binary:010203"));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("binary:"));
        Assert.That(await socket.ReceiveMessageAsync(), Is.EqualTo("452-[1]"));
        Assert.That(await socket.ReceiveMessageAsync(), Is.EqualTo("b" + Convert.ToBase64String([4, 1, 2, 3])));
        Assert.That(await socket.ReceiveMessageAsync(), Is.EqualTo("b" + Convert.ToBase64String([4])));
    }

    [TestCase(new byte[] { })]
    [TestCase(new byte[] { 3 })]
    [TestCase(new byte[] { 0x34, 1 })]
    [Category("M16")]
    public async Task A_binary_WebSocket_message_of_another_type_is_refused(byte[] message)
    {
        var connecting = ConnectAsync(TransportKind.WebSocket);
        var socket = await (await _server.NextAsync("GET")).UpgradeAsync();
        await socket.SendBinaryAsync(message);
        await using var transport = await connecting.Within();

        Assert.That(() => ReceiveAsync(transport), Throws.TypeOf<SocketIOProtocolException>());
    }

    [TestCase("999999999:4")]
    [TestCase("")]
    [Category("M16")]
    public async Task A_poll_that_ends_before_its_packet_is_a_protocol_error(string body)
    {
        await using var transport = await OpenPollingAsync();
        var receiving = ReceiveAsync(transport);
        await (await _server.NextAsync("GET")).RespondAsync(body);

        Assert.That(async () => await receiving, Throws.TypeOf<SocketIOProtocolException>());
    }

    [TestCase(EngineIOVersion.V4, """{"code":5,"message":"Unsupported protocol version"}""", 400)]
    [TestCase(EngineIOVersion.V3, """{"code":5,"message":"Unsupported protocol version"}""", 400)]
    [TestCase(EngineIOVersion.V3, "Unsupported protocol version", 400)]
    [TestCase(EngineIOVersion.V3, "\"The client is using an unsupported version of the Socket.IO or Engine.IO protocols\"", 400)]
    [TestCase(EngineIOVersion.V4, """96:0{"sid":"a","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":5000}2:40""", 200)]
    [TestCase(EngineIOVersion.V3, """0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""", 200)]
    [Category("M22")]
    public async Task A_server_of_the_other_version_is_told_with_the_option_to_set(EngineIOVersion spoken, string body, int status)
    {
        foreach (var kind in status == 400 ? new[] { TransportKind.Polling, TransportKind.WebSocket } : [TransportKind.Polling])
        {
            var connecting = ConnectAsync(kind, spoken);
            await (await _server.NextAsync()).RespondAsync(body, status);
            var exception = (await Assert.CatchAsync<SocketIOProtocolException>(() => connecting.Within()))!;

            Assert.That(exception.Message, Does.EndWith(
                $"set SocketIOClientOptions.EngineVersion to EngineIOVersion.{(spoken == EngineIOVersion.V3 ? "V4" : "V3")}."));
            Assert.That(exception.IsVersionMismatch, Is.True);
        }
    }

    [Test]
    [Category("M22")]
    public async Task A_server_that_writes_HTTP_onto_the_open_WebSocket_is_told_with_the_option_to_set()
    {
        var connecting = ConnectAsync(TransportKind.WebSocket);
        var request = await _server.NextAsync();
        await request.UpgradeAsync();
        await request.Stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 28\r\n\r\nUnsupported protocol version"u8.ToArray());
        var exception = (await Assert.CatchAsync<SocketIOProtocolException>(() => connecting.Within()))!;

        Assert.That(exception.Message, Does.Contain("EngineIOVersion.V4"));
    }

    private async Task<ITransport> ConnectAsync(TransportKind kind, EngineIOVersion version = EngineIOVersion.V3) => await _connector.ConnectAsync(
        kind, new TransportRequest(_server.Url, new Dictionary<string, string>()) { Version = version }, CancellationToken.None);

    private async Task<ITransport> OpenPollingAsync(long? maxPayload = null)
    {
        var connecting = ConnectAsync(TransportKind.Polling);
        await (await _server.NextAsync("GET")).RespondAsync($"{OpenPacket.Length}:{OpenPacket}");
        var transport = await connecting.Within();
        await ReceiveAsync(transport);
        transport.Opened(new Handshake("s1", CanUpgradeToWebSocket: false, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(20), maxPayload));
        return transport;
    }

    private static async Task WriteAsync(ITransport transport, OutgoingPacket packet)
    {
        using (packet) await transport.WriteAsync(packet, CancellationToken.None);
    }

    private static async Task<string> ReceiveAsync(ITransport transport) => Packets.Show(await transport.ReceiveAsync(CancellationToken.None).Within());
}
