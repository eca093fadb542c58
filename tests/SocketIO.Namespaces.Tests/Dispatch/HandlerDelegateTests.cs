using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Tests.Dispatch;

/// <summary>Whatever C# calls a delegate can be a handler, if it is one method.</summary>
[Category("S2")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class HandlerDelegateTests
{
    private const string Join = """212["join","lobby",3]""";

    private string _prefix = "";

    [Test]
    public async Task A_lambda_with_a_closure_is_called_on_it()
    {
        var captured = 1;
        await Given.CallAsync((string room, int seats) => captured += seats, Join);

        Assert.That(captured, Is.EqualTo(4));
    }

    [Test]
    public async Task A_static_method_is_called() => Assert.That(await Given.CallAsync(Static, Join), Is.EqualTo("4312[\"lobby3\"]"));

    [Test]
    public async Task A_method_of_an_instance_is_called_on_it()
    {
        _prefix = "the ";

        Assert.That(await Given.CallAsync(Instance, Join), Is.EqualTo("4312[\"the lobby\"]"));
    }

    [Test]
    public async Task A_method_groups_defaults_and_params_hold()
    {
        Assert.That(await Given.CallAsync(Optional, """212["join","lobby"]"""), Is.EqualTo("4312[\"lobby-7-0\"]"));
        Assert.That(await Given.CallAsync(Optional, """212["join","lobby",1,2,3]"""), Is.EqualTo("4312[\"lobby-1-2\"]"));
    }

    [Test]
    public async Task A_local_function_is_called()
    {
        static string Local(string room) => room + "!";

        Assert.That(await Given.CallAsync(Local, Join), Is.EqualTo("4312[\"lobby!\"]"));
    }

    [Test]
    public async Task An_extension_method_of_an_object_is_called_on_it()
        => Assert.That(await Given.CallAsync((Func<string, string>)"in ".Prefix, Join), Is.EqualTo("4312[\"in lobby\"]"));

    [Test]
    public async Task A_delegate_made_at_run_time_is_called()
    {
        Expression<Func<string, int, string>> expression = (room, seats) => room + seats;

        Assert.That(await Given.CallAsync(expression.Compile(), Join), Is.EqualTo("4312[\"lobby3\"]"));
    }

    [Test]
    public async Task A_closed_generic_method_is_called()
        => Assert.That(await Given.CallAsync((Func<string, string>)Generic, Join), Is.EqualTo("4312[\"String\"]"));

    [Test]
    public async Task The_delegates_types_count_where_they_differ_from_the_methods()
        => Assert.That(await Given.CallAsync((Func<string, string>)TypeOf, Join), Is.EqualTo("4312[\"String\"]"));

    [Test]
    public async Task A_delegate_of_a_value_types_method_is_called()
        => Assert.That(await Given.CallAsync(new Counter { Start = 2 }.Add, """212["add",40]"""), Is.EqualTo("4312[42]"));

    [Test]
    [Category("S13")]
    public async Task Closures_of_one_lambda_are_compiled_once_and_keep_their_own_values()
    {
        var context = Given.Context();
        List<int> sums = [];
        var handlers = Enumerable.Range(1, 3).Select(step => HandlerMethod.Compile((int value) => sums.Add(step * value), HandlerKind.Event, context)).ToList();
        using var packet = Given.Packet("""2["add",10]""");
        foreach (var handler in handlers)
            await handler.InvokeAsync(target: null, Given.Invocation(packet));

        Assert.That(sums, Is.EqualTo(new[] { 10, 20, 30 }));
        Assert.That(handlers.Select(handler => handler.Compiled).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    [Category("S13")]
    public async Task One_method_may_handle_events_and_acknowledgements()
    {
        var context = Given.Context();
        var handler = new Func<string, string>(text => text + "!");
        using var packet = Given.Packet("""30["answer"]""");
        using var received = Given.Packet("""20["ask","question"]""");
        var callback = Given.Invocation(packet, HandlerKind.Acknowledgement);
        var @event = Given.Invocation(received);
        await HandlerMethod.Compile(handler, HandlerKind.Acknowledgement, context).InvokeAsync(target: null, callback);
        await HandlerMethod.Compile(handler, HandlerKind.Event, context).InvokeAsync(target: null, @event);

        Assert.That(callback.Acknowledgement, Is.Null);
        Assert.That(Given.Text(@event.Acknowledgement), Is.EqualTo("430[\"question!\"]"));
    }

    [Test]
    public void A_combined_delegate_is_refused()
    {
        Action<string> first = _ => { };
        Action<string> second = _ => _prefix = "";

        Assert.That(Given.FaultsOf(first + second), Does.Contain("single method"));
    }

    [Test]
    [Category("S3")]
    public void An_async_void_lambda_is_refused()
    {
#pragma warning disable VSTHRD101 // what is refused here
        Action<string> handler = async _ => await Task.Yield();
#pragma warning restore VSTHRD101

        Assert.That(Given.FaultsOf(handler), Does.Contain("async void").And.Contain("return Task"));
    }

    private delegate void ByReference(ref int value);

    private delegate void Spans(ReadOnlySpan<char> value);

    private static readonly TestCaseData[] Refused =
    [
        new TestCaseData((ByReference)((ref int _) => { }), "by value").SetArgDisplayNames("by reference"),
        new TestCaseData((Spans)(_ => { }), "cannot outlive the call").SetArgDisplayNames("a span"),
        new TestCaseData((params List<int> numbers) => { }, "params array").SetArgDisplayNames("a params list"),
        new TestCaseData((string room, Action<string> ack) => { }, "acknowledges by what it returns").SetArgDisplayNames("a callback"),
        new TestCaseData((DisconnectReason reason) => { }, "OnDisconnect").SetArgDisplayNames("a disconnect reason"),
        new TestCaseData((ISomething something) => { }, "is an interface, and not a registered service").SetArgDisplayNames("an interface"),
        new TestCaseData((Abstract something) => { }, "is an abstract class").SetArgDisplayNames("an abstract class"),
        new TestCaseData((Stream content) => { }, "is an abstract class").SetArgDisplayNames("a stream"),
        new TestCaseData((Needy needy) => { }, "a class without a constructor that JSON can call").SetArgDisplayNames("a class that needs services"),
        new TestCaseData((params ISomething[] rest) => { }, "is an interface").SetArgDisplayNames("params of an interface"),
        new TestCaseData(([Injected] Needy needy) => { }, "SocketIOClientOptions.Services").SetArgDisplayNames("injected, without services"),
        new TestCaseData(() => Stream(), "collect the items").SetArgDisplayNames("returns a stream of items"),
        new TestCaseData(Task<IAsyncEnumerable<int>> () => Task.FromResult(Stream()), "collect the items").SetArgDisplayNames("returns a task of a stream"),
        new TestCaseData(() => Task.Yield(), "not awaited").SetArgDisplayNames("returns its own awaitable"),
        new TestCaseData(() => Task.FromResult(Task.CompletedTask), "not awaited").SetArgDisplayNames("returns a task of a task"),
        new TestCaseData(Action () => () => { }, "cannot be sent").SetArgDisplayNames("returns a delegate"),
    ];

    [TestCaseSource(nameof(Refused))]
    public void What_cannot_be_bound_or_answered_is_refused_with_its_mend(Delegate handler, string mend)
        => Assert.That(Given.FaultsOf(handler), Does.Contain(mend));

    [Test]
    public void Every_fault_is_told_at_once()
        => Assert.That(Given.FaultsOf(IAsyncEnumerable<int> (ISomething one, Abstract two) => Stream()), Does.Contain("'one'").And.Contain("'two'").And.Contain("collect"));

    private static readonly TestCaseData[] Accepted =
    [
        new TestCaseData((IEnumerable<int> _) => { }).SetArgDisplayNames("an enumerable"),
        new TestCaseData((IReadOnlyList<string> _) => { }).SetArgDisplayNames("a read-only list"),
        new TestCaseData((IDictionary<string, int> _) => { }).SetArgDisplayNames("a dictionary"),
        new TestCaseData((object _) => { }).SetArgDisplayNames("an object"),
        new TestCaseData((JsonNode _) => { }).SetArgDisplayNames("a JSON node"),
        new TestCaseData((Polymorphic _) => { }).SetArgDisplayNames("an abstract class with known derived types"),
        new TestCaseData((ReadOnlyMemory<byte> _) => { }).SetArgDisplayNames("memory"),
        new TestCaseData((Exactly _) => { }).SetArgDisplayNames("a record"),
        new TestCaseData(((int A, string B) _) => { }).SetArgDisplayNames("a tuple"),
        new TestCaseData((Uri _, Version _, TimeSpan _, DateOnly _) => { }).SetArgDisplayNames("values of the framework"),
    ];

    [TestCaseSource(nameof(Accepted))]
    public void What_may_be_read_from_JSON_is_accepted(Delegate handler)
        => Assert.That(() => HandlerMethod.Compile(handler, HandlerKind.Event, Given.Context()), Throws.Nothing);

    [Test]
    public void An_interface_with_a_converter_of_the_users_is_accepted()
    {
        var options = new JsonSerializerOptions();
        options.Converters.Add(new SomethingConverter());

        Assert.That(() => HandlerMethod.Compile((ISomething _) => { }, HandlerKind.Event, Given.Context(options: options)), Throws.Nothing);
    }

    [Test]
    [Category("M21")]
    public void A_class_that_needs_services_is_refused_with_the_users_own_resolver_too()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

        Assert.That(
            () => HandlerMethod.Compile((Needy _) => { }, HandlerKind.Event, Given.Context(options: options)),
            Throws.ArgumentException.With.Message.Contains("a class without a constructor that JSON can call"));
        Assert.That(() => HandlerMethod.Compile((Exactly _) => { }, HandlerKind.Event, Given.Context(options: options)), Throws.Nothing);
    }

    [Test]
    [Category("M21")]
    public void A_type_that_a_generated_resolver_does_not_know_is_refused()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = Known.Default };

        Assert.That(() => HandlerMethod.Compile((Exactly _, string _) => { }, HandlerKind.Event, Given.Context(options: options)), Throws.Nothing);
        Assert.That(
            () => HandlerMethod.Compile((Counter _) => { }, HandlerKind.Event, Given.Context(options: options)),
            Throws.ArgumentException.With.Message.Contains("cannot be read from JSON"));
    }

    [Test]
    public void Handlers_are_named_as_their_author_would_find_them()
    {
        static void Local() { }
        var captured = 0;

        Assert.That(NameOf(Static), Is.EqualTo("HandlerDelegateTests.Static"));
        Assert.That(NameOf(Local), Is.EqualTo("HandlerDelegateTests.Handlers_are_named_as_their_author_would_find_them.Local"));
        Assert.That(NameOf(() => { }), Is.EqualTo("HandlerDelegateTests.Handlers_are_named_as_their_author_would_find_them (lambda)"));
        Assert.That(NameOf(() => captured++), Is.EqualTo("HandlerDelegateTests.Handlers_are_named_as_their_author_would_find_them (lambda)"));
    }

    private static string NameOf(Delegate handler) => HandlerMethod.Compile(handler, HandlerKind.Event, Given.Context()).DisplayName;

    private static string Static(string room, int seats) => room + seats;

    private static string Optional(string room, int seats = 7, params int[] rest) => $"{room}-{seats}-{rest.Length}";

    private static string Generic<T>(T value) => typeof(T).Name;

    private static string TypeOf(object value) => value.GetType().Name;

    private static IAsyncEnumerable<int> Stream() => AsyncEnumerable.Empty<int>();

    private string Instance(string room) => _prefix + room;

    private interface ISomething;

    private abstract class Abstract;

    [JsonDerivedType(typeof(Derived), "derived")]
    private abstract class Polymorphic;

    private sealed class Derived : Polymorphic;

    internal sealed record Exactly(int Id, string Name);

    private sealed class Needy(ISomething something)
    {
        public override string ToString() => $"needs {something}";
    }

    private struct Counter
    {
        public int Start { get; init; }

        public readonly int Add(int value) => Start + value;
    }

    [JsonSerializable(typeof(Exactly))]
    internal sealed partial class Known : JsonSerializerContext;

    private sealed class SomethingConverter : JsonConverter<ISomething>
    {
        public override ISomething? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => null;

        public override void Write(Utf8JsonWriter writer, ISomething value, JsonSerializerOptions options) => writer.WriteNullValue();
    }
}

internal static class PrefixExtensions
{
    public static string Prefix(this string prefix, string text) => prefix + text;
}
