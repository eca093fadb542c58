using System.Text.Json;
using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Tests.Dispatch;

[Category("S4")]
public sealed class LifecycleHandlerTests
{
    private static readonly ConnectInfo Info = new("sid", IsReconnect: true, Recovered: false);

    [Test]
    public async Task A_connect_handler_is_given_the_connection()
    {
        ConnectInfo? received = null;
        await Given.CallAsync((ConnectInfo info, CancellationToken _, EventContext context) => received = info, HandlerKind.Connect, Info);

        Assert.That(received, Is.EqualTo(Info));
    }

    [Test]
    [Category("M22")]
    public async Task A_connect_error_handler_is_given_the_error()
    {
        ConnectError? received = null;
        await Given.CallAsync((ConnectError error) => received = error, HandlerKind.ConnectError, new ConnectError("no", IsRefusal: true));

        Assert.That(received?.Message, Is.EqualTo("no"));
    }

    [Test]
    [Category("S6")]
    public async Task A_disconnect_handler_is_given_the_reason()
    {
        List<DisconnectReason?> received = [];
        await Given.CallAsync((DisconnectReason reason) => received.Add(reason), HandlerKind.Disconnect, DisconnectReason.PingTimeout);
        await Given.CallAsync((DisconnectReason? reason) => received.Add(reason), HandlerKind.Disconnect, DisconnectReason.ServerDisconnect);

        Assert.That(received, Is.EqualTo(new DisconnectReason?[] { DisconnectReason.PingTimeout, DisconnectReason.ServerDisconnect }));
    }

    [TestCase(HandlerKind.Connect)]
    [TestCase(HandlerKind.ConnectError)]
    [TestCase(HandlerKind.Disconnect)]
    public async Task A_lifecycle_handler_may_take_nothing_and_return_a_value_for_nobody(object kind)
    {
        var called = 0;
        var invocation = Given.Invocation(packet: null, (HandlerKind)kind, lifecycle: null);
        await HandlerMethod.Compile(() => ++called, (HandlerKind)kind, Given.Context()).InvokeAsync(target: null, invocation);

        Assert.That(called, Is.EqualTo(1));
        Assert.That(invocation.Acknowledgement, Is.Null);
    }

    private static readonly TestCaseData[] Refused =
    [
        new TestCaseData((string reason) => { }, HandlerKind.Disconnect, "DisconnectReason").SetArgDisplayNames("disconnect with a string"),
        new TestCaseData((ConnectError error) => { }, HandlerKind.Connect, "ConnectInfo").SetArgDisplayNames("connect with an error"),
        new TestCaseData(([FromEvent] JsonElement data) => { }, HandlerKind.ConnectError, "ConnectError").SetArgDisplayNames("connect_error with an argument"),
        new TestCaseData((params object[] rest) => { }, HandlerKind.Connect, "ConnectInfo").SetArgDisplayNames("connect with the rest"),
    ];

    [TestCaseSource(nameof(Refused))]
    public void Anything_else_is_refused_with_what_may_be_taken(Delegate handler, object kind, string mend)
        => Assert.That(Given.FaultsOf(handler, (HandlerKind)kind), Does.Contain($"may take {mend}, CancellationToken, EventContext and registered services"));

    [Test]
    [Category("M10")]
    public async Task A_catch_all_is_given_the_name_then_the_arguments()
    {
        List<object> received = [];
        await Given.CallAsync(
            (string eventName, params JsonElement[] arguments) => received.AddRange([eventName, arguments[0].GetInt32(), arguments[1].GetString()!]),
            """2["my event",1,"two"]""",
            HandlerKind.CatchAll);
        await Given.CallAsync((CancellationToken _, string eventName, int first) => received.AddRange([eventName, first]), """2["other",7]""", HandlerKind.CatchAll);

        Assert.That(received, Is.EqualTo(new object[] { "my event", 1, "two", "other", 7 }));
    }

    [Test]
    [Category("M10")]
    public async Task A_catch_all_may_take_nothing_of_the_event()
    {
        var called = 0;
        await Given.CallAsync((EventContext context) => called += context.EventName.Length, """2["abc",7]""", HandlerKind.CatchAll);

        Assert.That(called, Is.EqualTo(3));
    }

    [Test]
    [Category("M10")]
    public void A_catch_alls_first_argument_is_a_string()
    {
        Assert.That(Given.FaultsOf((JsonElement first, string name) => { }, HandlerKind.CatchAll), Does.Contain("'first'").And.Contain("event's name"));
        Assert.That(Given.FaultsOf((params string[] all) => { }, HandlerKind.CatchAll), Does.Contain("'all'").And.Contain("event's name"));
    }
}
