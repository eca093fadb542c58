using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Namespaces.Hosting.Tests.Lifetime;

public sealed class StartTests
{
    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test, Category("H3"), Category("M7")]
    public async Task The_host_starts_while_the_server_is_down_and_connects_when_it_is_up()
    {
        await _server.StopListeningAsync();
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Greeter>());
        Assert.That(host.Services.GetRequiredService<AsyncClient>().State, Is.EqualTo(ClientState.Connecting));

        await _server.RestartAsync();

        await _server.Of("/greet").ReceiveAsync("greeting");
        await _server.Of("/").WaitForClientAsync();
        await host.WaitForConnectedAsync();
        await host.StopAsync();
    }

    [Test, Category("M6"), Category("H5")]
    public async Task Emits_made_before_the_first_connection_follow_those_of_the_connect_handler()
    {
        await _server.StopListeningAsync();
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Greeter>());
        var emitter = host.Services.GetRequiredService<ISocketIOEmitter<Greeter>>();

        await emitter.EmitAsync("first", 1);
        await emitter.EmitAsync("second", 2);
        await _server.RestartAsync();

        await _server.Of("/greet").ReceiveAsync("second");
        await _server.Of("/greet").ReceiveAsync("first");
        ReceivedEvent greeting = _server.Of("/greet").Received.Single();
        Assert.That(greeting.Name, Is.EqualTo("greeting"));
        await host.StopAsync();
    }

    [Test, Category("M6"), Category("H5")]
    public async Task Other_hosted_services_may_emit_from_their_start_wherever_they_are_registered()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddHostedService<EarlyBird>();
            services.AddClient(_server.Url);
        });

        ReceivedEvent received = await _server.Of("/").ReceiveAsync("chirp");

        Assert.That(received.Get<string>(0), Is.EqualTo("early"));
        await host.StopAsync();
    }

    [Test, Category("M7")]
    public async Task A_refused_namespace_leaves_the_others_connected()
    {
        _server.Refuse("/greet", "not yet");
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Greeter>());
        await host.WaitForConnectedAsync();

        Assert.That(host.Services.GetRequiredService<ISocketIOEmitter>().IsConnected, Is.True);
        Assert.That(host.Services.GetRequiredService<ISocketIOEmitter<Greeter>>().IsConnected, Is.False);
        await host.StopAsync();
    }

    [Test, Category("H1")]
    public async Task A_host_is_set_up_by_configuration_alone()
    {
        string json = $$"""
            {
              "SocketIO": {
                "Url": "{{_server.Url}}",
                "Namespaces": ["/extra"],
                "Transports": ["Polling"],
                "Auth": { "token": "t0p" },
                "Headers": { "X-Tenant": "7" }
              }
            }
            """;
        using IHost host = await TestHost.StartAsync(services => services.AddSingleton(ClientOptionsOf.Json(json)).AddSocketIOClient());

        TestServerClient client = await _server.Of("/extra").WaitForClientAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(client.Auth!.Value.GetProperty("token").GetString(), Is.EqualTo("t0p"));
            Assert.That(client.Headers["X-Tenant"], Is.EqualTo("7"));
            Assert.That(client.Transport, Is.EqualTo(TransportKind.Polling));
        }

        await host.StopAsync();
    }

    [Test, Category("M3")]
    public async Task Auth_with_injected_services_reaches_the_server()
    {
        using IHost host = await TestHost.StartAsync(services => services
            .AddScoped<TokenSource>()
            .AddClient(_server.Url)
            .AddNamespace<Greeter>()
            .AddAuth(async (AuthContext context, TokenSource tokens, CancellationToken cancellationToken)
                => new { token = await tokens.GetAsync(context.Namespace, cancellationToken) }));

        TestServerClient client = await _server.Of("/greet").WaitForClientAsync();

        Assert.That(client.Auth!.Value.GetProperty("token").GetString(), Is.EqualTo("token for /greet"));
        await host.StopAsync();
    }

    [Namespace("/greet")]
    private sealed class Greeter : AsyncClientNamespace
    {
        public async Task OnConnect() => await EmitAsync("greeting");
    }

    private sealed class EarlyBird(ISocketIOEmitter emitter) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => emitter.EmitAsync("chirp", "early", cancellationToken).AsTask();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class TokenSource
    {
        public async Task<string> GetAsync(string path, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return $"token for {path}";
        }
    }
}
