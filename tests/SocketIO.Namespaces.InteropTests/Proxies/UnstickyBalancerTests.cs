using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>The load balancer does not keep a client at one server.</summary>
public sealed class UnstickyBalancerTests() : ClusterTest(Link.WebSocket)
{
    [Test]
    [Category("M1")]
    public async Task The_default_transports_need_no_stickiness()
    {
        var before = await Cluster.CountAsync();
        var losses = new Recorder<DisconnectReason>("the loss");

        var client = await ConnectToAsync(Balancer.RoundRobinUrl, options => options.Transports.Clear());
        client.On("disconnect", (DisconnectReason reason) => losses.Add(reason));
        var first = await ServerOfAsync(client);
        await client.EmitAsync("close-engine");
        await losses.NextAsync();
        await client.Of("/").WaitForConnectedAsync().Within("the return");

        Assert.That(await ServerOfAsync(client), Is.Not.EqualTo(first), "the balancer takes turns");
        Assert.That(client.Transport, Is.EqualTo(TransportKind.WebSocket));
        Assert.That(await Cluster.CountAsync() - before, Is.EqualTo(new ClusterCounts(Sessions: 2, Strangers: 0)));
    }

    [Test]
    [Category("M22")]
    [Category("scenario-43")]
    public async Task Polling_without_stickiness_fails_with_what_to_do_about_it()
    {
        var before = await Cluster.CountAsync();
        var client = CreateClient(PollingAlone);

        var error = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.ConnectAsync(Balancer.RoundRobinUrl).Within("the failure"));

        Assert.That(error!.Message, Does.Contain("Session ID unknown").And.Contain("sticky").And.Contain("WebSocket"));
        Assert.That(client.State, Is.EqualTo(ClientState.Disconnected));
        var counted = await Cluster.CountAsync() - before;
        Assert.That(counted.Sessions, Is.EqualTo(1));
        Assert.That(counted.Strangers, Is.InRange(1, 3), "a GET, a POST, perhaps the close: nothing is repeated");
    }

    [Test]
    [Category("M4")]
    public async Task A_client_that_keeps_trying_backs_off_and_gets_through_once_it_may_use_WebSocket()
    {
        var errors = new Recorder<ConnectError>("a failed attempt");
        SocketIOClientOptions shared = null!;
        var client = CreateClient(options => PollingAlone(shared = options));
        client.On("connect_error", (ConnectError error) => errors.Add(error));

        var connecting = client.ConnectAsync(Balancer.RoundRobinUrl, retry: true);
        var failed = await errors.TakeAsync(3);
        shared.Transports.Clear();
        await connecting.Within("the connection");

        Assert.That(failed.Select(error => error.Message), Has.All.Contain("Session ID unknown"));
        Assert.That(client.Transport, Is.EqualTo(TransportKind.WebSocket));
    }

    [Test]
    [Category("M5")]
    public async Task A_WebSocket_cut_for_idleness_returns_without_a_storm()
    {
        const int Cuts = 3;
        var before = await Cluster.CountAsync();
        var losses = new Recorder<DisconnectReason>("the loss");
        var returns = new Recorder<bool>("the return");
        var client = CreateClient();
        client.On("disconnect", (DisconnectReason reason) => losses.Add(reason));
        client.On("connect", (ConnectInfo info) => returns.Add(info.IsReconnect));
        await client.ConnectAsync(Balancer.ImpatientUrl).Within("the connection");

        Assert.That(await losses.TakeAsync(Cuts), Is.All.AnyOf(DisconnectReason.TransportClose, DisconnectReason.TransportError));
        Assert.That(await returns.TakeAsync(Cuts + 1), Is.EqualTo([false, true, true, true]));

        Assert.That(await client.CallAsync<int>("ack", 1).Within("an answer"), Is.EqualTo(1));
        Assert.That(await Cluster.CountAsync() - before, Is.EqualTo(new ClusterCounts(Sessions: Cuts + 1, Strangers: 0)));
    }

    private static void PollingAlone(SocketIOClientOptions options)
    {
        options.Transports.Clear();
        options.Transports.Add(TransportKind.Polling);
    }
}
