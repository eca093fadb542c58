using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SocketIO.Namespaces.Hosting.Tests.Registration;

[Category("H1")]
public sealed class ClientRegistrationTests
{
    private static readonly Uri Server = new("http://server");

    [Test]
    public void The_builder_knows_the_client_and_the_services()
    {
        var services = new ServiceCollection();

        ISocketIOClientBuilder ofDefault = services.AddSocketIOClient();
        ISocketIOClientBuilder ofNamed = services.AddSocketIOClient("orders");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((ofDefault.Name, ofNamed.Name), Is.EqualTo(("", "orders")));
            Assert.That(ofDefault.Services, Is.SameAs(services));
        }
    }

    [Test]
    public async Task Adding_a_client_twice_configures_one()
    {
        var services = new ServiceCollection();
        services.AddSocketIOClient("orders", options => options.Url = Server);
        services.AddSocketIOClient("orders", options => options.AckTimeout = TimeSpan.FromSeconds(2));

        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        SocketIOClientOptions options = provider.GetRequiredService<IOptionsMonitor<SocketIOClientOptions>>().Get("orders");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(provider.GetKeyedServices<AsyncClient>("orders").Count(), Is.EqualTo(1));
            Assert.That(provider.GetServices<IHostedService>().Count(), Is.EqualTo(1));
            Assert.That((options.Url, options.AckTimeout), Is.EqualTo((Server, TimeSpan.FromSeconds(2))));
        }
    }

    [Test]
    public void Code_and_configuration_set_up_one_client_in_the_order_of_their_registration()
    {
        SocketIOClientOptions options = ClientOptionsOf.Registered(services =>
        {
            services.AddSingleton(ClientOptionsOf.Json("""{ "SocketIO": { "Url": "http://server", "AckTimeout": "00:00:04", "StopTimeout": "00:00:04" } }"""));
            services.AddSocketIOClient(options => options.AckTimeout = TimeSpan.FromSeconds(3));
            services.AddSocketIOClient();
            services.AddSocketIOClient(options => options.StopTimeout = TimeSpan.FromSeconds(5));
        });

        Assert.That((options.Url, options.AckTimeout, options.StopTimeout), Is.EqualTo((Server, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5))));
    }

    [Test]
    public async Task A_constructor_takes_a_client_by_its_key()
    {
        var services = new ServiceCollection();
        services.AddSocketIOClient("orders", options => options.Url = Server);
        services.AddSingleton<Taker>();

        await using ServiceProvider provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.That(provider.GetRequiredService<Taker>().Client, Is.SameAs(provider.GetRequiredKeyedService<AsyncClient>("orders")));
    }

    [Test]
    public async Task Clients_are_injected_by_their_names()
    {
        var services = new ServiceCollection();
        services.AddSocketIOClient(options => options.Url = Server);
        services.AddSocketIOClient("orders", options => options.Url = Server);

        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        var ofDefault = provider.GetRequiredService<AsyncClient>();
        var orders = provider.GetRequiredKeyedService<AsyncClient>("orders");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(orders, Is.Not.SameAs(ofDefault));
            Assert.That(provider.GetRequiredKeyedService<AsyncClient>("orders"), Is.SameAs(orders));
            Assert.That(provider.GetRequiredService<AsyncClient>(), Is.SameAs(ofDefault));
            Assert.That(provider.GetKeyedService<AsyncClient>("unknown"), Is.Null);
        }
    }

    [Test]
    public async Task Without_a_default_client_nothing_is_injected_without_a_key()
    {
        var services = new ServiceCollection();
        services.AddSocketIOClient("orders", options => options.Url = Server);

        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(provider.GetService<AsyncClient>(), Is.Null);
            Assert.That(provider.GetService<ISocketIOEmitter>(), Is.Null);
        }
    }

    [Test]
    public void Pipelines_and_HTTP_handlers_are_configured_by_the_builder()
    {
        var calls = new List<string>();

        SocketIOClientOptions options = ClientOptionsOf.Registered(services => services
            .AddSocketIOClient(options => options.Url = Server)
            .ConfigureReconnection(_ => calls.Add("pipeline"))
            .ConfigureHttpHandler(_ => calls.Add("first"))
            .ConfigureHttpHandler(_ => calls.Add("second")));
        options.ConfigureReconnection!(new Polly.ResiliencePipelineBuilder());
        options.ConfigureHttpHandler!(new SocketsHttpHandler());

        Assert.That(calls, Is.EqualTo(new[] { "pipeline", "first", "second" }));
    }

    [Test]
    public async Task Bad_options_keep_the_host_from_starting()
    {
        using IHost host = TestHost.Build(services =>
        {
            services.AddSocketIOClient();
            services.AddSocketIOClient("orders");
        });

        AggregateException exception = (await Assert.CatchAsync<AggregateException>(() => host.StartAsync()))!;

        Assert.That(exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures),
            Has.Some.StartsWith("SocketIO:Url is missing").And.Some.StartsWith("SocketIO:orders:Url is missing"));
    }

    private sealed class Taker([FromKeyedServices("orders")] AsyncClient client)
    {
        public AsyncClient Client => client;
    }
}
