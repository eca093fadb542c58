using System.Net;
using System.Net.WebSockets;
using System.Text;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Transports;

[Category("M1")]
public sealed class WebSocketTransportTests
{
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
    public async Task ConnectAsync_asks_for_the_upgrade_as_the_protocol_wants_it()
    {
        var url = new Uri(_server.Url, "?room=a%20b");
        var connecting = ConnectAsync(new(url, new Dictionary<string, string> { ["X-Token"] = "secret" }, Sid: "a/b"));
        var request = await _server.NextAsync("GET");
        await request.UpgradeAsync();
        await using var transport = await connecting.Within();

        Assert.That(request.Target, Is.EqualTo("/socket.io/?room=a%20b&EIO=4&transport=websocket&sid=a%2Fb"));
        Assert.That(request.Header("Connection"), Is.EqualTo("Upgrade"));
        Assert.That(request.Header("Upgrade"), Is.EqualTo("websocket"));
        Assert.That(request.Header("Sec-WebSocket-Version"), Is.EqualTo("13"));
        Assert.That(Convert.FromBase64String(request.Header("Sec-WebSocket-Key")!), Has.Length.EqualTo(16));
        Assert.That(request.Header("Sec-WebSocket-Extensions"), Is.Null);
        Assert.That(request.Header("X-Token"), Is.EqualTo("secret"));
        Assert.That(request.Header("traceparent"), Is.Null);
    }

    [TestCase(1)]
    [TestCase(50)]
    [TestCase(100)]
    [TestCase(2_000)]
    public async Task What_came_together_with_the_answer_to_the_upgrade_arrives(int count)
    {
        var texts = Enumerable.Range(0, count).Select(i => $"42[\"{i}\",\"{new string('x', 30)}\"]").ToArray();
        var connecting = ConnectAsync();
        var request = await _server.NextAsync();
        var socket = await request.UpgradeAsync(frames: [.. texts.SelectMany(text => (byte[])[0x81, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)])]);
        await using var transport = await connecting.Within();
        await socket.SendTextAsync("2");

        foreach (var text in texts) Assert.That(await ReceiveAsync(transport), Is.EqualTo("Message:" + text[1..]));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("Ping:"));
    }

    [Test]
    public async Task An_upgraded_connection_is_the_handlers_no_longer()
    {
        using var connector = HttpTransportConnector.Create(new() { ConfigureHttpHandler = handler => handler.MaxConnectionsPerServer = 1 });
        await using var first = await OpenAndPingAsync(connector);
        await using var second = await OpenAndPingAsync(connector);

        Assert.That(second, Is.Not.SameAs(first));
    }

    [Test]
    [Category("M19")]
    public async Task A_stream_of_the_users_carries_the_connection_to_its_end()
    {
        var (transport, _, request, streams) = await OpenOverUsersStreamAsync();
        await transport.DisposeAsync().Within();

        Assert.That(streams, Has.Count.EqualTo(1));
        Assert.That(await request.Stream.ReadAsync(new byte[1]).Within(), Is.Zero);
    }

    [Test]
    public async Task What_the_server_says_is_read_though_writing_has_failed()
    {
        var (transport, socket, _, streams) = await OpenOverUsersStreamAsync();
        await using var __ = transport;
        streams[0].FailsToWrite = true;
        await WriteAsync(transport, "2");
        Assert.That(async () => await transport.FlushAsync(CancellationToken.None).Within(), Throws.InstanceOf<TransportException>());
        await socket.SendTextAsync("41");

        Assert.That(await ReceiveAsync(transport), Is.EqualTo("Message:1"));
    }

    [Test]
    public async Task A_transport_ends_though_a_write_is_stuck_and_the_close_frame_answered_behind_it()
    {
        var (transport, socket, _, streams) = await OpenOverUsersStreamAsync();
        streams[0].StopsWriting = true;
        await WriteAsync(transport, "2");
        var flushing = transport.FlushAsync(CancellationToken.None).AsTask();
        await streams[0].Stuck.Within();
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.That(await transport.ReceiveAsync(CancellationToken.None).Within(), Is.Null);

        await transport.DisposeAsync().Within();

        Assert.That(async () => await flushing.Within(), Throws.InstanceOf<TransportException>());
    }

    [Test]
    [Category("fault-65")]
    public async Task A_cancelled_write_ends_over_a_stream_that_closes_asynchronously_alone()
    {
        var (transport, _, request, streams) = await OpenOverUsersStreamAsync();
        await using var __ = transport;
        using var cancel = new CancellationTokenSource();
        streams[0].StopsWriting = true;
        await WriteAsync(transport, "2");
        var flushing = transport.FlushAsync(cancel.Token).AsTask();
        await streams[0].Stuck.Within();

        await cancel.CancelAsync();

        Assert.That(async () => await flushing.Within(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await request.Stream.ReadAsync(new byte[1]).Within(), Is.Zero);
    }

    [TestCase("br")]
    [TestCase("gzip")]
    [TestCase("deflate")]
    [Category("M16")]
    public async Task An_encoded_answer_to_the_upgrade_is_refused(string encoding)
    {
        var connecting = ConnectAsync();
        var request = await _server.NextAsync();
        await request.UpgradeAsync(headers: $"Content-Encoding: {encoding}\r\n", frames: [0x06, 0x00, 0x81, 0x01, (byte)'2']);

        Assert.That(async () => await connecting.Within(), Throws.TypeOf<TransportException>().With.Message.Contains("encoded"));
        Assert.That(await request.Stream.ReadAsync(new byte[1]).Within(), Is.Zero);
    }

    [Test]
    public async Task Packets_arrive_as_they_were_sent()
    {
        var (transport, socket) = await OpenAsync();
        await using var _ = transport;
        await socket.SendTextAsync("42[\"grüße\"]");
        await socket.SendBinaryAsync([1, 2, 3]);
        await socket.SendTextAsync("2");

        Assert.That(await ReceiveAsync(transport), Is.EqualTo("Message:2[\"grüße\"]"));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("binary:010203"));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("Ping:"));
    }

    [Test]
    public async Task Packets_of_every_size_arrive_whole_and_in_order()
    {
        var (transport, socket) = await OpenAsync();
        await using var _ = transport;
        int[] sizes = [0, 1, 125, 126, 127, 139, 4095, 4096, 4097, 65_535, 65_536, 65_537, 200_000, 3, 1_000_000, 5];
        var sending = Task.Run(async () =>
        {
            foreach (var size in sizes) await socket.SendTextAsync("4" + new string('x', size));
        });

        foreach (var size in sizes)
        {
            var packet = await transport.ReceiveAsync(CancellationToken.None).Within();
            Assert.That(packet!.Value.Data.Length, Is.EqualTo(size));
            Assert.That(packet.Value.Data.Span.ContainsAnyExcept((byte)'x'), Is.False);
        }

        await sending.Within();
    }

    [Test]
    public async Task A_message_that_trickles_in_byte_by_byte_and_in_fragments_is_put_together()
    {
        var (transport, _, request) = await OpenRawAsync();
        await using var __ = transport;
        byte[] frames = [0x01, 2, (byte)'4', (byte)'2', 0x00, 0, 0x89, 0, 0x00, 1, (byte)'[', 0x80, 1, (byte)']'];
        var receiving = ReceiveAsync(transport);
        foreach (var one in frames)
        {
            await request.Stream.WriteAsync(new[] { one });
            await request.Stream.FlushAsync();
        }

        Assert.That(await receiving, Is.EqualTo("Message:2[]"));
    }

    [Test]
    public async Task Nothing_is_on_the_wire_before_the_flush_and_all_of_it_after()
    {
        var (transport, socket) = await OpenAsync();
        await using var _ = transport;
        await WriteAsync(transport, "4a");
        await WriteAsync(transport, "4b");
        var receiving = socket.ReceiveMessageAsync();
        Assert.That(receiving.IsCompleted, Is.False);
        await transport.FlushAsync(CancellationToken.None);

        Assert.That(await receiving, Is.EqualTo("4a"));
        Assert.That(await socket.ReceiveMessageAsync(), Is.EqualTo("4b"));
    }

    [Test]
    public async Task Batches_larger_than_what_is_held_back_go_out_in_order()
    {
        var (transport, socket) = await OpenAsync();
        await using var _ = transport;
        int[] sizes = [10, 70_000, 10, 65_530, 65_536, 1, 500_000, 20];
        var writing = Task.Run(async () =>
        {
            foreach (var size in sizes) await WriteAsync(transport, "4" + new string((char)('a' + (size % 26)), size));
            await transport.FlushAsync(CancellationToken.None);
        });

        foreach (var size in sizes)
        {
            Assert.That(await socket.ReceiveMessageAsync(), Is.EqualTo("4" + new string((char)('a' + (size % 26)), size)));
        }

        await writing.Within();
    }

    [Test]
    public async Task A_WebSocket_ping_on_an_idle_connection_is_answered()
    {
        var (transport, _, request) = await OpenRawAsync();
        await using var __ = transport;
        var receiving = transport.ReceiveAsync(CancellationToken.None);
        await request.Stream.WriteAsync(new byte[] { 0x89, 1, 7 });

        var pong = new byte[7];
        await request.Stream.ReadExactlyAsync(pong).AsTask().Within();
        Assert.That(pong[0], Is.EqualTo(0x8A));
        Assert.That(pong[6] ^ pong[2], Is.EqualTo(7));
        Assert.That(receiving.IsCompleted, Is.False);
    }

    [Test]
    public async Task A_WebSocket_ping_amid_a_batch_is_answered_with_the_batch()
    {
        var (transport, socket, request) = await OpenRawAsync();
        await using var _ = transport;
        await WriteAsync(transport, "4first");
        await request.Stream.WriteAsync(new byte[] { 0x89, 0, 0x81, 1, (byte)'2' });
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("Ping:"));
        await transport.FlushAsync(CancellationToken.None);

        var bytes = new byte[2 + 4 + 6 + 2 + 4];
        await request.Stream.ReadExactlyAsync(bytes).AsTask().Within();
        Assert.That((bytes[0], bytes[12]), Is.EqualTo((0x81, 0x8A)));
    }

    [Test]
    public async Task An_orderly_close_by_the_server_is_answered_and_ends_the_receiving()
    {
        var (transport, socket) = await OpenAsync();
        await socket.SendTextAsync("4last");
        var closing = socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

        Assert.That(await ReceiveAsync(transport), Is.EqualTo("Message:last"));
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("closed"));
        await transport.DisposeAsync();
        await closing.Within();
        Assert.That(socket.State, Is.EqualTo(WebSocketState.Closed));
    }

    [Test]
    public async Task CloseAsync_tells_the_server_after_all_that_was_written_while_receiving_goes_on()
    {
        var (transport, socket) = await OpenAsync();
        await using var _ = transport;
        var receiving = ReceiveAsync(transport);
        await WriteAsync(transport, "41");
        await transport.FlushAsync(CancellationToken.None);
        var closing = transport.CloseAsync(CancellationToken.None).AsTask();

        Assert.That(await socket.ReceiveMessageAsync(), Is.EqualTo("41"));
        Assert.That(await socket.ReceiveMessageAsync(), Is.EqualTo("close"));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within();
        await closing.Within();
        Assert.That(await receiving, Is.EqualTo("closed"));
    }

    [Test]
    [Category("M18")]
    public async Task CloseAsync_ends_with_its_token_when_the_server_does_not_answer()
    {
        var (transport, _) = await OpenAsync();
        await using var __ = transport;
        using var cancel = new CancellationTokenSource();
        var closing = transport.CloseAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();

        Assert.That(async () => await closing.Within(), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    [Category("M18")]
    public async Task Disposing_frees_a_write_that_the_peer_does_not_read()
    {
        var (transport, _) = await OpenAsync();
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Task.Run(async () =>
        {
            while (true)
            {
                var write = WriteAsync(transport, "4" + new string('x', 1_000_000));
                if (!write.IsCompleted) blocked.TrySetResult();
                await write;
            }
        });
        var receiving = transport.ReceiveAsync(CancellationToken.None).AsTask();
        await blocked.Task.Within();

        await transport.DisposeAsync().Within();
        Assert.That(async () => await writing.Within(), Throws.TypeOf<TransportException>());
        Assert.That(async () => await receiving.Within(), Throws.TypeOf<TransportException>());
    }

    [Test]
    public async Task A_connection_that_ends_between_messages_counts_as_closed()
    {
        var (transport, _, request) = await OpenRawAsync();
        await using var __ = transport;
        request.Drop();

        Assert.That(await ReceiveAsync(transport), Is.EqualTo("closed"));
    }

    [Test]
    public async Task A_connection_that_ends_within_a_message_is_broken_and_gives_no_half_message()
    {
        var (transport, _, request) = await OpenRawAsync();
        await using var __ = transport;
        await request.Stream.WriteAsync(new byte[] { 0x81, 5, (byte)'4', (byte)'a' });
        request.Drop();

        Assert.That(() => ReceiveAsync(transport), Throws.TypeOf<TransportException>());
    }

    [Test]
    public async Task A_reset_is_a_broken_transport()
    {
        var (transport, _, request) = await OpenRawAsync();
        await using var __ = transport;
        request.Drop(reset: true);

        Assert.That(() => ReceiveAsync(transport), Throws.TypeOf<TransportException>().With.Message.Contains("localhost:" + _server.Port));
    }

    [Test]
    [Category("M16")]
    public async Task A_message_of_the_limit_is_received_and_a_longer_one_is_not()
    {
        _options.Limits.MessageBytes = 10_000;
        var (transport, socket) = await OpenAsync();
        await using var _ = transport;
        foreach (var length in new[] { 9_999, 10_000 })
        {
            await socket.SendTextAsync(new string('4', length));
            Assert.That((await transport.ReceiveAsync(CancellationToken.None).Within())!.Value.Data.Length, Is.EqualTo(length - 1));
        }

        await socket.SendTextAsync(new string('4', 10_001));

        Assert.That(() => ReceiveAsync(transport), Throws.TypeOf<SocketIOProtocolException>().With.Message.Contains("MessageBytes"));
    }

    [Test]
    [Category("M16")]
    public async Task A_length_that_is_only_announced_takes_no_memory()
    {
        _options.Limits.MessageBytes = int.MaxValue;
        var (transport, _, request) = await OpenRawAsync();
        await using var __ = transport;
        await request.Stream.WriteAsync(new byte[] { 0x82, 127, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 1, 2, 3 });
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var receiving = ReceiveAsync(transport);
        request.Drop();

        Assert.That(async () => await receiving, Throws.TypeOf<TransportException>());
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(10_000_000));
    }

    [TestCase(new byte[] { 0x81, 1, 0xFF }, TestName = "Invalid_UTF8")]
    [TestCase(new byte[] { 0x83, 0 }, TestName = "Unknown_opcode")]
    [TestCase(new byte[] { 0xC1, 1, 0x34 }, TestName = "Compressed_although_not_agreed")]
    [TestCase(new byte[] { 0x81, 0x81, 0, 0, 0, 0, 0x34 }, TestName = "Masked_by_the_server")]
    [TestCase(new byte[] { 0x80, 1, 0x34 }, TestName = "Continuation_of_nothing")]
    [TestCase(new byte[] { 0x82, 127, 0xFF, 0, 0, 0, 0, 0, 0, 0 }, TestName = "Negative_length")]
    public async Task A_malformed_frame_is_a_broken_transport(byte[] frame)
    {
        var (transport, _, request) = await OpenRawAsync();
        await using var __ = transport;
        await request.Stream.WriteAsync(frame);

        Assert.That(() => ReceiveAsync(transport), Throws.TypeOf<TransportException>());
    }

    [TestCase("")]
    [TestCase("9")]
    [TestCase("x")]
    public async Task A_message_that_is_no_packet_is_a_protocol_error(string message)
    {
        var (transport, socket) = await OpenAsync();
        await using var _ = transport;
        await socket.SendTextAsync(message);

        Assert.That(() => ReceiveAsync(transport), Throws.TypeOf<SocketIOProtocolException>());
    }

    [Test]
    public async Task A_wrong_accept_header_is_refused()
    {
        var connecting = ConnectAsync();
        await (await _server.NextAsync()).UpgradeAsync(accept: "c29tZXRoaW5nIGVsc2U=");
        Assert.That(async () => await connecting.Within(), Throws.TypeOf<TransportException>());
    }

    [Test]
    public async Task Compression_that_was_not_offered_is_refused()
    {
        var connecting = ConnectAsync();
        await (await _server.NextAsync()).UpgradeAsync(headers: "Sec-WebSocket-Extensions: permessage-deflate\r\n");
        Assert.That(async () => await connecting.Within(), Throws.TypeOf<TransportException>());
    }

    [TestCase(200)]
    [TestCase(401)]
    [TestCase(403)]
    [TestCase(404)]
    [TestCase(503)]
    [Category("M22")]
    public async Task A_status_other_than_101_is_told(int status)
    {
        var connecting = ConnectAsync();
        await (await _server.NextAsync()).RespondAsync("""{"code":1,"message":"Session ID\nunknown"}""", status, "Retry-After: 7\r\n");
        var exception = (await Assert.CatchAsync<TransportException>(() => connecting.Within()))!;

        Assert.That(exception.StatusCode, Is.EqualTo((HttpStatusCode)status));
        Assert.That(exception.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(exception.IsUnreachable, Is.False);
        Assert.That(exception.IsPermanent, Is.EqualTo(status is 401 or 403 or 404));
        Assert.That(exception.Message, Does.Contain($"localhost:{_server.Port}").And.Contain($"{status}").And.EndWith("Session ID unknown"));
    }

    [Test]
    public async Task A_handshake_without_an_answer_is_cancelled_with_its_token()
    {
        using var cancel = new CancellationTokenSource();
        var connecting = ConnectAsync(cancellationToken: cancel.Token);
        await _server.NextAsync();
        await cancel.CancelAsync();

        Assert.That(async () => await connecting.Within(), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Cancelling_a_receive_is_a_cancellation_with_its_token()
    {
        var (transport, _) = await OpenAsync();
        await using var __ = transport;
        using var cancel = new CancellationTokenSource();
        var receiving = transport.ReceiveAsync(cancel.Token);
        await cancel.CancelAsync();

        Assert.That(async () => await receiving.Within(), Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(cancel.Token));
    }

    [TestCase(100_000, 200)]
    [TestCase(60_000, 400)]
    [TestCase(30_000_000, 1)]
    [Category("fault-65")]
    [Category("S10")]
    public async Task After_a_write_that_was_cancelled_in_the_middle_nothing_goes_out_any_more(int size, int count)
    {
        var (transport, _, request) = await OpenRawAsync();
        await using var __ = transport;
        using var packet = Packets.Control("4" + new string('x', size));
        using var cancel = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++) await WriteAndFlushAsync(packet, cancel.Token);
        });
        await request.Stream.ReadExactlyAsync(new byte[1000]).AsTask().Within();
        await Task.WhenAny(writing, Task.Delay(200)); // the kernel's buffers fill up, and the write gets stuck
        await cancel.CancelAsync();
        Assert.That(async () => await writing.Within(), Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(cancel.Token));

        using var next = Packets.Control("2");
        Assert.That(async () => await WriteAndFlushAsync(next, CancellationToken.None).Within(), Throws.InstanceOf<TransportException>());

        async Task WriteAndFlushAsync(OutgoingPacket written, CancellationToken cancellationToken)
        {
            await transport.WriteAsync(written, cancellationToken);
            await transport.FlushAsync(cancellationToken);
        }
    }

    private async Task<ITransport> ConnectAsync(TransportRequest? request = null, CancellationToken cancellationToken = default)
        => await _connector.ConnectAsync(TransportKind.WebSocket, request ?? new(_server.Url, new Dictionary<string, string>()), cancellationToken);

    private async Task<(ITransport Transport, WebSocket Socket)> OpenAsync()
    {
        var (transport, socket, _) = await OpenRawAsync();
        return (transport, socket);
    }

    private async Task<(ITransport Transport, WebSocket Socket, ScriptedRequest Request)> OpenRawAsync()
    {
        var connecting = ConnectAsync();
        var request = await _server.NextAsync();
        var socket = await request.UpgradeAsync();
        return (await connecting.Within(), socket, request);
    }

    private async Task<(ITransport Transport, WebSocket Socket, ScriptedRequest Request, List<UsersStream> Streams)> OpenOverUsersStreamAsync()
    {
        var streams = new List<UsersStream>();
        _options.ConfigureHttpHandler = handler => handler.PlaintextStreamFilter = (context, _) =>
        {
            streams.Add(new UsersStream(context.PlaintextStream));
            return new(streams[^1]);
        };
        _connector.Dispose();
        _connector = HttpTransportConnector.Create(_options);
        var (transport, socket, request) = await OpenRawAsync();
        return (transport, socket, request, streams);
    }

    private async Task<ITransport> OpenAndPingAsync(HttpTransportConnector connector)
    {
        var connecting = connector.ConnectAsync(TransportKind.WebSocket, new(_server.Url, new Dictionary<string, string>()), CancellationToken.None);
        var socket = await (await _server.NextAsync()).UpgradeAsync();
        var transport = await connecting.Within();
        await socket.SendTextAsync("2");
        Assert.That(await ReceiveAsync(transport), Is.EqualTo("Ping:"));
        return transport;
    }

    private static async Task WriteAsync(ITransport transport, string text)
    {
        using var packet = Packets.Control(text);
        await transport.WriteAsync(packet, CancellationToken.None);
    }

    private static async Task<string> ReceiveAsync(ITransport transport) => Packets.Show(await transport.ReceiveAsync(CancellationToken.None).Within());
}
