using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

public sealed class CallTests
{
    private SocketIOTestServer _server = null!;
    private WebSocketClient _client = null!;
    private TestServerNamespace _root = null!;

    [SetUp]
    public async Task Connect()
    {
        _server = await SocketIOTestServer.StartAsync();
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
    public async Task A_call_gives_what_the_client_acknowledges()
    {
        var none = _root.CallAsync("none", data: null);
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("420[\"none\",null]"));
        await _client.SendAsync("430[]");
        await none.Within();

        var one = _root.CallAsync<string>("one", ("a", 1));
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("421[\"one\",\"a\",1]"));
        await _client.SendAsync("431[\"é\",2]");
        Assert.That(await one.Within(), Is.EqualTo("é"));

        var two = _root.CallAsync<(string, byte[])>("two");
        await _client.ReceiveAsync();
        await _client.SendAsync("461-2[\"b\",{\"_placeholder\":true,\"num\":0}]");
        await _client.SendAsync([9]);
        Assert.That(await two.Within(), Is.EqualTo(("b", new byte[] { 9 })));
    }

    [Test]
    public async Task A_callback_is_called_with_what_the_client_acknowledges()
    {
        var called = new TaskCompletionSource<(string, int)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _root.EmitAsync("ask", 1, (string text, int number) => called.TrySetResult((text, number)));
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("420[\"ask\",1]"));

        await _client.SendAsync("430[\"a\",2]");

        Assert.That(await called.Task.Within(), Is.EqualTo(("a", 2)));
    }

    [Test]
    public async Task Answers_find_their_calls_whatever_their_order()
    {
        var calls = Enumerable.Range(0, 10).Select(i => _root.CallAsync<int>("ask", i)).ToArray();
        for (var i = 0; i < 10; i++)
            await _client.ReceiveAsync();

        for (var i = 9; i >= 0; i--)
            await _client.SendAsync($"43{i}[{i * 10}]");

        Assert.That(await Task.WhenAll(calls).Within(), Is.EqualTo(Enumerable.Range(0, 10).Select(i => i * 10)));
    }

    [Test]
    public async Task Answers_that_nobody_waits_for_are_ignored()
    {
        await _client.SendAsync("4399[1]");
        var call = _root.CallAsync<int>("ask");
        await _client.ReceiveAsync();
        await _client.SendAsync("430[1]");
        await _client.SendAsync("430[2]");

        Assert.That(await call.Within(), Is.EqualTo(1));
        await _client.SendAsync("42[\"alive\"]");
        await _root.ReceiveAsync("alive");
    }

    [Test]
    public void A_call_without_an_answer_times_out()
        => Assert.That(
            () => _root.CallAsync<int>("ask", data: null, TimeSpan.FromMilliseconds(20)),
            Throws.InstanceOf<SocketIOTimeoutException>().With.Message.Contains("'ask' on /"));

    [Test]
    public async Task A_call_fails_when_its_client_goes()
    {
        var call = _root.CallAsync<int>("ask");
        await _client.ReceiveAsync();
        await _client.CloseAsync();

        Assert.That(
            async () => await call.Within(),
            Throws.InstanceOf<SocketIODisconnectedException>().With.Property("Delivery").EqualTo(Delivery.Unknown));
    }

    [Test]
    public async Task A_call_needs_exactly_one_client()
    {
        Assert.That(
            () => _server.Of("/empty").CallAsync<int>("ask"),
            Throws.InvalidOperationException.With.Message.Contains("No client has joined /empty"));

        using var second = await WebSocketClient.JoinAsync(_server);
        await _root.WaitForClientsAsync(2);
        Assert.That(() => _root.CallAsync<int>("ask"), Throws.InvalidOperationException.With.Message.Contains("2 clients have joined /"));

        var call = _root.Clients[1].CallAsync<int>("ask");
        Assert.That(await second.ReceiveAsync(), Is.EqualTo("420[\"ask\"]"));
        await second.SendAsync("430[5]");
        Assert.That(await call.Within(), Is.EqualTo(5));
    }

    [TestCase("connect")]
    [TestCase("disconnect")]
    [TestCase("newListener")]
    public void Reserved_names_are_refused(string eventName)
    {
        Assert.That(() => _root.EmitAsync(eventName).AsTask(), Throws.ArgumentException);
        Assert.That(() => _root.CallAsync<int>(eventName), Throws.ArgumentException);
    }
}
