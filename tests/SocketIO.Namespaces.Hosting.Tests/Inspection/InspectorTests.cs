using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace SocketIO.Namespaces.Hosting.Tests.Inspection;

[Category("H7")]
public sealed class InspectorTests
{
    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_connected_client_is_shown_with_its_namespaces_and_handlers()
    {
        var clock = new FakeTimeProvider();
        using IHost host = await TestHost.StartAsync(services => services
            .AddSocketIOClient(options => (options.Url, options.TimeProvider) = (new Uri(_server.Url, "?token=secret"), clock))
            .AddNamespace<DeskNamespace>()
            .Services.AddSingleton<Ledger>());
        await host.WaitForConnectedAsync();

        ClientSnapshot client = Inspect(host).Single();

        NamespaceSnapshot desk = Desk(client);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((client.Name, client.State, client.Transport), Is.EqualTo(("", ClientState.Connected, TransportKind.WebSocket)));
            Assert.That(client.ConnectedSince, Is.EqualTo(clock.GetUtcNow()));
            Assert.That(client.Url, Is.EqualTo(_server.Url.ToString().TrimEnd('/')));
            Assert.That((client.LastError, client.LastErrorAt), Is.EqualTo(((string?)null, (DateTimeOffset?)null)));
            Assert.That(client.Namespaces.Select(@namespace => @namespace.State), Is.All.EqualTo(NamespaceState.Joined));
            Assert.That(desk.Sid, Is.EqualTo((await _server.Of("/desk").WaitForClientAsync()).Sid));
            Assert.That(desk.Handlers.Select(handler => $"{handler.Event}: {handler}"), Is.EqualTo(
                new[] { "connect: DeskNamespace.OnConnect(ConnectInfo info)", "new_order: DeskNamespace.OnNewOrder(string item, int[] amounts, Ledger ledger)", "desk:close: DeskNamespace.Close()" }));
            Assert.That(desk.Handlers[1].Parameters.Select(parameter => parameter.IsArgument), Is.EqualTo(new[] { true, true, false }));
        }

        await host.StopAsync();
    }

    [Test]
    public async Task It_can_be_asked_before_the_start_and_after_the_end()
    {
        IHost host = TestHost.Build(services => services.AddClient(_server.Url));
        var inspector = host.Services.GetRequiredService<ISocketIOClientInspector>();

        Assert.That(inspector.Inspect("").State, Is.EqualTo(ClientState.Disconnected));
        Assert.That(inspector.Inspect("").Namespaces.Select(@namespace => @namespace.State), Is.All.EqualTo(NamespaceState.NotJoined));
        await host.StartAsync();
        await host.WaitForConnectedAsync();
        await host.StopAsync();
        Assert.That(inspector.Inspect("").State, Is.EqualTo(ClientState.Disconnected));
        Assert.That(inspector.Inspect("").LastError, Is.Null, "its own wish is no error");
        NamespaceSnapshot left = inspector.Inspect("").Namespaces.Single();
        Assert.That((left.State, left.Sid), Is.EqualTo((NamespaceState.NotJoined, (string?)null)));
        host.Dispose();
        Assert.That(inspector.Inspect("").State, Is.EqualTo(ClientState.Disposed));
    }

    [Test]
    public async Task A_refusal_is_told_and_forgotten_when_it_is_lifted()
    {
        _server.Refuse("/desk", "closed\ntoday");
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).Services.AddSocketIOClient(options => options.Namespaces.Add("/desk")));

        NamespaceSnapshot refused = Desk(await UntilAsync(host, client => Desk(client).State == NamespaceState.Refused));
        _server.Accept("/desk");
        NamespaceSnapshot joined = Desk(await UntilAsync(host, client => Desk(client).State == NamespaceState.Joined));

        Assert.That((refused.State, refused.Sid), Is.EqualTo((NamespaceState.Refused, (string?)null)));
        Assert.That(refused.LastError, Does.StartWith("closed").And.Not.Contain("\n"));
        Assert.That((joined.Sid, joined.LastError), Is.EqualTo((_server.Of("/desk").Clients.Single().Sid, (string?)null)));
        await host.StopAsync();
    }

    [Test]
    public async Task A_loss_is_remembered_when_the_client_is_back()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url));
        await host.WaitForConnectedAsync();
        await _server.StopListeningAsync();
        ClientSnapshot away = await UntilAsync(host, client => client is { State: ClientState.Reconnecting, Namespaces: [{ State: NamespaceState.Joining }] });

        await _server.RestartAsync();
        ClientSnapshot back = await UntilAsync(host, client => client.State == ClientState.Connected);

        Assert.That((away.ConnectedSince, away.Transport), Is.EqualTo(((DateTimeOffset?)null, (TransportKind?)null)));
        Assert.That(back.LastError, Is.Not.Null.And.Not.Empty);
        Assert.That(back.ConnectedSince, Is.GreaterThanOrEqualTo(back.LastErrorAt!));
        await host.StopAsync();
    }

    [Test]
    public async Task What_waits_is_counted()
    {
        await _server.StopListeningAsync();
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url));
        var client = host.Services.GetRequiredService<AsyncClient>();
        var hold = new Signal();
        client.On("slow", hold.WaitAsync);
        await client.EmitAsync("first");
        await client.EmitAsync("second", () => { });
        Task<Delivery> delivery = client.DeliverAsync("third", null, new DeliveryOptions());

        NamespaceSnapshot waiting = Inspect(host).Single().Namespaces.Single();
        await _server.RestartAsync();
        await host.WaitForConnectedAsync();
        Task<int> call = client.CallAsync<int>("unanswered");
        await _server.Of("/").ReceiveAsync("unanswered");
        await _server.Of("/").EmitAsync("slow");
        await _server.Of("/").EmitAsync("slow");
        NamespaceSnapshot busy = (await UntilAsync(host, one => one.Namespaces.Single().InboxLength == 2)).Namespaces.Single();

        Assert.That((waiting.BufferedEmits, waiting.PendingCalls, waiting.PendingDeliveries, waiting.InboxLength), Is.EqualTo((2, 1, 1, 0)));
        Assert.That(busy.BufferedEmits, Is.Zero);
        Assert.That(busy.PendingCalls, Is.GreaterThanOrEqualTo(1));
        hold.Set();
        await host.StopAsync();
        Assert.That(() => call, Throws.InstanceOf<SocketIODisconnectedException>());
        await delivery;
    }

    [Test]
    public void Every_client_is_listed_and_found_by_its_name()
    {
        using IHost host = TestHost.Build(services =>
        {
            services.AddClient("orders");
            services.AddClient();
        });
        var inspector = host.Services.GetRequiredService<ISocketIOClientInspector>();

        Assert.That(inspector.Inspect().Select(client => client.Name), Is.EqualTo(new[] { "orders", "" }));
        Assert.That(inspector.Inspect("orders").Name, Is.EqualTo("orders"));
        Assert.That(() => inspector.Inspect("order"), Throws.ArgumentException.With.Message.Contains("There is no client \"order\": add it").And.Message.Contains("\"orders\", \"\""));
    }

    [Test]
    public async Task It_is_written_as_JSON_as_it_is_and_read_back()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<DeskNamespace>().Services.AddSingleton<Ledger>());
        await host.WaitForConnectedAsync();
        IReadOnlyList<ClientSnapshot> clients = Inspect(host);

        string json = JsonSerializer.Serialize(clients, JsonSerializerOptions.Web);
        var read = JsonSerializer.Deserialize<ClientSnapshot[]>(json, JsonSerializerOptions.Web);

        Assert.That(json, Does.Contain("""
            "state":"Connected"
            """).And.Contain("""
            "transport":"WebSocket"
            """).And.Contain("""
            {"event":"new_order","method":"DeskNamespace.OnNewOrder","parameters":[{"name":"item","type":"string","isArgument":true}
            """));
        Assert.That(JsonSerializer.Serialize(read, JsonSerializerOptions.Web), Is.EqualTo(json));
        await host.StopAsync();
    }

    [Test]
    public async Task Any_thread_may_ask_whatever_the_client_does_meanwhile()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url));
        await host.WaitForConnectedAsync();
        var client = host.Services.GetRequiredService<AsyncClient>();
        using var stopping = new CancellationTokenSource();
        Task[] asking =
        [
            .. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                while (!stopping.IsCancellationRequested)
                    Inspect(host);
            })),
        ];

        for (int i = 0; i < 20; i++)
        {
            client.On("now and then", () => { }).Dispose();
            client.Of($"/room-{i}");
            await client.EmitAsync("busy", () => { });
            if (i % 10 == 5)
                await _server.DropConnectionsAsync();
        }

        await stopping.CancelAsync();
        Assert.That(() => Task.WhenAll(asking).WaitAsync(TestHost.Patience), Throws.Nothing);
        Assert.That(Inspect(host).Single().Namespaces, Has.Count.EqualTo(21));
        await host.StopAsync();
    }

    [Test]
    [Category("M19")]
    public async Task It_tells_no_secrets()
    {
        _server.Refuse("/desk", "not today");
        using IHost host = await TestHost.StartAsync(services => services.AddSocketIOClient(options =>
        {
            options.Url = new Uri(_server.Url, "?key=secret-1");
            options.Auth = new { token = "secret-2" };
            options.Headers["Authorization"] = "secret-3";
            options.Query["token"] = "secret-4";
            options.Namespaces.Add("/desk");
        }));
        await UntilAsync(host, client => Desk(client).State == NamespaceState.Refused);
        await _server.StopListeningAsync();
        ClientSnapshot away = await UntilAsync(host, client => client.LastError is not null);

        Assert.That(JsonSerializer.Serialize(away), Does.Not.Contain("secret"));
        await host.StopAsync();
    }

    [Test]
    public async Task A_namespace_class_may_take_it()
    {
        using IHost host = await TestHost.StartAsync(services => services.AddClient(_server.Url).AddNamespace<SelfAwareNamespace>());
        await host.WaitForConnectedAsync();

        int count = await _server.Of("/self").CallAsync<int>("clients");

        Assert.That(count, Is.EqualTo(1));
        await host.StopAsync();
    }

    private static NamespaceSnapshot Desk(ClientSnapshot client) => client.Namespaces.Single(@namespace => @namespace.Path == "/desk");

    private static IReadOnlyList<ClientSnapshot> Inspect(IHost host) => host.Services.GetRequiredService<ISocketIOClientInspector>().Inspect();

    private static async Task<ClientSnapshot> UntilAsync(IHost host, Predicate<ClientSnapshot> condition)
    {
        using var patience = new CancellationTokenSource(TestHost.Patience);
        while (true)
        {
            ClientSnapshot client = Inspect(host).Single();
            if (condition(client))
                return client;
            await Task.Delay(5, patience.Token);
        }
    }

    public sealed class Ledger;

    [Namespace("/desk")]
    public sealed class DeskNamespace : AsyncClientNamespace
    {
        public void OnConnect(ConnectInfo info) => _ = info;

        public void OnNewOrder(string item, int[] amounts, Ledger ledger) => _ = (item, amounts, ledger);

        [On("desk:close")]
        public void Close() => _ = this;
    }

    [Namespace("/self")]
    public sealed class SelfAwareNamespace(ISocketIOClientInspector inspector) : AsyncClientNamespace
    {
        public int OnClients() => inspector.Inspect().Count;
    }
}
