using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SocketIO.Namespaces.Hosting.Tests.Registration;

/// <summary>All that can be registered passes the strictest container, that of the development environment.</summary>
[Category("H1")]
public sealed class StrictContainerTests
{
    [Test]
    public async Task Everything_together_runs_in_the_development_environment()
    {
        await using SocketIOTestServer server = await SocketIOTestServer.StartAsync();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        Register(builder.Services, server.Url);

        using IHost host = builder.Build();
        await host.StartAsync().WaitAsync(TestHost.Patience);

        await server.Of("/chat").ReceiveAsync("working");
        await host.StopAsync().WaitAsync(TestHost.Patience);
    }

    [Test]
    public async Task Every_service_can_be_had_from_a_provider_that_checks_both()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        Register(services, new Uri("http://127.0.0.1:9"));

        await using ServiceProvider provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(provider.GetServices<IHostedService>(), Is.Not.Empty);
            Assert.That(() => provider.GetRequiredService<IStartupValidator>().Validate(), Throws.Nothing);
            Assert.That(provider.GetRequiredService<ISocketIOEmitter<Chat>>(), Is.Not.Null);
            Assert.That(provider.GetRequiredKeyedService<AsyncClient>("other"), Is.Not.Null);
        }
    }

    private static void Register(IServiceCollection services, Uri server)
    {
        services.AddClient(server)
            .AddNamespace<Chat>()
            .AddNamespace<PerEvent>(ServiceLifetime.Scoped)
            .AddAuth((Store store) => new { token = store.Id })
            .AddBackgroundTask<Feed>(options => options.Restart = BackgroundTaskRestart.OnFailure)
            .AddBackgroundTask((AsyncClient client, Store store, CancellationToken cancellationToken) => client.EmitAsync("store", store.Id, cancellationToken).AsTask());
        services.AddClient(server, "other").AddNamespace<PerEvent>(ServiceLifetime.Transient);
        services.AddScoped<Store>();
        services.AddHealthChecks().AddSocketIOClient();
    }

    private sealed class Store
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    [Namespace("/chat")]
    private sealed class Chat : AsyncClientNamespace
    {
        public Guid OnAsk(Store store) => store.Id;
    }

    [Namespace("/each")]
    private sealed class PerEvent(Store store) : AsyncClientNamespace
    {
        public Guid OnAsk() => store.Id;
    }

    private sealed class Feed(Store store, ISocketIOEmitter<Chat> chat) : ISocketIOBackgroundTask
    {
        public async Task RunAsync(AsyncClient client, CancellationToken cancellationToken) => await chat.EmitAsync("working", store.Id, cancellationToken);
    }
}
