using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Namespaces.Hosting.Tests.Registration;

/// <summary>A hosted client takes namespace classes that block beside those that await.</summary>
[Category("S1")]
[Category("H2")]
public sealed class BlockingNamespaceTests
{
    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Both_kinds_share_one_client_and_the_blocking_one_has_its_own_thread()
    {
        _server.Of("/blocking").On("double", (int number) => number * 2);
        using IHost host = await TestHost.StartAsync(services => services
            .AddSingleton<Log>()
            .AddClient(_server.Url)
            .AddNamespace<Blocking>()
            .AddNamespace<Awaiting>("/awaiting"));
        await host.WaitForConnectedAsync();
        TestServerClient blocking = await _server.Of("/blocking").WaitForClientAsync();
        TestServerClient awaiting = await _server.Of("/awaiting").WaitForClientAsync();

        int quadrupled = await blocking.CallAsync<int>("quadruple", 3);
        bool awaitsOnThePool = await awaiting.CallAsync<bool>("where");

        Assert.That(quadrupled, Is.EqualTo(12));
        Assert.That(awaitsOnThePool, Is.True);
        Assert.That(host.Services.GetRequiredService<Log>().Threads, Is.EqualTo(["Socket.IO /blocking"]));
        await host.StopAsync();
    }

    [Test]
    public async Task An_injected_emitter_reaches_the_namespace_of_a_blocking_class()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddSingleton<Log>().AddClient(_server.Url).AddNamespace<Blocking>());
        await _server.Of("/blocking").WaitForClientAsync();

        await host.Services.GetRequiredService<ISocketIOEmitter<Blocking>>().EmitAsync("hello", 1);

        Assert.That((await _server.Of("/blocking").ReceiveAsync("hello")).Get<int>(0), Is.EqualTo(1));
        await host.StopAsync();
    }

    [Test]
    public void Faults_of_a_blocking_class_are_told_at_registration()
    {
        ISocketIOClientBuilder builder = new ServiceCollection().AddSocketIOClient();

        Assert.That(() => builder.AddNamespace<Faulty>(), Throws.TypeOf<NamespaceDefinitionException>().With.Property("Faults").Count.EqualTo(1));
    }

    [Test]
    public void Only_the_two_kinds_of_class_can_be_added()
    {
        var constraints = typeof(SocketIOClientBuilderExtensions).GetMethods()
            .Where(method => method.Name == nameof(SocketIOClientBuilderExtensions.AddNamespace))
            .Select(method => method.GetGenericArguments().Single().GetGenericParameterConstraints().Single());

        Assert.That(constraints, Is.All.EqualTo(typeof(IClientNamespace)));
        Assert.That(typeof(IClientNamespace).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic).Single().IsAssembly, Is.True, "nobody else can implement it");
    }

    private sealed class Log
    {
        public List<string?> Threads { get; } = [];
    }

    [Namespace("/blocking")]
    private sealed class Blocking(Log log) : ClientNamespace
    {
        public int OnQuadruple(int number)
        {
            log.Threads.Add(Thread.CurrentThread.Name);
            return Call<int>("double", Call<int>("double", number));
        }
    }

    private sealed class Awaiting : AsyncClientNamespace
    {
        public async Task<bool> OnWhere()
        {
            await Task.Yield();
            return Thread.CurrentThread.IsThreadPoolThread;
        }
    }

    private sealed class Faulty : ClientNamespace
    {
        public void OnOther(ref int value) => value++;
    }
}
