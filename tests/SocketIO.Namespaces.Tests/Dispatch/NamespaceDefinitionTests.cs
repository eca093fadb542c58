using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Tests.Dispatch;

[Category("S18")]
public sealed partial class NamespaceDefinitionTests
{
    [Test]
    public void A_class_is_read_with_its_path_and_handlers()
    {
        var definition = NamespaceDefinition.Inspect(typeof(Good));

        Assert.That(definition.Type, Is.EqualTo(typeof(Good)));
        Assert.That(definition.Path, Is.EqualTo("/good"));
        Assert.That(
            definition.Handlers.Select(handler => $"{handler.EventName}: {handler.DisplayName}"),
            Is.EquivalentTo(new[] { "join: Good.OnJoin", "room:history: Good.History", "connect: Good.OnConnect", "*: Good.Anything" }));
    }

    [Test]
    public void A_class_without_the_attribute_has_no_path() => Assert.That(NamespaceDefinition.Inspect(typeof(Derived)).Path, Is.Null);

    [Test]
    public void The_path_is_inherited() => Assert.That(NamespaceDefinition.Inspect(typeof(InheritsPath)).Path, Is.EqualTo("/good"));

    [Test]
    public void Methods_of_the_users_bases_count_and_overrides_count_once()
        => Assert.That(
            NamespaceDefinition.Inspect(typeof(Derived)).Handlers.Select(handler => $"{handler.EventName}: {handler.DisplayName}"),
            Is.EquivalentTo(new[] { "join: Derived.OnJoin", "leave: Base.OnLeave", "named: Derived.Named", "hidden: Derived.OnHidden" }));

    [Test]
    public async Task An_inherited_handler_is_called_on_the_derived_instance()
    {
        var table = NamespaceDefinition.Inspect(typeof(Derived)).Compile(Given.Context());
        using var packet = Given.Packet("""20["leave"]""");
        var invocation = Given.Invocation(packet);
        await table.Find("leave")!.InvokeAsync(new Derived(), invocation);

        Assert.That(Given.Text(invocation.Acknowledgement), Is.EqualTo("430[\"Derived\"]"));
    }

    private static readonly TestCaseData[] Faulty =
    [
        Case<Abstract>("It is abstract"),
        Case(typeof(Generic<>), "It is generic"),
        Case(typeof(IContract), "It is not a class"),
        Case<PathWithoutSlash>("[Namespace]: 'chat' does not start with '/'; write '/chat'."),
        Case<PathEmpty>("[Namespace]: '' does not start with '/'; write '/'."),
        Case<Private>("OnJoin() is not public: make it public, or mark it [NonEvent]"),
        Case<Protected>("OnJoin() is not public"),
        Case<Internal>("Named() is not public"),
        Case<PrivateInBase>("OnSecret() is not public"),
        Case<Static>("OnJoin() is static"),
        Case<AsyncVoid>("OnJoin() is async void"),
        Case<GenericMethod>("OnJoin(T) is generic"),
        Case<ByRef>("parameter 'seats' (ref int) is passed by reference"),
        Case<Out>("parameter 'seats' (ref int) is passed by reference"),
        Case<Span>("parameter 'text' (ReadOnlySpan<char>) cannot outlive the call"),
        Case<Stream>("returns IAsyncEnumerable<int>"),
        Case<Awaitable>("returns YieldAwaitable, which is not awaited here"),
        Case<RefReturn>("returns ref int"),
        Case<Both>("OnJoin() has [On] and [NonEvent]"),
        Case<Empty>("Join() has an [On] without an event name"),
        Case<CatchAllOfNumber>("parameter 'number' (int) comes first, where a catch-all is given the event's name"),
        Case<DisconnectWithString>("parameter 'reason' (string) cannot be given: a disconnect handler (OnDisconnect) may take DisconnectReason"),
        Case<ReasonInEvent>("is given to a disconnect handler (OnDisconnect) only"),
        Case<Overloads>("OnJoin(string)", "OnJoin(int)", "both handle 'join'"),
        Case<AsyncTwin>("OnJoin()", "OnJoinAsync()", "both handle 'join'"),
        Case<Spellings>("OnMyEvent()", "OnMy_Event()", "both handle 'my_event'"),
        Case<SameName>("First()", "Second()", "both handle 'room:join'"),
        Case<TwoConnects>("OnConnect()", "Joined()", "both handle 'connect'"),
        Case<TwoCatchAlls>("First(string)", "Second(string)", "both handle '*'"),
    ];

    [TestCaseSource(nameof(Faulty))]
    public void A_fault_is_told_with_its_mend(Type type, string[] expected)
    {
        var faults = FaultsOf(() => NamespaceDefinition.Inspect(type));

        Assert.That(faults, Has.Count.EqualTo(1));
        foreach (var part in expected)
            Assert.That(faults[0], Does.Contain(part));
    }

    [Test]
    public void Every_fault_of_a_class_is_told_at_once()
        => Assert.That(FaultsOf(() => NamespaceDefinition.Inspect(typeof(ManyFaults))), Has.Count.EqualTo(5));

    [TestCase(typeof(NotHandlers))]
    [TestCase(typeof(ExplicitImplementation))]
    public void What_only_looks_like_a_handler_is_let_be(Type type) => Assert.That(NamespaceDefinition.Inspect(type).Handlers, Is.Empty);

    [Test]
    public void What_needs_the_services_is_found_by_compiling_all_at_once()
    {
        var definition = NamespaceDefinition.Inspect(typeof(NeedsServices));
        using var none = new ServiceCollection().BuildServiceProvider();
        using var some = new ServiceCollection().AddSingleton<IContract, Contract>().AddSingleton<Contract>().BuildServiceProvider();

        Assert.That(FaultsOf(() => definition.Compile(Given.Context())), Has.Count.EqualTo(2));
        Assert.That(FaultsOf(() => definition.Compile(Given.Context(none))), Has.Count.EqualTo(2));
        Assert.That(definition.Compile(Given.Context(some)).Find("first")!.NeedsServices, Is.True);
    }

    [Test]
    public void The_exception_names_the_class_and_lists_the_faults()
    {
        try
        {
            NamespaceDefinition.Inspect(typeof(AsyncTwin));
            Assert.Fail("The class was accepted.");
        }
        catch (NamespaceDefinitionException exception)
        {
            Assert.That(exception.NamespaceType, Is.EqualTo(typeof(AsyncTwin)));
            Assert.That(exception.Message, Does.StartWith("AsyncTwin cannot be used").And.Contain(exception.Faults[0]));
        }
    }

    private static IReadOnlyList<string> FaultsOf(Action action)
    {
        try
        {
            action();
        }
        catch (NamespaceDefinitionException exception)
        {
            return exception.Faults;
        }

        return [];
    }

    private static TestCaseData Case<T>(params string[] expected) => Case(typeof(T), expected);

    private static TestCaseData Case(Type type, params string[] expected) => new TestCaseData(type, expected).SetArgDisplayNames(type.Name);
}
