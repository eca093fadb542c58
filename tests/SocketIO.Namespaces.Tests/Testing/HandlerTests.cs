using System.Collections.Concurrent;
using System.Text.Json;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

public sealed class HandlerTests
{
    private readonly ConcurrentQueue<HandlerErrorContext> _errors = [];
    private SocketIOTestServer _server = null!;
    private WebSocketClient _client = null!;
    private TestServerNamespace _root = null!;

    [SetUp]
    public async Task Connect()
    {
        _errors.Clear();
        _server = await SocketIOTestServer.StartAsync(options => options.OnHandlerError = _errors.Enqueue);
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
    [Category("S12")]
    public async Task What_a_handler_returns_is_the_acknowledgement()
    {
        _root.On("none", () => { });
        _root.On("one", (string text) => text.ToUpperInvariant());
        _root.On("two", (string room) => Task.FromResult((room, 123)));
        _root.On("bytes", (byte[] data) => data.Reverse().ToArray());

        await _client.SendAsync("420[\"none\"]");
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("430[]"));
        await _client.SendAsync("421[\"one\",\"é\"]");
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("431[\"É\"]"));
        await _client.SendAsync("422[\"two\",\"lobby\"]");
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("432[\"lobby\",123]"));
        await _client.SendAsync("451-3[\"bytes\",{\"_placeholder\":true,\"num\":0}]");
        await _client.SendAsync([1, 2]);
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("461-3[{\"_placeholder\":true,\"num\":0}]"));
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("0201"));
    }

    [Test]
    public async Task A_handler_may_take_the_client_the_context_and_a_token()
    {
        _root.On("who", (int number, TestServerClient client, EventContext context, CancellationToken token)
            => (number, client.Sid, context.EventName, context.AcknowledgementRequested, token.IsCancellationRequested));

        await _client.SendAsync("421[\"who\",7]");

        Assert.That(await _client.ReceiveAsync(), Is.EqualTo($"431[7,\"{_root.Clients[0].Sid}\",\"who\",true,false]"));
    }

    [Test]
    public async Task An_event_without_a_handler_goes_to_the_catch_all_or_is_not_acknowledged()
    {
        await _client.SendAsync("421[\"unheard\"]");
        await _root.ReceiveAsync("unheard");
        _root.On("*", (string eventName, JsonElement[] arguments) => (eventName, arguments.Length));
        await _client.SendAsync("422[\"anything\",[1,2]]");

        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("432[\"anything\",2]"));
    }

    [Test]
    [Category("M9")]
    public async Task A_handler_that_fails_is_reported_and_the_next_runs()
    {
        _root.On("fail", void () => throw new InvalidOperationException("on purpose"));
        _root.On("bind", (int number) => number);
        _root.On("refuse", void () => throw new EventException("no", ("denied", 403)));

        await _client.SendAsync("421[\"fail\"]");
        await _client.SendAsync("422[\"bind\",\"text\"]");
        await _client.SendAsync("423[\"refuse\"]");

        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("433[\"denied\",403]"));
        Assert.That(_errors.Select(error => error.EventName), Is.EqualTo(["fail", "bind"]));
        Assert.That(
            () => _root.ReceiveAsync("never", TimeSpan.FromMilliseconds(20)),
            Throws.InstanceOf<TimeoutException>().With.Message.Contains("The handler of 'fail' failed: InvalidOperationException: on purpose"));
    }

    [Test]
    public async Task A_handler_may_call_the_client_that_it_answers()
    {
        _root.On("question", async (TestServerClient client) => await client.CallAsync<int>("counter-question"));

        await _client.SendAsync("421[\"question\"]");
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("420[\"counter-question\"]"));
        await _client.SendAsync("430[42]");

        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("431[42]"));
    }

    [Test]
    public async Task Handlers_of_one_client_run_one_at_a_time_in_order()
    {
        var order = new ConcurrentQueue<int>();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _root.On("slow", async (int number) =>
        {
            await release.Task;
            order.Enqueue(number);
        });
        _root.On("fast", (int number) => order.Enqueue(number));
        _root.On("end", () => order.Count);

        await _client.SendAsync("42[\"slow\",1]");
        await _client.SendAsync("42[\"fast\",2]");
        await _client.SendAsync("42[\"slow\",3]");
        await _client.SendAsync("429[\"end\"]");
        await _root.ReceiveAsync("end");
        Assert.That(order, Is.Empty);
        release.TrySetResult();

        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("439[3]"));
        Assert.That(order, Is.EqualTo([1, 2, 3]));
    }

    [Test]
    public async Task An_event_has_one_handler_that_can_be_removed()
    {
        using (_root.On("event", () => "first"))
            Assert.That(() => _root.On("event", () => "second"), Throws.InvalidOperationException.With.Message.Contains("'event' of /"));

        _root.On("event", () => "second");
        await _client.SendAsync("421[\"event\"]");
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("431[\"second\"]"));
    }

    [Test]
    public void What_cannot_be_a_handler_is_refused()
    {
        Assert.That(() => _root.On("connect_error", () => { }), Throws.ArgumentException);
        Assert.That(() => _root.On("event", (ref int number) => { }), Throws.ArgumentException);
    }

    [Test]
    public async Task A_handler_still_running_at_the_end_has_its_token_cancelled()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _root.On("endless", async (CancellationToken token) =>
        {
            started.TrySetResult();
            token.Register(() => cancelled.TrySetResult());
            await Task.Delay(Timeout.Infinite, token);
        });
        await _client.SendAsync("42[\"endless\"]");
        await started.Task.Within();

        await _server.DisposeAsync().AsTask().Within();

        Assert.That(cancelled.Task.IsCompleted);
        Assert.That(_errors, Is.Empty);
    }

    [Test]
    public async Task Too_many_events_in_line_close_the_connection()
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.MaxQueuedEvents = 2);
        using var client = await WebSocketClient.JoinAsync(server);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Of("/").On("wait", () => release.Task);
        var joined = await server.Of("/").WaitForClientAsync();

        for (var i = 0; i < 4; i++)
            await client.SendAsync("42[\"wait\"]");

        Assert.That(await joined.WaitForDisconnectAsync(), Is.EqualTo(DisconnectReason.InboxOverflow));
        release.TrySetResult();
    }
}
