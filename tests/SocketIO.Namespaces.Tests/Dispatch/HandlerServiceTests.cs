using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Tests.Dispatch;

[Category("H2")]
public sealed class HandlerServiceTests
{
    private const string Join = """212["join","lobby"]""";

    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton(new Store("plain"))
        .AddSingleton<IStore>(provider => provider.GetRequiredService<Store>())
        .AddKeyedSingleton("archive", new Store("archive"))
        .AddSingleton("a registered string")
        .AddSingleton(new[] { "registered" })
        .AddSingleton(typeof(IRepository<>), typeof(Repository<>))
        .AddScoped<Visit>()
        .AddTransient<Broken>()
        .AddSingleton<Func<int>>(() => 42)
        .BuildServiceProvider(validateScopes: true);

    [OneTimeTearDown]
    public void DisposeServices() => _services.Dispose();

    private static readonly TestCaseData[] Injected =
    [
        Case("a registered class", (string room, Store store) => room + store.Name, "lobbyplain"),
        Case("a registered interface", (IStore store, string room) => room + store.Name, "lobbyplain"),
        Case("an open generic", (IRepository<int> repository, string room) => room + repository.Name, "lobbyInt32"),
        Case("a keyed service", (string room, [FromKeyedServices("archive")] Store store) => room + store.Name, "lobbyarchive"),
        Case("by attribute", ([Injected] string text, string room) => room + text, "lobbya registered string"),
        Case("several of one type, by attribute", (string room, [Injected] IEnumerable<IStore> stores) => room + stores.Count(), "lobby1"),
        Case("a registered delegate", (string room, Func<int> next) => room + next(), "lobby42"),
        Case("the container", (string room, IServiceProvider provider) => room + provider.GetRequiredService<Store>().Name, "lobbyplain"),
    ];

    [TestCaseSource(nameof(Injected))]
    public async Task Services_are_injected_and_take_no_argument(Delegate handler, string expected)
    {
        Assert.That(await Given.CallAsync(handler, Join, services: _services), Is.EqualTo($"4312[\"{expected}\"]"));
        Assert.That(HandlerMethod.Compile(handler, HandlerKind.Event, Given.Context(_services)).NeedsServices, Is.True);
    }

    private static readonly TestCaseData[] Arguments =
    [
        Case("a string", (string room) => room, "[\"lobby\"]", "lobby"),
        Case("an array", (string[] rooms) => rooms[0], "[[\"lobby\"]]", "lobby"),
        Case("a list", (List<string> rooms) => rooms[0], "[[\"lobby\"]]", "lobby"),
        Case("an enumerable", (IEnumerable<string> rooms) => rooms.First(), "[[\"lobby\"]]", "lobby"),
        Case("a registered class, by attribute", ([FromEvent] Store store) => store.Name, "[{\"name\":\"sent\"}]", "sent"),
    ];

    [TestCaseSource(nameof(Arguments))]
    public async Task Values_are_arguments_even_if_registered(Delegate handler, string arguments, string expected)
    {
        Assert.That(await Given.CallAsync(handler, $"212[\"join\",{arguments[1..]}", services: _services), Is.EqualTo($"4312[\"{expected}\"]"));
        Assert.That(HandlerMethod.Compile(handler, HandlerKind.Event, Given.Context(_services)).NeedsServices, Is.False);
    }

    [Test]
    public async Task Services_come_from_the_providers_scope_of_the_call()
    {
        await using var scope = _services.CreateAsyncScope();

        await Given.CallAsync((Visit visit) => visit.Count++, Join, services: scope.ServiceProvider);
        await Given.CallAsync((Visit visit) => visit.Count++, Join, services: scope.ServiceProvider);

        Assert.That(scope.ServiceProvider.GetRequiredService<Visit>().Count, Is.EqualTo(2));
    }

    private static readonly TestCaseData[] Refused =
    [
        new TestCaseData(([Injected] Unregistered _) => { }, "Unregistered is not registered").SetArgDisplayNames("injected, not registered"),
        new TestCaseData(([FromKeyedServices("attic")] Store _) => { }, "not registered with the key 'attic'").SetArgDisplayNames("another key"),
        new TestCaseData(([FromKeyedServices] Store _) => { }, "name the key").SetArgDisplayNames("no key"),
        new TestCaseData(([Injected, FromEvent] Store _) => { }, "keep one of the attributes").SetArgDisplayNames("both attributes"),
        new TestCaseData((IUnregistered _) => { }, "register it").SetArgDisplayNames("an interface nobody registered"),
        new TestCaseData((Unregistered _) => { }, "register it").SetArgDisplayNames("a class with dependencies nobody registered"),
    ];

    [TestCaseSource(nameof(Refused))]
    public void What_cannot_be_injected_is_refused_with_its_mend(Delegate handler, string mend)
        => Assert.That(Given.FaultsOf(handler, services: _services), Does.Contain(mend));

    [Test]
    public async Task A_service_missing_at_the_call_is_a_binding_error_that_names_it()
    {
        var handler = HandlerMethod.Compile((Store store) => { }, HandlerKind.Event, Given.Context(_services));
        await using var others = new ServiceCollection().BuildServiceProvider();
        using var packet = Given.Packet(Join);

        await Assert.ThatAsync(
            async () => await handler.InvokeAsync(null, Given.Invocation(packet, services: others)),
            Throws.TypeOf<HandlerBindingException>().With.Message.Contains("'store' (Store)").And.Message.Contains("none is registered"));
        await Assert.ThatAsync(
            async () => await handler.InvokeAsync(null, Given.Invocation(packet)), Throws.TypeOf<HandlerBindingException>().With.Message.Contains("without services"));
    }

    [Test]
    public async Task What_a_services_constructor_throws_is_not_wrapped()
        => await Assert.ThatAsync(() => Given.CallAsync((Broken _) => { }, Join, services: _services), Throws.TypeOf<TimeoutException>());

    [Test]
    public async Task Lifecycle_handlers_may_take_services()
    {
        var handler = HandlerMethod.Compile((Store store, ConnectInfo info) => store.Seen = info.Sid, HandlerKind.Connect, Given.Context(_services));
        await handler.InvokeAsync(null, Given.Invocation(packet: null, HandlerKind.Connect, _services, new ConnectInfo("sid", false, false)));

        Assert.That(_services.GetRequiredService<Store>().Seen, Is.EqualTo("sid"));
    }

    private static TestCaseData Case(string what, Delegate handler, string expected) => new TestCaseData(handler, expected).SetArgDisplayNames(what);

    private static TestCaseData Case(string what, Delegate handler, string arguments, string expected)
        => new TestCaseData(handler, arguments, expected).SetArgDisplayNames(what);

    private interface IStore
    {
        string Name { get; }
    }

    private interface IRepository<T>
    {
        string Name { get; }
    }

    private interface IUnregistered;

    private sealed class Store(string name) : IStore
    {
        public string Name => name;

        public string? Seen { get; set; }
    }

    private sealed class Repository<T> : IRepository<T>
    {
        public string Name => typeof(T).Name;
    }

    private sealed class Visit
    {
        public int Count { get; set; }
    }

    private sealed class Unregistered(IStore store)
    {
        public override string ToString() => store.Name;
    }

    private sealed class Broken
    {
        public Broken() => throw new TimeoutException();
    }
}
