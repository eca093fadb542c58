using System.Text.Json;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

public sealed class ReceiveTests
{
    private SocketIOTestServer _server = null!;
    private WebSocketClient _client = null!;
    private TestServerNamespace _root = null!;

    [SetUp]
    public async Task Connect()
    {
        _server = await SocketIOTestServer.StartAsync(options => options.MaxRecordedEvents = 3);
        _root = _server.Of("/");
        _client = await WebSocketClient.JoinAsync(_server);
    }

    [TearDown]
    public async Task Disconnect()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Each_event_is_taken_once_in_order_by_name()
    {
        await SendAsync("42[\"a\",1]", "42[\"b\",2]", "42[\"a\",3]");

        Assert.That((await _root.ReceiveAsync("a")).Get<int>(0), Is.EqualTo(1));
        Assert.That((await _root.ReceiveAsync("a")).Get<int>(0), Is.EqualTo(3));
        Assert.That((await _root.ReceiveAsync("b")).Get<int>(0), Is.EqualTo(2));
        Assert.That(_root.Received, Is.Empty);
    }

    [Test]
    public async Task An_event_may_be_awaited_before_it_comes_and_has_been_handled_by_others()
    {
        _root.On("a", () => { });
        var waiting = _root.ReceiveAsync("a");

        await SendAsync("427[\"a\",\"é\",{\"b\":[true,null]}]");
        var received = await waiting.Within();

        Assert.That(received.Name, Is.EqualTo("a"));
        Assert.That(received.Count, Is.EqualTo(2));
        Assert.That(received.AcknowledgementRequested);
        Assert.That(received.Get<string>(0), Is.EqualTo("é"));
        Assert.That(received.Get<JsonElement>(1).GetProperty("b").GetArrayLength(), Is.EqualTo(2));
        Assert.That(received.Client, Is.SameAs(_root.Clients[0]));
        Assert.That(received.ToString(), Is.EqualTo("[\"a\",\"é\",{\"b\":[true,null]}]"));
        Assert.That(() => received.Get<int>(2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => received.Get<int>(0), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public async Task Arguments_are_read_all_at_once_as_a_tuple()
    {
        await SendAsync("42[\"a\",\"x\",7]");
        var received = await _root.ReceiveAsync("a");

        Assert.That(received.Get<(string, int)>(), Is.EqualTo(("x", 7)));
        Assert.That(received.Get<string>(), Is.EqualTo("x"));
        Assert.That(() => received.Get<int>(), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public async Task Attachments_are_the_tests_own()
    {
        _root.On("a", (byte[] first, byte[] second) => first.AsSpan().Clear());
        _root.On("done", () => { });

        await SendAsync("452-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        await _client.SendAsync([1]);
        await _client.SendAsync([2, 3]);
        await SendAsync("421[\"done\"]");
        await _client.ReceiveAsync();
        var received = await _root.ReceiveAsync("a");

        Assert.That(received.Attachments, Is.EqualTo([new byte[] { 1 }, new byte[] { 2, 3 }]));
        Assert.That(received.Get<byte[]>(0), Is.EqualTo(new byte[] { 1 }));
        Assert.That(received.Get<byte[]>(1), Is.EqualTo(new byte[] { 2, 3 }));
        Assert.That(received.Get<byte[]>(1), Is.EqualTo(new byte[] { 2, 3 }));
    }

    [Test]
    public async Task A_timeout_lists_what_did_arrive()
    {
        await SendAsync("42[\"taken\"]", "42[\"join\"]", "42[\"join\"]", "42[\"leave\"]");
        await _root.ReceiveAsync("leave");

        Assert.That(
            () => _root.ReceiveAsync("reply", TimeSpan.FromMilliseconds(20)),
            Throws.InstanceOf<TimeoutException>().With.Message.EqualTo(
                "No 'reply' arrived on / within 0.02 s; 1 client has joined. "
                + "Waiting to be taken: 'join' (2 times); 1 were taken before; 1 were forgotten (MaxRecordedEvents)."));
        Assert.That(
            () => _server.Of("/empty").ReceiveAsync("reply", TimeSpan.FromMilliseconds(20)),
            Throws.InstanceOf<TimeoutException>().With.Message.EqualTo(
                "No 'reply' arrived on /empty within 0.02 s; no client has joined. No other event waits to be taken."));
    }

    [Test]
    public async Task Only_so_many_are_kept()
    {
        await SendAsync("42[\"n\",0]", "42[\"n\",1]", "42[\"n\",2]", "42[\"n\",3]", "42[\"end\"]");
        await _root.ReceiveAsync("end");

        Assert.That(_root.Received.Select(received => received.Get<int>(0)), Is.EqualTo([2, 3]));
    }

    [Test]
    public async Task Several_may_wait_for_one_name()
    {
        var waiting = Enumerable.Range(0, 3).Select(_ => _root.ReceiveAsync("n")).ToArray();

        await SendAsync("42[\"n\",0]", "42[\"n\",1]", "42[\"n\",2]");

        var received = await Task.WhenAll(waiting).Within();
        Assert.That(received.Select(one => one.Get<int>(0)), Is.EquivalentTo([0, 1, 2]));
    }

    private async Task SendAsync(params string[] packets)
    {
        foreach (var packet in packets)
            await _client.SendAsync(packet);
    }
}
