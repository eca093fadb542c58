using System.Text.Json;
using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Tests.Dispatch;

[Category("S3")]
[Category("S12")]
public sealed class HandlerReturnTests
{
    internal static readonly TestCaseData[] Returns =
    [
        Case("nothing", () => { }, "4312[]"),
        Case("a task", () => Task.CompletedTask, "4312[]"),
        Case("a task that takes its time", async () => await Task.Yield(), "4312[]"),
        Case("a value task", () => default(ValueTask), "4312[]"),
        Case("a value task that takes its time", async ValueTask () => await Task.Yield(), "4312[]"),
        Case("a value", () => 5, "4312[5]"),
        Case("a string", () => "OK", "4312[\"OK\"]"),
        Case("a tuple", () => ("OK", 123), "4312[\"OK\",123]"),
        Case("null", string? () => null, "4312[null]"),
        Case("an array", () => new[] { 1, 2 }, "4312[[1,2]]"),
        Case("an object", () => new { Status = "OK" }, "4312[{\"status\":\"OK\"}]"),
        Case("a tuple as object", object () => ("OK", 123), "4312[\"OK\",123]"),
        Case("a task's value", () => Task.FromResult("OK"), "4312[\"OK\"]"),
        Case("the value of a task that takes its time", async () => { await Task.Yield(); return ("OK", 123); }, "4312[\"OK\",123]"),
        Case("a value task's value", () => ValueTask.FromResult(true), "4312[true]"),
        Case("the value of a value task that takes its time", async ValueTask<string?> () => { await Task.Yield(); return null; }, "4312[null]"),
        Case("bytes", () => new byte[] { 1 }, "461-12[{\"_placeholder\":true,\"num\":0}]"),
    ];

    [TestCaseSource(nameof(Returns))]
    public async Task What_a_handler_returns_is_the_acknowledgement(Delegate handler, string acknowledgement)
        => Assert.That(await Given.CallAsync(handler, """212["join"]"""), Is.EqualTo(acknowledgement));

    [TestCaseSource(nameof(Returns))]
    public async Task Nothing_is_acknowledged_unless_asked_for(Delegate handler, string acknowledgement)
        => Assert.That(await Given.CallAsync(handler, """2["join"]"""), Is.Null);

    [Test]
    public async Task Id_0_asks_for_an_acknowledgement_too()
        => Assert.That(await Given.CallAsync(() => "OK", """20["join"]"""), Is.EqualTo("430[\"OK\"]"));

    [Test]
    public async Task The_acknowledgement_goes_to_the_namespace_of_the_event()
    {
        using var packet = Given.Packet("""2/chat,12["join"]""");
        var invocation = new HandlerInvocation
        {
            Kind = HandlerKind.Event,
            Namespace = "/chat",
            EventName = "join",
            Packet = packet,
            Emitter = Given.Invocation(packet).Emitter,
        };
        await HandlerMethod.Compile(() => "OK", HandlerKind.Event, Given.Context()).InvokeAsync(target: null, invocation);

        Assert.That(Given.Text(invocation.Acknowledgement), Is.EqualTo("43/chat,12[\"OK\"]"));
    }

    [Test]
    [Category("S13")]
    public async Task What_a_callback_returns_answers_nothing()
        => Assert.That(await Given.CallAsync((string status) => status, """312["OK"]""", HandlerKind.Acknowledgement), Is.Null);

    [Test]
    public async Task What_a_catch_all_returns_is_the_acknowledgement()
        => Assert.That(await Given.CallAsync((string name) => name, """212["join"]""", HandlerKind.CatchAll), Is.EqualTo("4312[\"join\"]"));

    private static readonly TestCaseData[] Failures =
    [
        Case("at once", () => { throw new TimeoutException("late"); }),
        Case("as a task", Task () => Task.FromException(new TimeoutException("late"))),
        Case("from a task's value", Task<int> () => throw new TimeoutException("late")),
        Case("later", async () => { await Task.Yield(); throw new TimeoutException("late"); }),
        Case("later, in place of a value", async Task<int> () => { await Task.Yield(); throw new TimeoutException("late"); }),
        Case("from a value task", async ValueTask<int> () => { await Task.Yield(); throw new TimeoutException("late"); }),
    ];

    [TestCaseSource(nameof(Failures))]
    public async Task What_a_handler_throws_comes_out_of_the_task_as_it_is(Delegate handler)
    {
        using var packet = Given.Packet("""212["join"]""");
        var invocation = Given.Invocation(packet);
        var call = HandlerMethod.Compile(handler, HandlerKind.Event, Given.Context()).InvokeAsync(target: null, invocation).AsTask();

        await Assert.ThatAsync(() => call, Throws.TypeOf<TimeoutException>().With.Message.EqualTo("late"));
        Assert.That(invocation.Acknowledgement, Is.Null);
    }

    [Test]
    public async Task A_cancelled_handler_is_cancelled()
    {
        await Assert.ThatAsync(
            () => Given.CallAsync(() => Task.FromCanceled(new CancellationToken(canceled: true)), """212["join"]"""), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_null_task_is_an_error_that_says_so()
        => await Assert.ThatAsync(() => Given.CallAsync(Null, """2["join"]"""), Throws.InvalidOperationException.With.Message.Contains("null"));

    [Test]
    public async Task A_returned_value_that_cannot_be_written_is_the_handlers_failure()
        => await Assert.ThatAsync(() => Given.CallAsync(object () => Task.CompletedTask, """212["join"]"""), Throws.ArgumentException);

    [Test]
    public void An_asynchronous_handler_completes_when_its_task_does()
    {
        var done = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var packet = Given.Packet("""212["join"]""");
        var invocation = Given.Invocation(packet);
        var call = HandlerMethod.Compile(() => done.Task, HandlerKind.Event, Given.Context()).InvokeAsync(target: null, invocation).AsTask();
        Assert.That(call.IsCompleted, Is.False);

        done.TrySetResult("OK");

        Assert.That(call.Wait(TimeSpan.FromSeconds(30)), Is.True);
        Assert.That(Given.Text(invocation.Acknowledgement), Is.EqualTo("4312[\"OK\"]"));
    }

    [Test]
    public async Task What_a_plain_handler_leaves_in_an_async_local_stays_in_its_event()
    {
        var local = new AsyncLocal<string>();
        await Task.Run(() =>
        {
            using var packet = Given.Packet("""2["join"]""");
            var handler = HandlerMethod.Compile(() => { local.Value = "left"; }, HandlerKind.Event, Given.Context());
            Assert.That(handler.InvokeAsync(target: null, Given.Invocation(packet)).AsTask().IsCompletedSuccessfully, Is.True);
            Assert.That(local.Value, Is.Null);
        });
    }

#pragma warning disable VSTHRD114 // what is complained of here
    private static Task Null() => null!;
#pragma warning restore VSTHRD114

    private static TestCaseData Case(string what, Delegate handler, string acknowledgement) => new TestCaseData(handler, acknowledgement).SetArgDisplayNames(what);

    private static TestCaseData Case(string what, Delegate handler) => new TestCaseData(handler).SetArgDisplayNames(what);
}
