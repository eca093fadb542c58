using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Hosting.Tests.Servers;

[Category("H5")]
public sealed class ServerRegistrationTests
{
    [Test]
    public async Task A_server_is_a_singleton_by_key_and_without()
    {
        await using ServiceProvider provider = Provider(services => services.AddClient("orders").AddServer<IChatServer>(EventNaming.CamelCase));
        await using AsyncServiceScope scope = provider.CreateAsyncScope();

        var server = provider.GetRequiredService<IChatServer>();

        Assert.That(provider.GetRequiredKeyedService<IChatServer>("orders"), Is.SameAs(server));
        Assert.That(scope.ServiceProvider.GetRequiredService<IChatServer>(), Is.SameAs(server));
    }

    [Test]
    public async Task A_server_of_several_clients_is_there_by_key_only()
    {
        await using ServiceProvider provider = Provider(services =>
        {
            services.AddClient().AddServer<IChatServer>(EventNaming.CamelCase);
            services.AddClient("orders").AddServer<IChatServer>(EventNaming.SnakeCase, "/chat");
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => provider.GetRequiredService<IChatServer>(),
                Throws.InvalidOperationException.With.Message.Contains("[FromKeyedServices(…)] IChatServer; the keys are \"\", \"orders\""));
            Assert.That(provider.GetRequiredKeyedService<IChatServer>(""), Is.Not.SameAs(provider.GetRequiredKeyedService<IChatServer>("orders")));
        }
    }

    [Test]
    public async Task An_unknown_client_has_no_server()
    {
        await using ServiceProvider provider = Provider(services =>
        {
            services.AddClient().AddServer<IChatServer>(EventNaming.CamelCase);
            services.AddClient("orders");
        });

        Assert.That(() => provider.GetRequiredKeyedService<IChatServer>("orders"), Throws.InvalidOperationException);
        Assert.That(() => provider.GetRequiredKeyedService<IChatServer>("nobody"), Throws.InvalidOperationException);
    }

    [Test]
    public void Faults_are_told_at_registration()
        => Assert.That(
            () => new ServiceCollection().AddClient().AddServer<IFaulty>(EventNaming.CamelCase),
            Throws.TypeOf<ServerDefinitionException>().With.Property(nameof(ServerDefinitionException.Faults)).Count.EqualTo(2));

    [Test]
    public void A_naming_and_a_path_are_checked_at_registration()
    {
        ISocketIOClientBuilder client = new ServiceCollection().AddClient();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => client.AddServer<IChatServer>(default), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => client.AddServer<IChatServer>(EventNaming.Exact, "chat"), Throws.ArgumentException.With.Message.Contains("/chat"));
        }
    }

    [Test]
    public void One_client_has_an_interface_once()
    {
        var services = new ServiceCollection();
        ISocketIOClientBuilder client = services.AddClient().AddServer<IChatServer>(EventNaming.CamelCase, "/chat");
        int count = services.Count;

        client.AddServer<IChatServer>(EventNaming.CamelCase, "/chat");

        Assert.That(services, Has.Count.EqualTo(count), "the same again adds nothing");
        Assert.That(() => client.AddServer<IChatServer>(EventNaming.CamelCase, "/news"),
            Throws.InvalidOperationException.With.Message.StartsWith("IChatServer is a server on \"/chat\" of the default client already"));
        Assert.That(() => client.AddServer<IChatServer>(EventNaming.SnakeCase, "/chat"), Throws.InvalidOperationException);
    }

    private static ServiceProvider Provider(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        register(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private interface IChatServer
    {
        Task JoinAsync(string room);
    }

    private interface IFaulty
    {
        void Join();

        int Count { get; }
    }
}
