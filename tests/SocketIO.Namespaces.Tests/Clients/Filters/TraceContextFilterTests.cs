using System.Diagnostics;
using System.Text.Json;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients.Filters;

/// <summary>A trace goes out with an emit, through a server that sends back what it gets, and comes in with the event.</summary>
[Category("H2")]
[Category("H7")]
public sealed class TraceContextFilterTests : FilterTest
{
    private TaskCompletionSource<(ActivityTraceId Trace, ActivitySpanId Parent)> _handled = null!;

    [SetUp]
    public void Handle()
    {
        _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Handle("echoed", (string text, params JsonElement[] more) =>
        {
            Story.Enqueue(string.Join('|', [text, .. more.Select(argument => argument.ToString())]));
            _handled.TrySetResult((Activity.Current?.TraceId ?? default, Activity.Current?.ParentSpanId ?? default));
            return "done";
        });
        Server.Of("/").On("echo", (string text, params string[] more) => Server.Of("/").EmitAsync("echoed", Tuple(text, more)).AsTask());
    }

    [Test]
    public async Task Handling_belongs_to_the_trace_of_the_emit_though_nobody_listens()
    {
        await ConnectAsync(new TraceContextFilter());
        using var activity = new Activity("user's").Start();

        await Client.EmitAsync("echo", "hello");

        Assert.That(await _handled.Task.Within(), Is.EqualTo((activity.TraceId, activity.SpanId)));
        Assert.That(Story.Single(), Is.EqualTo("hello"), "the handler does not see the traceparent");
        Assert.That((await Server.Of("/").ReceiveAsync("echo")).Get<(string, string)>(), Is.EqualTo(("hello", activity.Id)));
    }

    [Test]
    public async Task The_span_of_handling_is_the_child_of_the_span_of_the_emit()
    {
        using var spans = new RecordedSpans(Telemetry.Name);
        await ConnectAsync(new TraceContextFilter());
        using var activity = new Activity("user's").Start();

        await Client.EmitAsync("echo", "hello");
        await _handled.Task.Within();
        await Client.DisconnectAsync().Within(); // the handler is through

        var ours = spans.Ended.Where(span => span.TraceId == activity.TraceId).ToArray();
        var sent = ours.Single(span => span.OperationName == "send echo");
        var processed = ours.Single(span => span.OperationName == "process echoed");
        Assert.That(sent.ParentSpanId, Is.EqualTo(activity.SpanId));
        Assert.That(processed.ParentSpanId, Is.EqualTo(sent.SpanId));
        Assert.That(processed.HasRemoteParent, Is.True);
    }

    [Test]
    public async Task Without_a_trace_nothing_is_carried()
    {
        await ConnectAsync(new TraceContextFilter());
        Activity.Current = null;

        await Client.EmitAsync("echo", "hello");

        Assert.That((await _handled.Task.Within()).Parent, Is.EqualTo(default(ActivitySpanId)));
        Assert.That((await Server.Of("/").ReceiveAsync("echo")).Count, Is.EqualTo(1));
    }

    [TestCase("plain text")]
    [TestCase("00-not-a-trace-01")]
    public async Task A_last_argument_that_is_none_stays(string last)
    {
        var server = await ConnectAsync(new TraceContextFilter());

        await server.CallAsync("echoed", ("hello", last)).Within();

        Assert.That(Story.Single(), Is.EqualTo($"hello|{last}"));
    }

    private static object Tuple(string text, string[] more) => more is [var only] ? (text, only) : ValueTuple.Create(text);
}
