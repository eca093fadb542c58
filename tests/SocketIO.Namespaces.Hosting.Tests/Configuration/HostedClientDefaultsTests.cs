using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace SocketIO.Namespaces.Hosting.Tests.Configuration;

public sealed class HostedClientDefaultsTests
{
    private static readonly Uri Server = new("http://server");

    [Test, Category("H1")]
    public void The_host_gives_logging_services_and_time()
    {
        var time = new FakeTimeProvider();
        var loggers = new LoggerFactory();

        SocketIOClientOptions options = ClientOptionsOf.Registered(services => services
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<ILoggerFactory>(loggers)
            .AddSocketIOClient(options => options.Url = Server));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.TimeProvider, Is.SameAs(time));
            Assert.That(options.LoggerFactory, Is.SameAs(loggers));
            Assert.That(options.Services!.GetService<TimeProvider>(), Is.SameAs(time));
        }
    }

    [Test, Category("H1")]
    public void What_the_user_sets_is_kept()
    {
        var time = new FakeTimeProvider();
        var provider = new ServiceCollection().BuildServiceProvider();

        SocketIOClientOptions options = ClientOptionsOf.Registered(services => services
            .AddSingleton<TimeProvider>(new FakeTimeProvider())
            .AddSingleton<ILoggerFactory>(new LoggerFactory())
            .AddSocketIOClient(options =>
            {
                options.Url = Server;
                options.TimeProvider = time;
                options.LoggerFactory = NullLoggerFactory.Instance;
                options.Services = provider;
            }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.TimeProvider, Is.SameAs(time));
            Assert.That(options.LoggerFactory, Is.SameAs(NullLoggerFactory.Instance));
            Assert.That(options.Services, Is.SameAs(provider));
        }
    }

    [Test, Category("H1")]
    public async Task The_time_is_a_service_that_nobody_has_to_register()
    {
        using IHost host = TestHost.Build(services => services.AddClient()
            .AddNamespace<Questions>()
            .AddBackgroundTask((AsyncClient client, TimeProvider time) => client.EmitAsync("clock", time.GetUtcNow())));

        Assert.That(() => host.StartAsync().WaitAsync(TestHost.Patience), Throws.Nothing);
        Assert.That(host.Services.GetService<TimeProvider>(), Is.SameAs(TimeProvider.System));
        await host.StopAsync();
    }

    [Test, Category("H1")]
    public void A_time_registered_behind_the_client_counts_as_well()
    {
        var time = new FakeTimeProvider();

        SocketIOClientOptions options = ClientOptionsOf.Registered(services => services
            .AddSocketIOClient(options => options.Url = Server)
            .Services.AddSingleton<TimeProvider>(time));

        Assert.That(options.TimeProvider, Is.SameAs(time));
    }

    [TestCase(null, true), TestCase(false, false), TestCase(true, true)]
    [Category("M5")]
    public void A_hosted_client_returns_after_a_server_disconnect_unless_told_otherwise(bool? set, bool expected)
    {
        SocketIOClientOptions options = ClientOptionsOf.Registered(services => services.AddSocketIOClient(options =>
        {
            options.Url = Server;
            options.Reconnection.AfterServerDisconnect = set;
        }));

        Assert.That(options.Reconnection.AfterServerDisconnect, Is.EqualTo(expected));
    }

    private sealed class Questions : AsyncClientNamespace
    {
        public async Task<string> OnQuestion(string text, TimeProvider time) => await CallAsync<string>("translate", (text, time.GetUtcNow()));
    }
}
