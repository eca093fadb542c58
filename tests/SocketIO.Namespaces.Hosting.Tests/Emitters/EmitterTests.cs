using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Namespaces.Hosting.Tests.Emitters;

[Category("H5")]
public sealed class EmitterTests
{
    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_service_emits_and_calls_on_the_namespace_of_a_class()
    {
        _server.Of("/chat").On("message", (string text) => $"{text}, too");
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddScoped<Controller>();
            services.AddClient(_server.Url).AddNamespace<Chat>();
        });
        await host.WaitForConnectedAsync();
        await using AsyncServiceScope request = host.Services.CreateAsyncScope();
        var controller = request.ServiceProvider.GetRequiredService<Controller>();

        string answer = await controller.PostAsync("good morning");
        await controller.TellAsync("well");

        ReceivedEvent told = await _server.Of("/chat").ReceiveAsync("told");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Is.EqualTo("good morning, too"));
            Assert.That(told.Get<string>(0), Is.EqualTo("well"));
            Assert.That((controller.Chat.Namespace, controller.Chat.IsConnected), Is.EqualTo(("/chat", true)));
        }

        await host.StopAsync();
    }

    [Test]
    public async Task A_test_may_put_a_recorder_in_place_of_an_emitter()
    {
        var chat = new RecordingEmitter<Chat>();
        var plain = new RecordingEmitter();
        chat.On("message", (string text) => $"{text}, recorded");
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddScoped<Controller>();
            services.AddClient(_server.Url).AddNamespace<Chat>();
            services.AddSingleton<ISocketIOEmitter<Chat>>(chat);
            services.AddSingleton<ISocketIOEmitter>(plain);
        });
        await using AsyncServiceScope request = host.Services.CreateAsyncScope();

        string answer = await request.ServiceProvider.GetRequiredService<Controller>().PostAsync("good morning");

        Assert.That(answer, Is.EqualTo("good morning, recorded"));
        Assert.That(request.ServiceProvider.GetRequiredService<ISocketIOEmitter>(), Is.SameAs(plain));
        await host.StopAsync();
    }

    [Test, CancelAfter(30_000)]
    public async Task A_service_of_a_namespace_may_have_an_emitter_for_it(CancellationToken cancellationToken)
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddSingleton<Notifier>();
            services.AddClient(_server.Url).AddNamespace<Looping>();
        });

        await _server.Of("/loop").ReceiveAsync("from notifier", cancellationToken: cancellationToken);

        Assert.That(host.Services.GetRequiredService<Notifier>().WasRefusedInConstructor, Is.True, "no connection there, and no hang either");
        await host.StopAsync(cancellationToken);
    }

    [Test]
    public async Task Emitters_by_key_emit_on_their_clients()
    {
        await using SocketIOTestServer other = await SocketIOTestServer.StartAsync();
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddClient(_server.Url).AddNamespace<Chat>();
            services.AddClient(other.Url, "other").AddNamespace<Chat>();
        });

        await host.Services.GetRequiredKeyedService<ISocketIOEmitter<Chat>>("other").EmitAsync("on other chat");
        await host.Services.GetRequiredKeyedService<ISocketIOEmitter<Chat>>("").EmitAsync("on chat");
        await host.Services.GetRequiredKeyedService<ISocketIOEmitter>("other").EmitAsync("on other");
        await host.Services.GetRequiredService<ISocketIOEmitter>().EmitAsync("on default");

        await other.Of("/chat").ReceiveAsync("on other chat");
        await _server.Of("/chat").ReceiveAsync("on chat");
        await other.Of("/").ReceiveAsync("on other");
        await _server.Of("/").ReceiveAsync("on default");
        await host.StopAsync();
    }

    [Test]
    public async Task A_class_on_a_named_client_alone_needs_no_key()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url, "other").AddNamespace<Chat>("/elsewhere"));

        await host.Services.GetRequiredService<ISocketIOEmitter<Chat>>().EmitAsync("hello");

        await _server.Of("/elsewhere").ReceiveAsync("hello");
        await host.StopAsync();
    }

    [Test, Category("M6")]
    public async Task Emit_options_hold_for_an_injected_emitter()
    {
        await _server.StopListeningAsync();
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Chat>());
        var emitter = host.Services.GetRequiredService<ISocketIOEmitter<Chat>>();
        ISocketIOEmitter failing = emitter.With(new EmitOptions { WhenDisconnected = WhenDisconnected.Fail });

        Assert.That(async () => await failing.EmitAsync("hello"), Throws.TypeOf<SocketIODisconnectedException>());
        await host.StopAsync();
    }

    [Namespace("/chat")]
    private sealed class Chat : AsyncClientNamespace;

    [Namespace("/loop")]
    private sealed class Looping(Notifier notifier) : AsyncClientNamespace
    {
        public Task OnConnect() => notifier.NotifyAsync();
    }

    private sealed class Notifier
    {
        private readonly ISocketIOEmitter<Looping> _emitter;

        public Notifier(ISocketIOEmitter<Looping> emitter)
        {
            _emitter = emitter;
            try
            {
                _ = emitter.EmitAsync("too early").AsTask();
            }
            catch (SocketIODisconnectedException)
            {
                WasRefusedInConstructor = true;
            }
        }

        public bool WasRefusedInConstructor { get; }

        public async Task NotifyAsync() => await _emitter.EmitAsync("from notifier");
    }

    private sealed class Controller(ISocketIOEmitter<Chat> chat)
    {
        public ISocketIOEmitter<Chat> Chat => chat;

        public Task<string> PostAsync(string text) => chat.CallAsync<string>("message", text);

        public async Task TellAsync(string text) => await chat.EmitAsync("told", text);
    }
}
