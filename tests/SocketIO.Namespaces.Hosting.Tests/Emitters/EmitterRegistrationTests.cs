using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Namespaces.Hosting.Tests.Emitters;

[Category("H5")]
public sealed class EmitterRegistrationTests
{
    [Test]
    public async Task Emitters_are_singletons_per_client()
    {
        await using ServiceProvider provider = Provider(services =>
        {
            services.AddClient().AddNamespace<Chat>();
            services.AddClient("orders").AddNamespace<Orders>();
        });

        await using AsyncServiceScope scope = provider.CreateAsyncScope();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(provider.GetRequiredService<ISocketIOEmitter>(), Is.SameAs(scope.ServiceProvider.GetRequiredService<ISocketIOEmitter>()));
            Assert.That(provider.GetRequiredService<ISocketIOEmitter>(), Is.Not.SameAs(provider.GetRequiredKeyedService<ISocketIOEmitter>("orders")));
            Assert.That(
                provider.GetRequiredService<ISocketIOEmitter<Chat>>(), Is.SameAs(scope.ServiceProvider.GetRequiredService<ISocketIOEmitter<Chat>>()));
            Assert.That(provider.GetRequiredKeyedService<ISocketIOEmitter<Orders>>("orders"), Is.Not.Null);
        }
    }

    [Test]
    public async Task A_class_never_registered_has_no_emitter()
    {
        await using ServiceProvider provider = Provider(services => services.AddClient());

        Assert.That(() => provider.GetRequiredService<ISocketIOEmitter<Chat>>(),
            Throws.InvalidOperationException.With.Message.Contains("AddNamespace<Chat>()"));
    }

    [Test]
    public async Task A_class_has_no_emitter_by_the_key_of_another_client()
    {
        await using ServiceProvider provider = Provider(services =>
        {
            services.AddClient().AddNamespace<Chat>();
            services.AddClient("orders");
        });

        Assert.That(() => provider.GetRequiredKeyedService<ISocketIOEmitter<Chat>>("orders"),
            Throws.InvalidOperationException.With.Message.Contains("client \"orders\""));
    }

    [Test]
    public async Task A_class_on_several_clients_has_emitters_by_key_only()
    {
        await using ServiceProvider provider = Provider(services =>
        {
            services.AddClient().AddNamespace<Chat>();
            services.AddClient("orders").AddNamespace<Chat>();
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => provider.GetRequiredService<ISocketIOEmitter<Chat>>(),
                Throws.InvalidOperationException.With.Message.Contains("\"\", \"orders\""));
            Assert.That(provider.GetRequiredKeyedService<ISocketIOEmitter<Chat>>("orders"), Is.Not.Null);
            Assert.That(provider.GetRequiredKeyedService<ISocketIOEmitter<Chat>>(""), Is.Not.Null);
        }
    }

    [Test]
    public async Task A_class_on_several_paths_has_no_emitter()
    {
        await using ServiceProvider provider = Provider(services => services.AddClient().AddNamespace<Chat>("/a").AddNamespace<Chat>("/b"));

        Assert.That(() => provider.GetRequiredService<ISocketIOEmitter<Chat>>(), Throws.InvalidOperationException.With.Message.Contains("Of(path)"));
    }

    [Test, Category("M6")]
    public void Before_the_host_starts_an_emit_fails_at_once()
    {
        using IHost host = TestHost.Build(services => services.AddClient().AddNamespace<Chat>());
        var emitter = host.Services.GetRequiredService<ISocketIOEmitter<Chat>>();
        var ofDefault = host.Services.GetRequiredService<ISocketIOEmitter>();

        Assert.That((emitter.IsConnected, ofDefault.IsConnected), Is.EqualTo((false, false)));
        foreach (ISocketIOEmitter each in new[] { emitter, ofDefault })
        {
            Assert.That(
                async () => await each.EmitAsync("hello"),
                Throws.InstanceOf<SocketIOException>().With.Property("Delivery").EqualTo(Delivery.NotSent));
        }
    }

    private static ServiceProvider Provider(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        register(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    [Namespace("/chat")]
    private sealed class Chat : AsyncClientNamespace;

    private sealed class Orders : AsyncClientNamespace;
}
