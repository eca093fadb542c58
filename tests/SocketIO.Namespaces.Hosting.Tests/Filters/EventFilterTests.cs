using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SocketIO.Namespaces.Hosting.Tests.Registration;

namespace SocketIO.Namespaces.Hosting.Tests.Filters;

[Category("H2")]
public sealed class EventFilterTests
{
    private SocketIOTestServer _server = null!;

    public interface IShop
    {
        ValueTask Order(int number);
    }

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_filter_is_made_once_with_its_services()
    {
        var logs = new LogCollector();
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Shop>().AddEventFilter<LoggingFilter>(), logs);
        TestServerClient server = await _server.Of("/shop").WaitForClientAsync();

        await server.CallAsync<string>("order", new Order("tea", 1));
        await server.CallAsync<string>("order", new Order("cup", 2));
        await host.Services.GetRequiredService<ISocketIOEmitter<Shop>>().EmitAsync("sold", ("tea", 1));
        await host.StopAsync();

        Assert.That(logs.Entries.Select(entry => entry.Message).Where(message => message.Contains("/shop was") || message.Contains("on /shop")), Is.EqualTo(new[]
        {
            "order of /shop was handled by Shop.OnOrder", "order of /shop was handled by Shop.OnOrder", "sold was emitted on /shop with 2 arguments",
        }));
    }

    [Test]
    public async Task Validation_refuses_events_and_emits()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Shop>().AddEventFilter<ValidationFilter>());
        TestServerClient server = await _server.Of("/shop").WaitForClientAsync();
        var emitter = host.Services.GetRequiredService<ISocketIOEmitter<Shop>>();

        Assert.That((await server.CallAsync<JsonElement>("order", new Order("tea", 0))).ToString(), Is.EqualTo("{\"error\":\"An order has an amount above 0.\"}"));
        Assert.That(await server.CallAsync<string>("order", new Order("tea", 1)), Is.EqualTo("1 tea"));
        Assert.That(async () => await emitter.EmitAsync("order", new Order("tea", 0)), Throws.ArgumentException);
        await host.StopAsync();
    }

    [Test]
    public async Task Timing_measures_handlers_and_calls()
    {
        var time = new FakeTimeProvider();
        var timings = new Timings();
        using IHost host = await TestHost.StartAsync(services => services
            .AddSingleton<TimeProvider>(time).AddSingleton(time).AddSingleton(timings)
            .AddClient(_server.Url).AddNamespace<Slow>().AddEventFilter<TimingFilter>());
        TestServerClient server = await _server.Of("/slow").WaitForClientAsync();
        _server.Of("/slow").On("ask", () => time.Advance(TimeSpan.FromSeconds(2)));

        await server.CallAsync("work", null);
        await host.Services.GetRequiredService<ISocketIOEmitter<Slow>>().CallAsync("ask", null);

        Assert.That((timings["handling work"], timings["calling ask"]), Is.EqualTo((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2))));
        await host.StopAsync();
    }

    [TestCase(ServiceLifetime.Scoped)]
    [TestCase(ServiceLifetime.Transient)]
    public async Task A_filter_per_event_shares_the_scope_of_the_handler_and_its_instance(ServiceLifetime lifetime)
    {
        var units = new UnitLog();
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddSingleton(units).AddScoped<Unit>().AddClient(_server.Url).AddNamespace<Working>(ServiceLifetime.Scoped).AddEventFilter<UnitFilter>();
            services.Add(new ServiceDescriptor(typeof(UnitFilter), typeof(UnitFilter), lifetime));
        });
        TestServerClient server = await _server.Of("/working").WaitForClientAsync();

        int[] handled = await server.CallAsync<int[]>("units");
        await units.WaitForDisposalAsync(1);
        await host.Services.GetRequiredService<ISocketIOEmitter<Working>>().EmitAsync("emitted");

        Assert.That(handled, Is.EqualTo(new[] { 1, 1, 1 }), "of the filter, the instance and the parameter");
        Assert.That((await _server.Of("/working").ReceiveAsync("emitted")).Get<int>(), Is.EqualTo(2), "an emit has a scope of its own");
        await units.WaitForDisposalAsync(2);
        await host.StopAsync();
    }

    [Test]
    public async Task Filters_run_in_the_order_in_which_they_were_added_and_on_their_client_only()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddClient(_server.Url).AddEventFilter<First>().AddEventFilter<Second>().AddServer<IShop>(EventNaming.CamelCase, "/typed");
            services.Configure<SocketIOClientOptions>(options => options.EventFilters.Add(new Third()));
            services.AddClient(_server.Url, "other").AddEventFilter<Second>();
        });
        await _server.Of("/").WaitForClientsAsync(2);

        await host.Services.GetRequiredService<ISocketIOEmitter>().EmitAsync("default");
        await host.Services.GetRequiredKeyedService<ISocketIOEmitter>("other").EmitAsync("other");
        await host.Services.GetRequiredService<IShop>().Order(7);

        Assert.That((await _server.Of("/").ReceiveAsync("default")).ToString(), Is.EqualTo("""["default","first","second","third"]"""));
        Assert.That((await _server.Of("/").ReceiveAsync("other")).ToString(), Is.EqualTo("""["other","second"]"""));
        Assert.That((await _server.Of("/typed").ReceiveAsync("order")).ToString(), Is.EqualTo("""["order",7,"first","second","third"]"""));
        await host.StopAsync();
    }

    [Test]
    public async Task A_filter_may_depend_on_an_emitter()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Shop>().AddEventFilter<Auditing>());
        TestServerClient server = await _server.Of("/shop").WaitForClientAsync();

        await server.CallAsync<string>("order", new Order("tea", 1));

        Assert.That((await _server.Of("/shop").ReceiveAsync("audit")).Get<string>(), Is.EqualTo("order"));
        await host.StopAsync();
    }

    [Test]
    public void A_filter_that_cannot_be_made_is_told_when_the_host_starts()
    {
        using IHost host = TestHost.Build(services => services.AddClient().AddEventFilter<UnitFilter>(), validate: false);

        Assert.That(() => host.StartAsync().WaitAsync(TestHost.Patience), Throws.TypeOf<OptionsValidationException>()
            .With.Message.Contains("The event filter UnitFilter of the default client cannot be made: its constructor takes Unit, which is not a registered service"));
    }

    [Test]
    public void A_scoped_dependency_of_a_filter_that_is_made_once_is_told_too()
    {
        using IHost host = TestHost.Build(
            services => services.AddSingleton<UnitLog>().AddScoped<Unit>().AddClient().AddEventFilter<UnitFilter>(), validate: false);

        Assert.That(() => host.StartAsync().WaitAsync(TestHost.Patience), Throws.TypeOf<OptionsValidationException>().With.Message.EqualTo(
            "The event filter UnitFilter of the default client cannot be made: it is made once, but the constructor of UnitFilter takes Unit, which is scoped: "
            + "register the filter as scoped, by services.AddScoped<UnitFilter>(), or take the service from context.Services."));
    }

    [Test]
    public async Task A_filter_that_has_no_constructor_to_call_is_told_too()
    {
        using IHost host = TestHost.Build(
            services => services.AddClient().AddEventFilter<Appending>().AddEventFilter<Hidden>().AddEventFilter<IEventFilter>(), validate: false);

        OptionsValidationException exception = (await Assert.CatchAsync<OptionsValidationException>(() => host.StartAsync().WaitAsync(TestHost.Patience)))!;

        Assert.That(exception.Failures, Is.EquivalentTo(new[]
        {
            "The event filter Appending of the default client cannot be made: it is abstract: register the class to make in its place.",
            "The event filter Hidden of the default client cannot be made: it has no public constructor: add one, or register a factory.",
            "The event filter IEventFilter of the default client cannot be made: it is an interface: register the class to make in its place.",
        }));
    }

    [Test]
    public async Task A_filter_that_is_registered_as_another_class_or_by_a_factory_can_be_made()
    {
        using IHost host = await TestHost.StartAsync(services => services
            .AddSingleton<Appending, First>()
            .AddSingleton(_ => Hidden.Create())
            .AddClient(_server.Url).AddEventFilter<Appending>().AddEventFilter<Hidden>());

        await host.Services.GetRequiredService<ISocketIOEmitter>().EmitAsync("emitted");

        Assert.That((await _server.Of("/").ReceiveAsync("emitted")).ToString(), Is.EqualTo("""["emitted","first"]"""));
        await host.StopAsync();
    }

    private abstract class Appending(string argument) : IEventFilter
    {
        public ValueTask OnEmitAsync(OutgoingEventContext context, Func<OutgoingEventContext, ValueTask> next)
        {
            context.Arguments.Add(argument);
            return next(context);
        }
    }

    private sealed class First() : Appending("first");

    private sealed class Second() : Appending("second");

    private sealed class Third() : Appending("third");

    private sealed class Hidden : IEventFilter
    {
        private Hidden() { }

        public static Hidden Create() => new();
    }

    private sealed class UnitFilter(Unit unit) : IEventFilter
    {
        public async ValueTask OnEventAsync(IncomingEventContext context, Func<IncomingEventContext, ValueTask> next)
        {
            await next(context);
            context.Acknowledgement = (int[])[unit.Id, .. (int[])context.Acknowledgement!];
        }

        public ValueTask OnEmitAsync(OutgoingEventContext context, Func<OutgoingEventContext, ValueTask> next)
        {
            context.Arguments.Add(unit.Id);
            return next(context);
        }
    }

    private sealed class Auditing(ISocketIOEmitter<Shop> shop) : IEventFilter
    {
        public async ValueTask OnEventAsync(IncomingEventContext context, Func<IncomingEventContext, ValueTask> next)
        {
            await next(context);
            await shop.EmitAsync("audit", context.EventName);
        }
    }

    [Namespace("/shop")]
    private sealed class Shop : AsyncClientNamespace
    {
        public string OnOrder(Order order) => $"{order.Amount} {order.Item}";
    }

    [Namespace("/slow")]
    private sealed class Slow(FakeTimeProvider time) : AsyncClientNamespace
    {
        public void OnWork() => time.Advance(TimeSpan.FromSeconds(3));
    }

    [Namespace("/working")]
    private sealed class Working(Unit unit) : AsyncClientNamespace
    {
        public int[] OnUnits(Unit injected) => [unit.Id, injected.Id];
    }
}
