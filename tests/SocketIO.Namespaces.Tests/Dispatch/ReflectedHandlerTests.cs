using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Dispatch.Filters;
using SocketIO.Namespaces.Dispatch.Reflected;

namespace SocketIO.Namespaces.Tests.Dispatch;

/// <summary>What calls handlers where no code can be made at run time does what compiled code does.</summary>
[Category("S12")]
public sealed class ReflectedHandlerTests
{
    private enum Level
    {
        Low,
        High,
    }

    private static readonly TestCaseData[] Arguments =
    [
        Case("by position", (string a, int b) => $"{a} {b}", """212["e","x",1]""", """4312["x 1"]"""),
        Case("surplus ones", (string a) => a, """212["e","x",1]""", """4312["x"]"""),
        Case("a default", (string a, Level? level = Level.High) => $"{a} {level}", """212["e","x"]""", """4312["x High"]"""),
        Case("a struct's default", (int a, DateTime when = default) => when.Year, """212["e",1]""", "4312[1]"),
        Case("what may be null", (string? a, int? b) => a is null && b is null, """212["e",null]""", "4312[true]"),
        Case("the rest", (string a, params int[] rest) => rest.Sum(), """212["e","x",1,2,3]""", "4312[6]"),
        Case("no rest", (params string[] rest) => rest.Length, """212["e"]""", "4312[0]"),
        Case("JSON", (JsonElement a) => a, """212["e",{"b":[1]}]""", """4312[{"b":[1]}]"""),
        Case("the context", (EventContext context, CancellationToken token) => context.EventName, """212["e"]""", """4312["e"]"""),
        Case("a service", (TimeProvider time) => time == TimeProvider.System, """212["e"]""", "4312[true]"),
    ];

    private static readonly TestCaseData[] Answers =
    [
        Answer("a value", () => "fine"),
        Answer("a task", () => Task.FromResult("fine")),
        Answer("a value task", () => ValueTask.FromResult("fine")),
        Answer("a task that takes its time", async Task<string> () =>
        {
            await Task.Yield();
            return "fine";
        }),
    ];

    [TestCaseSource(nameof(Arguments))]
    public async Task Arguments_reach_their_parameters(Delegate handler, string packet, string acknowledgement)
        => Assert.That(await CallAsync(handler, packet), Is.EqualTo(acknowledgement));

    [TestCaseSource(typeof(HandlerReturnTests), nameof(HandlerReturnTests.Returns))]
    public async Task What_a_handler_returns_is_the_acknowledgement(Delegate handler, string acknowledgement)
        => Assert.That(await CallAsync(handler, """212["join"]"""), Is.EqualTo(acknowledgement));

    [TestCaseSource(nameof(Answers))]
    [Category("H2")]
    public async Task Filters_see_what_a_handler_returns(Delegate handler)
    {
        HandlerCall call = ReflectedHandler.OfDelegate(handler.Method.ReturnType, [], Given.Serializer);
        using var packet = Given.Packet("""212["e"]""");
        HandlerInvocation invocation = Given.Invocation(packet);
        var filtered = new FilteredEvent("handler", invocation, Given.Serializer, () => call(handler, invocation));

        await filtered.HandleAsync();

        Assert.That(filtered.Acknowledgement, Is.EqualTo("fine"));
        Assert.That(Given.Text(invocation.Acknowledgement), Is.EqualTo("""4312["fine"]"""));
    }

    [Test]
    public void A_methods_exception_comes_as_it_was_thrown([Values] bool isMethod)
    {
        var refused = new InvalidOperationException("no");
        var target = new Thrower(refused);

        Assert.That(() => CallAsync(target.Throw, """212["e"]""", isMethod), Throws.Exception.SameAs(refused));
    }

    [TestCase("""212["e","x"]""", "does not fit")]
    [TestCase("""212["e",null]""", "is null")]
    [TestCase("""212["e"]""", "is missing")]
    public void An_argument_that_does_not_fit_is_named(string packet, string fault)
        => Assert.That(() => CallAsync((int count) => count, packet),
            Throws.TypeOf<HandlerBindingException>().With.Message.Contains(fault).And.Message.Contains("'count'"));

    [Test]
    public async Task A_namespace_classs_method_is_called_on_its_instance()
        => Assert.That(await CallAsync(new Thrower(null).Echo, """212["e","x"]""", isMethod: true), Is.EqualTo("""4312["x"]"""));

    private static async Task<string?> CallAsync(Delegate handler, string text, bool isMethod = false)
    {
        var faults = new List<string>();
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).BuildServiceProvider();
        HandlerSignature signature = HandlerSignature.Of(handler);
        IReadOnlyList<HandlerParameter> parameters = signature.Plan(HandlerKind.Event, Given.Context(services), faults);
        Assert.That(faults, Is.Empty);

        HandlerCall call = isMethod
            ? ReflectedHandler.OfMethod(handler.Method, parameters, Given.Serializer)
            : ReflectedHandler.OfDelegate(signature.ReturnType, parameters, Given.Serializer);
        using var packet = Given.Packet(text);
        HandlerInvocation invocation = Given.Invocation(packet, services: services);
        await call(isMethod ? handler.Target : handler, invocation);
        return Given.Text(invocation.Acknowledgement);
    }

    private static TestCaseData Case(string name, Delegate handler, string packet, string acknowledgement)
        => new TestCaseData(handler, packet, acknowledgement).SetArgDisplayNames(name);

    private static TestCaseData Answer(string name, Delegate handler) => new TestCaseData(handler).SetArgDisplayNames(name);

    private sealed class Thrower(Exception? exception)
    {
        public void Throw() => throw exception!;

        public string Echo(string text) => text;
    }
}
