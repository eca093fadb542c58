using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Namespaces.Hosting.Tests.Registration;

[Category("H2")]
public sealed class NamespaceInstanceTests
{
    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_class_gets_what_its_constructor_takes_and_its_handlers_a_scope_per_event()
    {
        using IHost host = await TestHost.StartAsync(services => services
            .AddSingleton(new Greeting("hello"))
            .AddScoped<Visit>()
            .AddClient(_server.Url)
            .AddNamespace<Counter>());
        TestServerClient client = await _server.Of("/count").WaitForClientAsync();

        var first = await client.CallAsync<Answer>("count", "Ada");
        var second = await client.CallAsync<Answer>("count", "Bob");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Text, Is.EqualTo("hello, Ada: 1"));
            Assert.That(second.Text, Is.EqualTo("hello, Bob: 2"), "one instance hears all events");
            Assert.That(second.Visit, Is.Not.EqualTo(first.Visit), "each event has a scope of its own");
        }

        await host.StopAsync();
    }

    [Test]
    public async Task Each_client_and_path_has_an_instance_of_its_own()
    {
        using IHost host = await TestHost.StartAsync(services =>
        {
            services.AddSingleton(new Greeting("hi")).AddScoped<Visit>();
            services.AddClient(_server.Url).AddNamespace<Counter>("/a").AddNamespace<Counter>("/b");
            services.AddClient(_server.Url, "other").AddNamespace<Counter>("/c");
        });

        string[] answers = await Task.WhenAll(new[] { "/a", "/b", "/c" }.Select(async path =>
        {
            TestServerClient client = await _server.Of(path).WaitForClientAsync();
            return (await client.CallAsync<Answer>("count", path)).Text;
        }));

        Assert.That(answers, Is.EqualTo(new[] { "hi, /a: 1", "hi, /b: 1", "hi, /c: 1" }));
        await host.StopAsync();
    }

    [Test]
    public async Task The_path_of_the_constructor_counts()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<Lobby>());
        TestServerClient client = await _server.Of("/lobby").WaitForClientAsync();

        await host.Services.GetRequiredService<ISocketIOEmitter<Lobby>>().EmitAsync("hello");

        ReceivedEvent received = await _server.Of("/lobby").ReceiveAsync("hello");
        Assert.That(received.Client, Is.SameAs(client));
        await host.StopAsync();
    }

    [Test]
    public async Task Instances_are_disposed_with_the_host_after_their_last_event()
    {
        var story = new List<string>();
        IHost host = await TestHost.StartAsync(services => services.AddSingleton(story).AddClient(_server.Url).AddNamespace<Disposable>());
        await host.WaitForConnectedAsync();

        await host.StopAsync();
        story.Add("stopped");
        host.Dispose();

        Assert.That(story, Is.EqualTo(new[] { "disconnect", "stopped", "disposed" }));
    }

    [Test]
    public async Task A_factory_makes_the_instance()
    {
        using IHost host = await TestHost.StartAsync(services => services
            .AddScoped<Visit>()
            .AddSingleton(new Greeting("made for"))
            .AddClient(_server.Url)
            .AddNamespace(provider => new Counter(provider.GetRequiredService<Greeting>()), "/made"));
        TestServerClient client = await _server.Of("/made").WaitForClientAsync();

        Assert.That((await client.CallAsync<Answer>("count", "Ada")).Text, Is.EqualTo("made for, Ada: 1"));
        Assert.That((await client.CallAsync<Answer>("count", "Bob")).Text, Is.EqualTo("made for, Bob: 2"));
        await host.StopAsync();
    }

    [Test]
    public async Task What_a_factory_makes_is_disposed_with_the_host()
    {
        var story = new List<string>();
        IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace(_ => new Disposable(story)));
        await host.WaitForConnectedAsync();

        await host.StopAsync();
        host.Dispose();

        Assert.That(story, Is.EqualTo(new[] { "disconnect", "disposed" }));
    }

    private sealed record Greeting(string Text);

    private sealed record Answer(string Text, Guid Visit);

    private sealed class Visit
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    [Namespace("/count")]
    private sealed class Counter(Greeting greeting) : AsyncClientNamespace
    {
        private int _count;

        public Answer OnCount(string name, Visit visit) => new($"{greeting.Text}, {name}: {++_count}", visit.Id);
    }

    private sealed class Lobby() : AsyncClientNamespace("/lobby");

    [Namespace("/disposable")]
    private sealed class Disposable(List<string> story) : AsyncClientNamespace, IAsyncDisposable
    {
        public void OnDisconnect() => story.Add("disconnect");

        public ValueTask DisposeAsync()
        {
            story.Add("disposed");
            return default;
        }
    }
}
