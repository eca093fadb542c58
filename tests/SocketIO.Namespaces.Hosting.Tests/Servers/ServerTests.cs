using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Namespaces.Hosting.Tests.Servers;

[Category("H5")]
public sealed class ServerTests
{
    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Services_and_namespaces_call_the_server_of_their_client()
    {
        await using SocketIOTestServer other = await SocketIOTestServer.StartAsync();
        _server.Of("/chat").On("join_room", (string room) => $"default: {room}");
        other.Of("/").On("joinRoom", (string room) => $"other: {room}");
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddScoped<Controller>();
            services.AddClient(_server.Url).AddServer<IChatServer>(EventNaming.SnakeCase, "/chat").AddNamespace<Lobby>();
            services.AddClient(other.Url, "other").AddServer<IChatServer>(EventNaming.CamelCase);
        });
        await _server.Of("/chat").WaitForClientAsync();
        await other.Of("/").WaitForClientAsync();
        await host.WaitForConnectedAsync();
        await host.Services.GetRequiredKeyedService<AsyncClient>("other").WaitForConnectedAsync(CancellationToken.None).WaitAsync(TestHost.Patience);
        await using AsyncServiceScope request = host.Services.CreateAsyncScope();

        string[] answers = await request.ServiceProvider.GetRequiredService<Controller>().JoinAsync("a");

        Assert.That(answers, Is.EqualTo(new[] { "default: a", "other: a" }));
        Assert.That((await _server.Of("/chat").ReceiveAsync("say_hello")).Get<string>(0), Is.EqualTo("from the lobby"));
        await host.StopAsync();
    }

    [Test, Category("M6")]
    public async Task Emit_options_of_the_emitter_hold()
    {
        await _server.StopListeningAsync();
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url));
        var emitter = host.Services.GetRequiredService<ISocketIOEmitter>();
        var failing = emitter.With(new EmitOptions { WhenDisconnected = WhenDisconnected.Fail }).As<IChatServer>(EventNaming.SnakeCase);

        Assert.That(async () => await failing.SayHello("now"), Throws.TypeOf<SocketIODisconnectedException>());
        await emitter.As<IChatServer>(EventNaming.SnakeCase).SayHello("later");
        await host.StopAsync();
    }

    [Test]
    public async Task A_namespace_class_calls_on_its_own_namespace()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Greeter>());

        Assert.That((await _server.Of("/greeter").ReceiveAsync("say_hello")).Get<string>(0), Is.EqualTo("by itself"));
        await host.StopAsync();
    }

    [Test, Category("M6")]
    public void Before_the_host_starts_a_call_fails_in_its_task()
    {
        using IHost host = TestHost.Build(services => services.AddClient().AddServer<IChatServer>(EventNaming.SnakeCase));
        Task<string> call = host.Services.GetRequiredService<IChatServer>().JoinRoomAsync("a");

        Assert.That(async () => await call, Throws.InstanceOf<SocketIOException>().With.Property("Delivery").EqualTo(Delivery.NotSent));
    }

    public interface IChatServer
    {
        Task<string> JoinRoomAsync(string room);

        ValueTask SayHello(string text);
    }

    [Namespace("/lobby")]
    private sealed class Lobby([FromKeyedServices("")] IChatServer chat) : AsyncClientNamespace
    {
        public async Task OnConnect() => await chat.SayHello("from the lobby");
    }

    [Namespace("/greeter")]
    private sealed class Greeter : AsyncClientNamespace
    {
        private readonly IChatServer _server;

        public Greeter() => _server = this.As<IChatServer>(EventNaming.SnakeCase);

        public async Task OnConnect() => await _server.SayHello("by itself");
    }

    private sealed class Controller([FromKeyedServices("")] IChatServer chat, [FromKeyedServices("other")] IChatServer other)
    {
        public Task<string[]> JoinAsync(string room) => Task.WhenAll(chat.JoinRoomAsync(room), other.JoinRoomAsync(room));
    }
}
