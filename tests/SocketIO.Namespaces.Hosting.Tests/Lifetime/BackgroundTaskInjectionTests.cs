using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SocketIO.Namespaces.Hosting.Tests.Lifetime;

/// <summary>Background tasks by class, and by delegate with services.</summary>
[Category("H8")]
public sealed class BackgroundTaskInjectionTests
{
    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_class_is_made_in_a_scope_of_its_own_that_is_disposed_after_the_run()
    {
        var resource = new Signal();
        using IHost host = await TestHost.StartAsync(services => services
            .AddSingleton(resource)
            .AddScoped<Resource>()
            .AddClient(_server.Url)
            .AddBackgroundTask<Feed>());

        ReceivedEvent price = await _server.Of("/").ReceiveAsync("price");
        Assert.That((price.Get<int>(0), resource.IsSet), Is.EqualTo((7, false)));

        await host.StopAsync().WaitAsync(TestHost.Patience);
        await resource.WaitAsync();
    }

    [Test]
    public async Task A_class_runs_for_each_client_it_is_added_to()
    {
        await using SocketIOTestServer other = await SocketIOTestServer.StartAsync();
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddSingleton<Signal>().AddScoped<Resource>();
            services.AddClient(_server.Url).AddBackgroundTask<Feed>();
            services.AddClient(other.Url, "other").AddBackgroundTask<Feed>();
        });

        await _server.Of("/").ReceiveAsync("price");
        await other.Of("/").ReceiveAsync("price");
        await host.StopAsync().WaitAsync(TestHost.Patience);
    }

    [Test]
    public async Task A_delegate_takes_client_token_and_services_in_any_order()
    {
        using IHost host = await TestHost.StartAsync(services => services
            .AddSingleton<Signal>()
            .AddScoped<Resource>()
            .AddKeyedSingleton("unit", "EUR")
            .AddClient(_server.Url)
            .AddBackgroundTask(async (Resource resource, CancellationToken cancellationToken, AsyncClient client, [FromKeyedServices("unit")] string unit)
                => await client.EmitAsync("price", (resource.Price, unit), cancellationToken)));

        ReceivedEvent price = await _server.Of("/").ReceiveAsync("price");

        Assert.That((price.Get<int>(0), price.Get<string>(1)), Is.EqualTo((7, "EUR")));
        await host.StopAsync().WaitAsync(TestHost.Patience);
    }

    [Test]
    public async Task A_lambda_without_types_and_methods_of_every_awaitable_kind_are_tasks()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url)
            .AddBackgroundTask(async (client, cancellationToken) => await client.EmitAsync("inferred", cancellationToken))
            .AddBackgroundTask(EmitAsync)
            .AddBackgroundTask((AsyncClient client) => client.EmitAsync("value"))
            .AddBackgroundTask((AsyncClient client) => Task.Run(() => client.EmitAsync("plain").AsTask().Wait())));

        foreach (string name in new[] { "inferred", "method", "value", "plain" })
            await _server.Of("/").ReceiveAsync(name);
        await host.StopAsync().WaitAsync(TestHost.Patience);
    }

    [Test, Category("H1")]
    public void Parameters_that_nothing_gives_are_refused_with_the_options()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(() => ClientOptionsOf.Registered(services => services
            .AddSocketIOClient(_ => { })
            .AddBackgroundTask((AsyncClient _, Resource resource) => Task.FromResult(resource))))!;

        Assert.That(exception.Failures, Has.Exactly(2).Items.And.Some.Contains("parameter resource, but Resource is not a registered service").And.Some.Contains("Url"));
    }

    [Test, Category("H1")]
    public void A_class_without_a_public_constructor_is_refused_with_the_options()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(
            () => ClientOptionsOf.Registered(services => services.AddClient().AddBackgroundTask<Hidden>()))!;

        Assert.That(exception.Failures, Is.EqualTo(new[]
        {
            "The background task Hidden of the default client: it has no public constructor: add one, or register a factory.",
        }));
    }

    [Test]
    public async Task A_parameter_with_a_default_is_a_service_where_there_is_one()
    {
        using IHost host = await TestHost.StartAsync(services => services
            .AddSingleton("registered")
            .AddClient(_server.Url)
            .AddBackgroundTask((AsyncClient client, Resource? resource = null, string text = "default", int price = 3)
                => client.EmitAsync("price", (resource?.Price ?? price, text))));

        Assert.That((await _server.Of("/").ReceiveAsync("price")).Get<(int, string)>(), Is.EqualTo((3, "registered")));
        await host.StopAsync().WaitAsync(TestHost.Patience);
    }

    [Test]
    public void What_cannot_be_a_task_is_refused_at_registration()
    {
        ISocketIOClientBuilder builder = new ServiceCollection().AddClient();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => builder.AddBackgroundTask(AsyncVoid), Throws.ArgumentException.With.Message.Contains("The background task is async void").And.Message.Contains("return Task"));
            Assert.That(() => builder.AddBackgroundTask<Abstract>(), Throws.ArgumentException.With.Message.Contains("Abstract is abstract"));
            Assert.That(() => builder.AddBackgroundTask<Feed>(options => options.RestartDelay = TimeSpan.Zero), Throws.ArgumentException.With.Message.Contains("RestartDelay").And.Property("ParamName").EqualTo("configure"));
            Assert.That(() => builder.AddBackgroundTask<Feed>(options => options.MaxRestartDelay = TimeSpan.FromMilliseconds(1)), Throws.ArgumentException.With.Message.Contains("MaxRestartDelay"));
        }
    }

    private static async Task EmitAsync(AsyncClient client, CancellationToken cancellationToken) => await client.EmitAsync("method", cancellationToken);

#pragma warning disable VSTHRD100 // what is refused
    private static async void AsyncVoid(AsyncClient client) => await client.EmitAsync("never");
#pragma warning restore VSTHRD100

    private sealed class Resource(Signal disposed) : IDisposable
    {
        public int Price => 7;

        public void Dispose() => disposed.Set();
    }

    private sealed class Feed(Resource resource, ILogger<Feed>? log = null) : ISocketIOBackgroundTask
    {
        public async Task RunAsync(AsyncClient client, CancellationToken cancellationToken)
        {
            log?.LogDebug("Feeding");
            await client.EmitAsync("price", resource.Price, cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    private sealed class Hidden : ISocketIOBackgroundTask
    {
        private Hidden() { }

        public Task RunAsync(AsyncClient client, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private abstract class Abstract : ISocketIOBackgroundTask
    {
        public abstract Task RunAsync(AsyncClient client, CancellationToken cancellationToken);
    }
}
