using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Namespaces.Hosting.Tests.Registration;

/// <summary>Namespace classes with an instance per event.</summary>
[Category("H2")]
public sealed class NamespaceLifetimeTests
{
    private UnitLog _units = null!;
    private List<string> _story = null!;
    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task StartServerAsync()
    {
        _units = new UnitLog();
        _story = [];
        _server = await SocketIOTestServer.StartAsync();
    }

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [TestCase(ServiceLifetime.Scoped)]
    [TestCase(ServiceLifetime.Transient)]
    public async Task Each_event_has_an_instance_and_services_of_its_own_and_nothing_else_has(ServiceLifetime lifetime)
    {
        using IHost host = await StartAsync(client => client.AddNamespace<Orders>(lifetime));
        TestServerClient server = await _server.Of("/orders").WaitForClientAsync();

        int[] first = await server.CallAsync<int[]>("units", "one");
        int[] second = await server.CallAsync<int[]>("units", "two");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.All.EqualTo(1), "constructor, service of the constructor, parameter, service of a parameter, and the context");
            Assert.That(second, Is.All.EqualTo(2));
        }

        await _units.WaitForDisposalAsync(1);
        await _units.WaitForDisposalAsync(2);
        Assert.That(_units.Count, Is.EqualTo(2));
        await host.StopAsync();
    }

    [Test]
    public async Task A_blocking_class_may_have_an_instance_per_event()
    {
        _server.Of("/blocking").On("double", (int number) => number * 2);
        using IHost host = await StartAsync(client => client.AddNamespace<Blocking>(ServiceLifetime.Scoped));
        TestServerClient server = await _server.Of("/blocking").WaitForClientAsync();

        (int Unit, int Result, string Thread) first = await server.CallAsync<(int, int, string)>("double", 21);
        (int Unit, int Result, string Thread) second = await server.CallAsync<(int, int, string)>("double", 4);

        Assert.That(first, Is.EqualTo((1, 42, "Socket.IO /blocking")));
        Assert.That(second, Is.EqualTo((2, 8, "Socket.IO /blocking")));
        await _units.WaitForDisposalAsync(2);
        await host.StopAsync();
    }

    [Test]
    public async Task An_instance_emits_on_its_namespace_also_after_its_event()
    {
        var kept = new TaskCompletionSource<Emitting>();
        using IHost host = await StartAsync(
            client => client.AddNamespace<Emitting>("/elsewhere", ServiceLifetime.Scoped), services => services.AddSingleton(kept));
        TestServerClient server = await _server.Of("/elsewhere").WaitForClientAsync();

        await server.EmitAsync("ask", "within");
        Assert.That((await _server.Of("/elsewhere").ReceiveAsync("told")).Get<(string, string, bool)>(), Is.EqualTo(("within", "/elsewhere", true)));
        await _units.WaitForDisposalAsync(1);

        Emitting instance = await kept.Task;
        await instance.EmitAsync("later", 1);

        Assert.That((await _server.Of("/elsewhere").ReceiveAsync("later")).Get<int>(), Is.EqualTo(1));
        await host.StopAsync();
    }

    [Test]
    public async Task The_moments_of_the_connection_have_instances_too()
    {
        using IHost host = await StartAsync(client => client.AddNamespace<Moments>(ServiceLifetime.Scoped));
        await _server.Of("/moments").WaitForClientAsync();
        await _units.WaitForDisposalAsync(1);

        _server.Refuse("/moments", "not now");
        await _server.DropConnectionsAsync();
        await _units.WaitForDisposalAsync(3);
        await host.StopAsync();

        Assert.That(_story, Is.EqualTo(new[] { "connect 1", "disconnect 2", "connect_error 3" }));
    }

    [Test]
    public async Task Disposal_keeps_no_acknowledgement_waiting()
    {
        var disposing = new TaskCompletionSource();
        _units.MayDispose = disposing.Task;
        using IHost host = await StartAsync(client => client.AddNamespace<Orders>(ServiceLifetime.Scoped));
        TestServerClient server = await _server.Of("/orders").WaitForClientAsync();

        await server.CallAsync<int[]>("units", "one");
        Assert.That(_units.IsDisposed(1), Is.False);
        disposing.SetResult();

        await _units.WaitForDisposalAsync(1);
        await host.StopAsync();
    }

    [Test]
    public async Task An_instance_is_disposed_when_its_handler_throws()
    {
        var failure = new TaskCompletionSource<HandlerErrorContext>();
        using IHost host = await StartAsync(
            client => client.AddNamespace<Orders>(ServiceLifetime.Scoped),
            services => services.Configure<SocketIOClientOptions>(options => options.OnHandlerError = told => failure.TrySetResult(told)));
        TestServerClient server = await _server.Of("/orders").WaitForClientAsync();

        Assert.That(await server.CallAsync<string>("fail", "x"), Is.EqualTo("as told"));

        await _units.WaitForDisposalAsync(1);
        Assert.That((await failure.Task.WaitAsync(TestHost.Patience)).Handler, Is.EqualTo("Orders.OnFail"));
        await host.StopAsync();
    }

    [Test]
    public async Task An_instance_is_disposed_when_its_handler_is_cancelled_at_the_stop()
    {
        using IHost host = await StartAsync(
            client => client.AddNamespace<Orders>(ServiceLifetime.Scoped),
            services => services.Configure<SocketIOClientOptions>(options => options.StopTimeout = TimeSpan.FromMilliseconds(50)));
        await _server.Of("/orders").WaitForClientAsync();
        await _server.Of("/orders").EmitAsync("hang");
        await _server.Of("/orders").ReceiveAsync("hanging");

        await host.StopAsync();

        await _units.WaitForDisposalAsync(1);
    }

    [Test]
    public async Task An_instance_that_cannot_be_made_is_a_failure_of_its_event_alone()
    {
        var failure = new TaskCompletionSource<HandlerErrorContext>();
        var attempts = 0;
        using IHost host = await StartAsync(
            client => client.AddNamespace(
                services => attempts++ == 0 ? throw new InvalidOperationException("not yet") : ActivatorUtilities.CreateInstance<Orders>(services),
                lifetime: ServiceLifetime.Scoped),
            services => services.Configure<SocketIOClientOptions>(options => options.OnHandlerError = told => failure.TrySetResult(told)));
        TestServerClient server = await _server.Of("/orders").WaitForClientAsync();

        await server.EmitAsync("units", "lost");
        int[] answer = await server.CallAsync<int[]>("units", "two");

        Assert.That(answer, Is.All.EqualTo(1));
        Assert.That((await failure.Task.WaitAsync(TestHost.Patience)).Exception.Message, Is.EqualTo("not yet"));
        await host.StopAsync();
    }

    [Test]
    public async Task Events_handled_at_once_have_instances_of_their_own()
    {
        using IHost host = await StartAsync(
            client => client.AddNamespace<Meeting>(ServiceLifetime.Scoped),
            services => services.AddSingleton(new Rendezvous()).Configure<SocketIOClientOptions>(options => options.MaxConcurrentHandlers = 2));
        TestServerClient server = await _server.Of("/meeting").WaitForClientAsync();

        int[] units = await Task.WhenAll(server.CallAsync<int>("meet", "a"), server.CallAsync<int>("meet", "b"));

        Assert.That(units, Is.EquivalentTo(new[] { 1, 2 }));
        await host.StopAsync();
    }

    [Test]
    public async Task An_emitter_of_the_class_is_there_for_everybody()
    {
        using IHost host = await StartAsync(client => client.AddNamespace<Orders>(ServiceLifetime.Scoped));
        await _server.Of("/orders").WaitForClientAsync();

        await host.Services.GetRequiredService<ISocketIOEmitter<Orders>>().EmitAsync("news", 7);

        Assert.That((await _server.Of("/orders").ReceiveAsync("news")).Get<int>(), Is.EqualTo(7));
        Assert.That(_units.Count, Is.Zero);
        await host.StopAsync();
    }

    [Test]
    public async Task Attributes_say_where_parameters_come_from()
    {
        using IHost host = await StartAsync(client => client.AddNamespace<Orders>(ServiceLifetime.Scoped), services => services.AddSingleton(new Note("registered")));
        TestServerClient server = await _server.Of("/orders").WaitForClientAsync();

        (int Archive, int Injected, string Note) answer = await server.CallAsync<(int, int, string)>("marked", new Note("sent"));

        Assert.That(answer, Is.EqualTo((1, 1, "sent")));
        await host.StopAsync();
    }

    [Test]
    public async Task A_constructor_that_says_the_path_is_asked_once_when_the_host_starts()
    {
        using IHost host = await StartAsync(client => client.AddNamespace<Saying>(ServiceLifetime.Scoped));
        TestServerClient server = await _server.Of("/said").WaitForClientAsync();
        Assert.That(_units.IsDisposed(1), Is.True, "it was made for that alone");

        Assert.That(await server.CallAsync<int>("unit"), Is.EqualTo(2));
        await host.StopAsync();
    }

    [Test]
    public async Task A_constructor_and_an_attribute_that_say_different_paths_are_a_clear_failure()
    {
        var failure = new TaskCompletionSource<HandlerErrorContext>();
        using IHost host = await StartAsync(
            client => client.AddNamespace<Contradicting>(ServiceLifetime.Scoped),
            services => services.Configure<SocketIOClientOptions>(options => options.OnHandlerError = told => failure.TrySetResult(told)));
        await _server.Of("/one").WaitForClientAsync();

        Assert.That((await failure.Task.WaitAsync(TestHost.Patience)).Exception.Message, Contains.Substring("The constructor of Contradicting says the path \"/two\", but its [Namespace] \"/one\""));
        await host.StopAsync();
    }

    [Test]
    public async Task Instances_that_say_different_paths_are_a_clear_failure()
    {
        var failure = new TaskCompletionSource<HandlerErrorContext>();
        var made = 0;
        using IHost host = await StartAsync(
            client => client.AddNamespace(_ => new Wandering($"/{++made}"), lifetime: ServiceLifetime.Scoped),
            services => services.Configure<SocketIOClientOptions>(options => options.OnHandlerError = told => failure.TrySetResult(told)));
        await _server.Of("/1").WaitForClientAsync();

        Assert.That((await failure.Task.WaitAsync(TestHost.Patience)).Exception.Message, Is.EqualTo(
            "An instance of Wandering says the path \"/2\", but the one made when the host started said \"/1\": give the path at the registration, by AddNamespace."));
        await host.StopAsync();
    }

    [Test]
    public async Task An_instance_handles_one_event_only()
    {
        var failure = new TaskCompletionSource<HandlerErrorContext>();
        using IHost host = await StartAsync(
            client =>
            {
                var shared = new Plain();
                client.AddNamespace(_ => shared, lifetime: ServiceLifetime.Transient);
            },
            services => services.Configure<SocketIOClientOptions>(options => options.OnHandlerError = told => failure.TrySetResult(told)));
        TestServerClient server = await _server.Of("/plain").WaitForClientAsync();

        await server.CallAsync<string>("ping");
        await server.EmitAsync("ping");

        Assert.That((await failure.Task.WaitAsync(TestHost.Patience)).Exception.Message, Contains.Substring("has handled an event before").And.Contains("register it as a singleton"));
        await host.StopAsync();
    }

    private Task<IHost> StartAsync(Action<ISocketIOClientBuilder> add, Action<IServiceCollection>? register = null) => TestHost.StartAsync(services =>
    {
        services.AddSingleton(_units).AddSingleton(_story).AddScoped<Unit>().AddScoped<Repository>().AddKeyedScoped<Repository>("archive");
        register?.Invoke(services);
        add(services.AddClient(_server.Url));
    });

    private sealed record Note(string Text);

    [Namespace("/orders")]
    private sealed class Orders(Unit unit, Repository repository) : AsyncClientNamespace
    {
        public async Task<int[]> OnUnits(string order, Unit injected, Repository other, EventContext context)
        {
            await Task.Yield();
            Unit[] units = [unit, repository.Unit, injected, other.Unit, context.Services.GetRequiredService<Unit>()];
            return Array.ConvertAll(units, one => one.IsDisposed ? -1 : one.Id);
        }

        public string OnFail(string order) => throw new EventException("It fails.", "as told");

        public async Task OnHang(CancellationToken cancellationToken)
        {
            await EmitAsync("hanging", cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        public (int Archive, int Injected, string Note) OnMarked(
            [FromEvent] Note note, [FromKeyedServices("archive")] Repository archive, [Injected] Unit injected) => (archive.Unit.Id, injected.Id, note.Text);
    }

    [Namespace("/blocking")]
    private sealed class Blocking(Unit unit) : ClientNamespace
    {
        public (int Unit, int Result, string? Thread) OnDouble(int number) => (unit.Id, Call<int>("double", number), Thread.CurrentThread.Name);
    }

    private sealed class Emitting(Unit unit, TaskCompletionSource<Emitting> kept) : AsyncClientNamespace
    {
        public async Task OnAsk(string text)
        {
            await EmitAsync("told", (text, Namespace, IsConnected && !unit.IsDisposed));
            kept.SetResult(this);
        }
    }

    [Namespace("/moments")]
    private sealed class Moments(Unit unit, List<string> story) : AsyncClientNamespace
    {
        public void OnConnect() => story.Add($"connect {unit.Id}");

        public void OnDisconnect() => story.Add($"disconnect {unit.Id}");

        public void OnConnectError() => story.Add($"connect_error {unit.Id}");
    }

    [Namespace("/meeting")]
    private sealed class Meeting(Unit unit, Rendezvous rendezvous) : AsyncClientNamespace
    {
        public async Task<int> OnMeet(string name)
        {
            await rendezvous.ArriveAsync();
            return unit.Id;
        }
    }

    /// <summary>Lets nobody go on who came alone.</summary>
    private sealed class Rendezvous
    {
        private readonly Signal _isComplete = new();
        private int _arrived;

        public Task ArriveAsync()
        {
            if (Interlocked.Increment(ref _arrived) == 2)
                _isComplete.Set();
            return _isComplete.WaitAsync();
        }
    }

    private sealed class Saying(Unit unit) : AsyncClientNamespace("/said")
    {
        public int OnUnit() => unit.Id;
    }

    [Namespace("/one")]
    private sealed class Contradicting() : AsyncClientNamespace("/two")
    {
        public void OnConnect() { }
    }

    private sealed class Wandering(string path) : AsyncClientNamespace(path)
    {
        public void OnConnect() { }
    }

    [Namespace("/plain")]
    private sealed class Plain : AsyncClientNamespace
    {
        public string OnPing() => "pong";
    }
}
