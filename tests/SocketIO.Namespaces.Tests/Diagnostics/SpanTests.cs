using System.Diagnostics;
using SocketIO.Namespaces.Tests.Clients;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Diagnostics;

/// <summary>The spans of emits, calls, handlers and attempts to connect.</summary>
[Category("H7")]
internal sealed class SpanTests : ClientTest
{
    private RecordedSpans _spans = null!;

    [SetUp]
    public void Listen() => _spans = new RecordedSpans("SocketIO.Namespaces", "test");

    [TearDown]
    public void StopListening() => _spans.Dispose();

    [Test]
    public async Task An_emit_has_a_span()
    {
        await ConnectAsync("/chat");
        await Client.Of("/chat").EmitAsync("message", "hi");
        var span = Ended("send message");
        Assert.That((span.Kind, span.Status), Is.EqualTo((ActivityKind.Producer, ActivityStatusCode.Unset)));
        Assert.That(Tags(span), Is.EqualTo(new[]
        {
            "messaging.system=socketio", "messaging.destination.name=/chat", "messaging.operation.name=send", "messaging.operation.type=send",
            "socketio.event.name=message", "server.address=localhost", "server.port=3000",
        }));
    }

    [Test]
    public async Task An_emit_that_is_refused_ends_its_span_as_an_error()
    {
        await ThrownAsync<SocketIOException>(() => Client.EmitAsync("message").AsTask());
        var span = Ended("send message");
        Assert.That(span.Status, Is.EqualTo(ActivityStatusCode.Error));
        Assert.That(span.GetTagItem("error.type"), Is.EqualTo("SocketIO.Namespaces.SocketIODisconnectedException"));
        Assert.That(span.GetTagItem("server.address"), Is.Null);
    }

    [Test]
    [Category("M2")]
    public async Task A_calls_span_lasts_until_its_acknowledgement()
    {
        var server = await ConnectAsync("/chat");
        var call = Client.Of("/chat").CallAsync<int>("ask", null);
        await server.ReceiveAsync();
        var before = _spans.Ended.Any(ended => ended.DisplayName == "call ask");
        server.Send("43/chat,0[1]");
        await call.Within();
        var span = Ended("call ask");
        Assert.That(before, Is.False);
        Assert.That((span.Kind, span.Status), Is.EqualTo((ActivityKind.Client, ActivityStatusCode.Unset)));
        Assert.That(Tags(span), Does.Contain("messaging.operation.name=call").And.Contain("messaging.operation.type=send"));
    }

    [Test]
    [Category("M2")]
    public async Task A_call_without_an_answer_in_time_ends_its_span_as_an_error()
    {
        var server = await ConnectAsync("/chat");
        var call = Client.Of("/chat").CallAsync("ask", null, TimeSpan.FromSeconds(2));
        await server.ReceiveAsync();
        await Clock.PassAsync(TimeSpan.FromSeconds(2));
        var failure = await ThrownAsync<SocketIOTimeoutException>(() => call.Within());
        var span = Ended("call ask");
        Assert.That((span.Status, span.StatusDescription), Is.EqualTo((ActivityStatusCode.Error, failure.Message)));
        Assert.That(span.GetTagItem("error.type"), Is.EqualTo("SocketIO.Namespaces.SocketIOTimeoutException"));
    }

    [Test]
    [Category("M2")]
    public async Task A_call_on_a_lost_connection_ends_its_span_as_an_error()
    {
        var server = await ConnectAsync("/chat");
        var call = Client.Of("/chat").CallAsync("ask", null);
        await server.ReceiveAsync();
        server.Break();
        await ThrownAsync<SocketIODisconnectedException>(() => call.Within());
        Assert.That(Ended("call ask").GetTagItem("error.type"), Is.EqualTo("SocketIO.Namespaces.SocketIODisconnectedException"));
    }

    [Test]
    [Category("M12")]
    public async Task A_delivery_has_a_span_until_its_outcome_is_known()
    {
        var server = await ConnectAsync("/chat");
        var delivering = Client.Of("/chat").DeliverAsync("order", 1);
        await server.ReceiveAsync();
        server.Send("43/chat,0[]");
        await delivering.Within();
        var lost = Client.Of("/chat").DeliverAsync("order", 2, new DeliveryOptions { GiveUpAfter = TimeSpan.FromSeconds(3) });
        await server.ReceiveAsync();
        await Clock.PassAsync(TimeSpan.FromSeconds(3));
        await lost.Within();
        Assert.That(All("send order").Select(span => (span.Status, span.GetTagItem("error.type"))),
            Is.EqualTo(new (ActivityStatusCode, object?)[] { (ActivityStatusCode.Unset, null), (ActivityStatusCode.Error, "not_acknowledged") }));
    }

    [Test]
    public async Task A_handler_has_a_span_and_what_it_emits_is_its_child()
    {
        Client.On("ask", async () => await Client.Of("/chat").EmitAsync("answer"), "/chat");
        var server = await ConnectAsync("/chat");
        server.Send("""42/chat,["ask"]""");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42/chat,["answer"]"""));
        await UntilEndedAsync("process ask");
        var span = Ended("process ask");
        Assert.That((span.Kind, span.Status, span.ParentId), Is.EqualTo((ActivityKind.Consumer, ActivityStatusCode.Unset, (string?)null)));
        Assert.That(Ended("send answer").ParentId, Is.EqualTo(span.Id));
        Assert.That(Tags(span), Is.EqualTo(new[]
        {
            "messaging.system=socketio", "messaging.destination.name=/chat", "messaging.operation.name=process", "messaging.operation.type=process",
            "socketio.event.name=ask", "server.address=localhost", "server.port=3000",
        }));
    }

    [Test]
    [Category("M9")]
    public async Task A_handlers_exception_marks_its_span()
    {
        Client.On("bad", (Action)(() => throw new InvalidOperationException("of the test")), "/chat");
        var server = await ConnectAsync("/chat");
        server.Send("""42/chat,["bad"]""");
        await UntilEndedAsync("process bad");
        var span = Ended("process bad");
        Assert.That((span.Status, span.StatusDescription, span.GetTagItem("error.type")),
            Is.EqualTo((ActivityStatusCode.Error, "of the test", "System.InvalidOperationException")));
    }

    [Test]
    [Category("M9")]
    public async Task What_is_logged_of_a_handlers_exception_belongs_to_its_span()
    {
        ActivitySpanId? reported = null;
        Options.OnHandlerError = _ => reported = Activity.Current?.SpanId;
        Client.On("bad", async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("of the test");
        });
        var server = await ConnectAsync();
        server.Send("""42["bad"]""");
        await UntilEndedAsync("process bad");
        Assert.That(reported, Is.EqualTo(Ended("process bad").SpanId));
    }

    [Test]
    public async Task The_spans_of_one_namespaces_handlers_are_not_each_others_children()
    {
        Client.On("a", () => { });
        var server = await ConnectAsync();
        server.Send("""42["a"]""");
        server.Send("""42["a"]""");
        await UntilAsync(() => All("process a").Count == 2);
        Assert.That(All("process a").Select(span => span.ParentId), Is.All.Null);
        Assert.That(All("process a").Select(span => span.TraceId).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task The_peer_does_not_choose_the_names_of_spans()
    {
        Client.RegisterNamespace(new Spelled());
        var server = await ConnectAsync("/spelled");
        server.Send("""42/spelled,["myEvent"]""");
        server.Send("""42/spelled,["m-y:E.v_e n t"]""");
        server.Send("""42/spelled,["anything"]""");
        await UntilAsync(() => _spans.Ended.Count(span => span.Kind == ActivityKind.Consumer) == 3);
        Assert.That(_spans.Ended.Where(span => span.Kind == ActivityKind.Consumer).Select(span => span.DisplayName), Is.EqualTo(new[] { "process my_event", "process my_event", "process *" }));
    }

    [Test]
    public async Task Each_attempt_to_connect_has_a_span()
    {
        Network.Refuse(TransportKind.WebSocket, new SocketIO.Namespaces.Transports.TransportException("Service Unavailable") { StatusCode = System.Net.HttpStatusCode.ServiceUnavailable });
        var connecting = Client.ConnectAsync(retry: true);
        await UntilAsync(() => All("connect").Count == 1);
        Network.OnDial = static (_, _, _) => new((Exception?)null);
        await Clock.PassAsync(TimeSpan.FromSeconds(1));
        await AcceptAsync();
        await connecting.Within();
        var (failed, made) = (All("connect")[0], All("connect")[1]);
        Assert.That((failed.Kind, failed.Status, failed.GetTagItem("error.type"), failed.GetTagItem("server.address"), failed.GetTagItem("socketio.connect.attempt")),
            Is.EqualTo((ActivityKind.Client, ActivityStatusCode.Error, "503", "localhost", 1)));
        Assert.That((made.Status, made.GetTagItem("error.type"), made.GetTagItem("socketio.transport"), made.GetTagItem("socketio.connect.attempt")),
            Is.EqualTo((ActivityStatusCode.Unset, (object?)null, "websocket", 2)));
        Assert.That(made.TraceId, Is.Not.EqualTo(failed.TraceId));
    }

    [Test]
    public async Task A_refused_namespace_and_a_silent_server_are_told_apart()
    {
        var refused = Client.ConnectAsync(Url, ["/locked"]);
        var server = await OpenAsync();
        await server.ReceiveAsync();
        await server.ReceiveAsync();
        server.Send("""40{"sid":"a"}""");
        server.Send("""44/locked,{"message":"no"}""");
        await ThrownAsync<SocketIOConnectException>(() => Clock.RunUntilAsync(refused));
        var silent = Client.ConnectAsync(Url);
        await Network.AcceptAsync();
        await Clock.PassAsync(Options.ConnectTimeout);
        await ThrownAsync<SocketIOConnectException>(() => silent.Within());
        Assert.That(All("connect").Select(span => span.GetTagItem("error.type")), Is.EqualTo(new[] { "refused", "timeout" }));
    }

    [Test]
    public async Task An_emit_is_a_child_of_the_callers_span_and_leaves_it_current()
    {
        await ConnectAsync();
        using var source = new ActivitySource("test");
        using var outer = source.StartActivity("outer");
        await Client.EmitAsync("message");
        Assert.That(Activity.Current, Is.SameAs(outer));
        Assert.That(Ended("send message").ParentId, Is.EqualTo(outer!.Id));
    }

    [Test]
    public async Task No_tag_tells_a_secret()
    {
        Options.Auth = new { token = "s3cret" };
        Options.Headers["Authorization"] = "Bearer s3cret";
        Options.Query["token"] = "s3cret";
        Client.On("e", (string text) => text, "/chat");
        var server = await ConnectAsync("/chat");
        server.Send("""42/chat,["e","s3cret"]""");
        await Client.Of("/chat").EmitAsync("f", "s3cret");
        await UntilEndedAsync("process e");
        Assert.That(_spans.Ended.SelectMany(span => Tags(span).Append(span.DisplayName)), Has.None.Contains("s3cret"));
    }

    private static string[] Tags(Activity span) => [.. span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")];

    private Activity Ended(string name) => All(name) is [var only] ? only : throw new AssertionException($"{name} is not one of: {string.Join(", ", _spans.Ended.Select(span => span.DisplayName))}");

    private IReadOnlyList<Activity> All(string name) => [.. _spans.Ended.Where(span => span.DisplayName == name)];

    private Task UntilEndedAsync(string name) => UntilAsync(() => All(name).Count > 0, name);

    [Namespace("/spelled")]
    private sealed class Spelled : AsyncClientNamespace
    {
        public void OnMyEvent()
        {
        }

        [On("*")]
        public void Anything(string eventName) => _ = eventName;
    }
}
