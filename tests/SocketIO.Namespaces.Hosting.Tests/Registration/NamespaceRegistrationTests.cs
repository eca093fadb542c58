using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Namespaces.Hosting.Tests.Registration;

public sealed class NamespaceRegistrationTests
{
    [Test, Category("H2")]
    public void What_reflection_sees_is_refused_at_registration()
    {
        ISocketIOClientBuilder builder = new ServiceCollection().AddSocketIOClient();

        Assert.That(() => builder.AddNamespace<WithTwoFaults>(),
            Throws.TypeOf<NamespaceDefinitionException>().With.Property("Faults").Count.EqualTo(2));
    }

    [Test, Category("H2")]
    public void A_path_must_start_with_a_slash()
    {
        ISocketIOClientBuilder builder = new ServiceCollection().AddSocketIOClient();

        Assert.That(() => builder.AddNamespace<Plain>("chat"), Throws.ArgumentException.With.Message.Contains("'/chat'"));
    }

    [Test, Category("H2")]
    public async Task A_scoped_dependency_is_refused_at_start_even_where_the_container_does_not_look()
    {
        NamespaceDefinitionException exception = await RefusedAsync<NamespaceDefinitionException>(services => services
            .AddScoped<Scoped>()
            .AddSingleton<Holder>()
            .AddClient().AddNamespace<WithScoped>());

        Assert.That(exception.Faults, Has.Count.EqualTo(2)
            .And.Some.Contains("the constructor of WithScoped takes Scoped, which is scoped")
            .And.Some.Contains("the constructor of WithScoped → Holder takes Scoped, which is scoped"));
    }

    [Test, Category("H2")]
    public void A_strict_container_refuses_a_scoped_dependency_too()
    {
        Assert.That(
            () => TestHost.Build(services => services.AddScoped<Scoped>().AddSingleton<Holder>().AddClient().AddNamespace<WithScoped>()),
            Throws.TypeOf<AggregateException>().With.Message.Contains("Scoped"));
    }

    [Test, Category("H2")]
    public async Task An_unregistered_dependency_is_refused_at_start()
    {
        NamespaceDefinitionException exception = await RefusedAsync<NamespaceDefinitionException>(
            services => services.AddClient().AddNamespace<WithScoped>());

        Assert.That(exception.Faults, Has.Count.EqualTo(2)
            .And.Some.Contains("takes Scoped, which is not a registered service")
            .And.Some.Contains("takes Holder, which is not a registered service"));
    }

    [Test, Category("H2")]
    public async Task Handlers_that_need_services_are_checked_at_start()
    {
        NamespaceDefinitionException exception = await RefusedAsync<NamespaceDefinitionException>(
            services => services.AddClient().AddNamespace<WithInjectedHandler>());

        Assert.That(exception.Faults, Has.Exactly(1).Contains("Scoped"));
    }

    [Test, Category("H2")]
    public async Task Two_classes_on_one_path_are_refused_by_both_their_names()
    {
        NamespaceDefinitionException exception = await RefusedAsync<NamespaceDefinitionException>(
            services => services.AddClient().AddNamespace<Plain>("/chat").AddNamespace<Attributed>());

        Assert.That(exception.Message, Contains.Substring("Attributed").And.Contains("Plain").And.Contains("/chat"));
    }

    [Test, Category("H2")]
    public async Task Every_faulty_class_is_named_at_once()
    {
        AggregateException exception = await RefusedAsync<AggregateException>(
            services => services.AddClient().AddNamespace<WithScoped>().AddNamespace<WithInjectedHandler>());

        Assert.That(exception.InnerExceptions.Cast<NamespaceDefinitionException>().Select(inner => inner.NamespaceType),
            Is.EqualTo(new[] { typeof(WithScoped), typeof(WithInjectedHandler) }));
    }

    [Test, Category("H2")]
    public async Task A_class_with_an_instance_per_event_may_depend_on_what_is_scoped()
    {
        using IHost host = await TestHost.StartAsync(services => services
            .AddScoped<Scoped>()
            .AddScoped<Holder>()
            .AddClient().AddNamespace<WithScoped>(ServiceLifetime.Scoped));

        await host.StopAsync();
    }

    [Test, Category("H2")]
    public async Task The_dependencies_of_a_class_with_an_instance_per_event_are_checked_at_start()
    {
        NamespaceDefinitionException exception = await RefusedAsync<NamespaceDefinitionException>(services => services
            .AddScoped<Holder>()
            .AddClient().AddNamespace<WithScoped>(ServiceLifetime.Scoped));

        Assert.That(exception.Faults, Is.EqualTo(new[]
        {
            "its constructor takes Scoped, which is not a registered service: register it.",
            "the constructor of WithScoped → Holder takes Scoped, which is not a registered service: register it.",
        }));
    }

    [Test, Category("H2")]
    public async Task The_mend_for_a_scoped_dependency_is_named()
    {
        NamespaceDefinitionException exception = await RefusedAsync<NamespaceDefinitionException>(services => services
            .AddScoped<Scoped>()
            .AddScoped<Holder>()
            .AddClient().AddNamespace<WithScoped>());

        Assert.That(exception.Faults, Has.All.Contains("AddNamespace(ServiceLifetime.Scoped)"));
    }

    [Test, Category("H2")]
    public void A_lifetime_must_be_one()
    {
        ISocketIOClientBuilder builder = new ServiceCollection().AddSocketIOClient();

        Assert.That(() => builder.AddNamespace<Plain>((ServiceLifetime)7), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test, Category("H2")]
    public void A_factory_must_be_one_of_a_class_that_can_be_used()
    {
        ISocketIOClientBuilder builder = new ServiceCollection().AddSocketIOClient();

        Assert.That(() => builder.AddNamespace(_ => new WithTwoFaults()), Throws.TypeOf<NamespaceDefinitionException>());
        Assert.That(() => builder.AddNamespace(_ => new Plain(), "plain"), Throws.ArgumentException);
    }

    [Test, Category("H2")]
    public async Task Factories_may_put_one_class_on_several_paths()
    {
        await using SocketIOTestServer server = await SocketIOTestServer.StartAsync();
        using IHost host = await TestHost.StartAsync(services => services.AddClient(server.Url)
            .AddNamespace(_ => new Tenant("/one"))
            .AddNamespace(_ => new Tenant("/two")));

        await server.Of("/one").WaitForClientAsync();
        await server.Of("/two").WaitForClientAsync();
        await host.StopAsync();
    }

    private static async Task<TException> RefusedAsync<TException>(Action<IServiceCollection> register)
        where TException : Exception
    {
        using IHost host = TestHost.Build(register, validate: false);
        return (await Assert.CatchAsync<TException>(() => host.StartAsync().WaitAsync(TestHost.Patience)))!;
    }

    private sealed class Scoped;

    private sealed class Holder(Scoped scoped)
    {
        public Scoped Scoped { get; } = scoped;
    }

    private sealed class WithScoped(Scoped scoped, Holder holder) : AsyncClientNamespace("/scoped")
    {
        public object OnAsk() => (scoped, holder);
    }

    [Namespace("/chat")]
    private sealed class Attributed : AsyncClientNamespace
    {
        public void OnPing() { }
    }

    [Namespace("/tenant")]
    private sealed class Tenant(string path) : AsyncClientNamespace(path)
    {
        public void OnPing() { }
    }

    private sealed class Plain : AsyncClientNamespace
    {
        public void OnPing() { }
    }

    private sealed class WithInjectedHandler : AsyncClientNamespace
    {
        public void OnPing([Injected] Scoped scoped) => _ = scoped;
    }

    private sealed class WithTwoFaults : AsyncClientNamespace
    {
        public void OnMyEvent() { }

        public void OnMyEventAsync() { }

        public void OnOther(ref int value) => value++;
    }
}
