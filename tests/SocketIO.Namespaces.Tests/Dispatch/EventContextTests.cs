using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Dispatch;

public sealed class EventContextTests
{
    [Test]
    public async Task It_tells_what_is_known_of_the_event()
    {
        using var source = new CancellationTokenSource();
        using var services = new ServiceCollection().BuildServiceProvider();
        using var packet = Given.Packet("""251-12["upload","photo",{"_placeholder":true,"num":0}]"""[1..], [1, 2]);
        var invocation = Given.Invocation(packet, services: services, cancellationToken: source.Token);

        var context = await CallAsync(invocation, context => _ = context.Arguments);

        Assert.That(context.Namespace, Is.EqualTo("/"));
        Assert.That(context.EventName, Is.EqualTo("upload"));
        Assert.That(context.Arguments.Select(argument => argument.ValueKind), Is.EqualTo(new[] { JsonValueKind.String, JsonValueKind.String }), "an attachment shows as base64");
        Assert.That(context.Attachments, Is.EqualTo(new[] { new byte[] { 1, 2 } }));
        Assert.That(context.AcknowledgementRequested, Is.True);
        Assert.That(context.Emitter, Is.SameAs(invocation.Emitter));
        Assert.That(context.Services, Is.SameAs(services));
        Assert.That(context.CancellationToken, Is.EqualTo(source.Token));
        invocation.Acknowledgement?.Dispose();
    }

    [Test]
    public async Task Arguments_read_while_the_handler_ran_stay()
    {
        EventContext context;
        using (var packet = Given.Packet("""2["join","lobby"]"""))
            context = await CallAsync(Given.Invocation(packet), context => _ = context.Arguments);
        using var next = Given.Packet("""2["join","ATTIC"]""");

        Assert.That(context.Arguments.Single().GetString(), Is.EqualTo("lobby"));
    }

    [Test]
    public async Task Arguments_not_read_while_the_handler_ran_are_gone()
    {
        EventContext context;
        using (var packet = Given.Packet("""2["join","lobby"]"""))
            context = await CallAsync(Given.Invocation(packet), _ => { });

        Assert.That(() => context.Arguments, Throws.InvalidOperationException.With.Message.Contains("while its handler runs"));
    }

    [Test]
    public async Task Arguments_are_there_until_an_asynchronous_handler_completes()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = HandlerMethod.Compile(
            async (EventContext context) =>
            {
                await go.Task;
                return context.Arguments[0].GetString();
            },
            HandlerKind.Event,
            Given.Context());
        using var packet = Given.Packet("""20["join","lobby"]""");
        var invocation = Given.Invocation(packet);
        var call = handler.InvokeAsync(target: null, invocation).AsTask();
        go.TrySetResult();
        await call;

        Assert.That(Given.Text(invocation.Acknowledgement), Is.EqualTo("430[\"lobby\"]"));
    }

    [Test]
    public async Task It_keeps_its_event_when_the_call_object_is_used_again()
    {
        List<EventContext> contexts = [];
        var handler = HandlerMethod.Compile(contexts.Add, HandlerKind.Event, Given.Context());
        using var first = Given.Packet("""2["first"]""");
        using var second = Given.Packet("""2["second"]""");
        var invocation = Given.Invocation(first);
        await handler.InvokeAsync(target: null, invocation);
        (invocation.Packet, invocation.EventName) = (second, "second");
        await handler.InvokeAsync(target: null, invocation);

        Assert.That(contexts.Select(context => context.EventName), Is.EqualTo(new[] { "first", "second" }));
    }

    [Test]
    public async Task Two_parameters_share_it()
    {
        EventContext? first = null, second = null;
        using var packet = Given.Packet("""2["join"]""");
        var handler = HandlerMethod.Compile((EventContext a, EventContext b) => (first, second) = (a, b), HandlerKind.Event, Given.Context());
        await handler.InvokeAsync(target: null, Given.Invocation(packet));

        Assert.That(first, Is.Not.Null.And.SameAs(second));
    }

    [Test]
    public async Task A_lifecycle_handlers_has_no_arguments_and_no_services_where_there_are_none()
    {
        EventContext? context = null;
        await Given.CallAsync((EventContext given) => { context = given; }, HandlerKind.Connect, new ConnectInfo("sid", false, false));

        Assert.That(context!.Arguments, Is.Empty);
        Assert.That(context.Attachments, Is.Empty);
        Assert.That(context.AcknowledgementRequested, Is.False);
        Assert.That(context.Services.GetService(typeof(PacketSerializer)), Is.Null);
    }

    [Test]
    [Category("S13")]
    public async Task A_callbacks_shows_the_acknowledged_values()
    {
        List<string?> values = [];
        await Given.CallAsync((EventContext context) => values.AddRange(context.Arguments.Select(value => value.GetString())), """312["a","b"]""", HandlerKind.Acknowledgement);

        Assert.That(values, Is.EqualTo(new[] { "a", "b" }));
    }

    private static async Task<EventContext> CallAsync(HandlerInvocation invocation, Action<EventContext> action)
    {
        EventContext? received = null;
        var handler = HandlerMethod.Compile(
            (EventContext context) =>
            {
                received = context;
                action(context);
            },
            invocation.Kind,
            Given.Context());
        await handler.InvokeAsync(target: null, invocation);
        return received!;
    }
}
