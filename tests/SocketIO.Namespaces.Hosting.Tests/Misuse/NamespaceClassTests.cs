using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Namespaces.Hosting.Tests.Misuse;

[Category("H2")]
public sealed class NamespaceClassTests
{
    private static readonly MethodInfo AddNamespace = typeof(SocketIOClientBuilderExtensions).GetMethods().Single(
        method => method.Name == nameof(SocketIOClientBuilderExtensions.AddNamespace) && method.GetParameters().Length == 1);

    [Test]
    public void An_abstract_class_is_refused_with_the_way_out()
    {
        NamespaceDefinitionException exception = Refused(builder => builder.AddNamespace<Abstract>());

        Assert.That(exception.Message, Contains.Substring("Abstract").And.Contains("It is abstract: register a class derived from it"));
    }

    [Test]
    public void An_interface_is_refused()
        => Assert.That(Refused(builder => builder.AddNamespace<IClientNamespace>()).Message, Contains.Substring("It is not a class"));

    [Test]
    public void An_open_generic_class_is_refused()
    {
        NamespaceDefinitionException exception = Assert.Throws<NamespaceDefinitionException>(() => SocketIO.Namespaces.Namespaces.NamespaceClass.Validate(typeof(Generic<>)))!;

        Assert.That(exception.Message, Contains.Substring("It is generic: register it with its type arguments"));
    }

    [Test]
    public void A_closed_generic_class_is_a_class_like_any_other()
        => Assert.That(() => new ServiceCollection().AddClient().AddNamespace<Generic<string>>(), Throws.Nothing);

    [Test]
    public void A_class_of_another_kind_does_not_get_past_the_compiler_nor_reflection()
        => Assert.That(() => AddByReflection(new ServiceCollection().AddClient(), typeof(string)), Throws.ArgumentException);

    [Test]
    public async Task One_class_twice_on_one_path_is_refused_with_the_way_out()
    {
        NamespaceDefinitionException exception = await RefusedAtStartAsync(services => services.AddClient().AddNamespace<Chat>().AddNamespace<Chat>());

        Assert.That(exception.Message, Contains.Substring("Chat is on \"/chat\" of the default client already: give one of the two another path"));
    }

    [Test]
    public async Task Paths_that_constructors_say_are_compared_too()
    {
        NamespaceDefinitionException exception = await RefusedAtStartAsync(services => services.AddClient().AddNamespace<Chat>().AddNamespace<ByConstructor>());

        Assert.That(exception.Message, Contains.Substring("Chat is on \"/chat\""));
    }

    [Test]
    public async Task A_scoped_dependency_of_a_class_made_once_is_refused_with_the_ways_out()
    {
        NamespaceDefinitionException exception = await RefusedAtStartAsync(services => services.AddScoped<Store>().AddClient().AddNamespace<WithStore>());

        Assert.That(exception.Message, Contains.Substring("takes Store, which is scoped")
            .And.Contains("parameter of the handlers").And.Contains("IServiceScopeFactory").And.Contains("ServiceLifetime.Scoped"));
    }

    [TestCase(ServiceLifetime.Singleton), TestCase(ServiceLifetime.Scoped)]
    public async Task A_class_without_a_public_constructor_is_refused_with_the_ways_out(ServiceLifetime lifetime)
    {
        NamespaceDefinitionException exception = await RefusedAtStartAsync(services => services.AddClient().AddNamespace<Hidden>("/hidden", lifetime));

        Assert.That(exception.Faults, Is.EqualTo(new[] { "it has no public constructor: add one, or register a factory." }));
    }

    [Test]
    public async Task A_service_without_a_public_constructor_is_refused_by_the_class_that_takes_it()
    {
        NamespaceDefinitionException exception = await RefusedAtStartAsync(services => services.AddSingleton<Secret>().AddClient().AddNamespace<WithSecret>());

        Assert.That(exception.Faults, Is.EqualTo(new[] { "WithSecret → Secret has no public constructor: add one, or register a factory." }));
    }

    [Test]
    public async Task An_unregistered_interface_as_parameter_is_refused_with_the_ways_out()
    {
        NamespaceDefinitionException exception = await RefusedAtStartAsync(services => services.AddClient().AddNamespace<WithInterface>());

        Assert.That(exception.Message, Contains.Substring("parameter 'store' (IStore) is an interface, and not a registered service: register it, or take a type that can be read from JSON"));
    }

    [Test]
    public async Task Services_may_be_registered_behind_the_class_that_takes_them()
    {
        using IHost host = TestHost.Build(services =>
        {
            services.AddClient().AddNamespace<WithStore>(ServiceLifetime.Scoped).AddNamespace<WithInterface>();
            services.AddScoped<Store>().AddScoped<IStore>(provider => provider.GetRequiredService<Store>());
        });

        Assert.That(async () => await host.StartAsync(), Throws.Nothing);
        await host.StopAsync();
    }

    private static NamespaceDefinitionException Refused(Action<ISocketIOClientBuilder> add)
        => Assert.Throws<NamespaceDefinitionException>(() => add(new ServiceCollection().AddClient()))!;

    private static void AddByReflection(ISocketIOClientBuilder builder, Type type)
        => AddNamespace.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, [builder], culture: null);

    private static async Task<NamespaceDefinitionException> RefusedAtStartAsync(Action<IServiceCollection> register)
    {
        using IHost host = TestHost.Build(register, validate: false);
        return (await Assert.ThrowsAsync<NamespaceDefinitionException>(() => host.StartAsync().WaitAsync(TestHost.Patience)))!;
    }

    private interface IStore;

    private abstract class Abstract : AsyncClientNamespace;

    private sealed class Generic<T> : AsyncClientNamespace
    {
        public void OnValue(T value) => _ = value;
    }

    [Namespace("/chat")]
    private sealed class Chat : AsyncClientNamespace;

    private sealed class Hidden : AsyncClientNamespace
    {
        private Hidden() { }
    }

    private sealed class Secret
    {
        private Secret() { }
    }

    private sealed class WithSecret(Secret secret) : AsyncClientNamespace("/secret")
    {
        public object OnAsk() => secret;
    }

    private sealed class ByConstructor() : AsyncClientNamespace("/chat");

    private sealed class Store : IStore;

    private sealed class WithStore(Store store) : AsyncClientNamespace("/store")
    {
        public object OnAsk() => store;
    }

    private sealed class WithInterface : AsyncClientNamespace
    {
        public void OnPing(IStore store) => _ = store;
    }
}
