using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Namespaces.Hosting.Tests.Misuse;

/// <summary>A registered service whose constructor takes an emitter that there is not is found at the start, not at its first use.</summary>
[Category("H5")]
public sealed class InjectedEmitterTests
{
    [Test]
    public async Task For_a_class_never_registered()
        => Assert.That(await RefusedAsync<OfChat>(services => services.AddClient()),
            Contains.Substring("The constructor of OfChat takes chat").And.Contains("Chat: it is not registered on any client").And.Contains("AddNamespace<Chat>()"));

    [Test]
    public async Task For_a_class_on_two_clients()
    {
        string message = await RefusedAsync<OfChat>(services =>
        {
            services.AddClient().AddNamespace<Chat>();
            services.AddClient("orders").AddNamespace<Chat>();
        });

        Assert.That(message, Contains.Substring("Chat is registered on several clients").And.Contains("[FromKeyedServices(…)] ISocketIOEmitter<Chat>").And.Contains("\"\", \"orders\""));
    }

    [Test]
    public async Task For_a_client_that_there_is_not()
        => Assert.That(await RefusedAsync<OfNope>(services => services.AddClient("orders").AddNamespace<Chat>()),
            Contains.Substring("There is no client \"nope\": add it with services.AddSocketIOClient(\"nope\", …)").And.Contains("\"orders\""));

    [Test]
    public async Task For_a_default_client_that_there_is_not()
        => Assert.That(await RefusedAsync<OfDefault>(services => services.AddClient("orders")),
            Contains.Substring("The constructor of OfDefault takes client. There is no default client").And.Contains("\"orders\""));

    [Test]
    public async Task A_service_that_takes_what_there_is_starts()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddSingleton<OfChat>().AddSingleton<OfOrders>().AddSingleton<Generic<Chat>>();
            services.AddClient("orders").AddNamespace<Chat>();
        });

        await host.StopAsync();
    }

    [Test]
    public async Task What_the_user_registers_in_place_of_an_emitter_is_left_to_him()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddSingleton<OfChat>().AddSingleton<OfDefault>();
            services.AddSingleton<ISocketIOEmitter<Chat>>(_ => throw new NotSupportedException("a double of the user's"));
            services.AddSingleton(provider => provider.GetRequiredKeyedService<AsyncClient>("orders"));
            services.AddClient("orders");
        });

        await host.StopAsync();
    }

    private static async Task<string> RefusedAsync<TService>(Action<IServiceCollection> register)
        where TService : class
    {
        using IHost host = TestHost.Build(
            services =>
            {
                services.AddSingleton<TService>();
                register(services);
            },
            validate: false);
        return (await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync().WaitAsync(TestHost.Patience)))!.Message;
    }

    private sealed class Chat : AsyncClientNamespace;

    private sealed class OfChat(ISocketIOEmitter<Chat> chat)
    {
        public object Emitter => chat;
    }

    private sealed class OfNope([FromKeyedServices("nope")] ISocketIOEmitter<Chat> chat)
    {
        public object Emitter => chat;
    }

    private sealed class OfOrders([FromKeyedServices("orders")] ISocketIOEmitter<Chat> chat, [FromKeyedServices("orders")] AsyncClient client)
    {
        public object Emitter => (chat, client);
    }

    private sealed class OfDefault(AsyncClient client)
    {
        public object Client => client;
    }

    private sealed class Generic<TNamespace>(ISocketIOEmitter<TNamespace> emitter)
        where TNamespace : class
    {
        public object Emitter => emitter;
    }
}
