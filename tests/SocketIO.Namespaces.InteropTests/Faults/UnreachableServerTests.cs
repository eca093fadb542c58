using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>Nobody answers.</summary>
public sealed class UnreachableServerTests : FaultTest
{
    [Test]
    [Category("fault-8")]
    [Category("fault-10")]
    public async Task A_refused_port_or_an_unknown_host_fails_the_connect(
        [Values] TransportKind transport, [Values("http://127.0.0.1:1", "http://no-such-host.invalid")] string url)
    {
        var client = CreateClient(options => options.Transports.Add(transport)).Client;

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.ConnectAsync(url).Within("the failure"));

        Assert.That(failure!.Delivery, Is.EqualTo(Delivery.NotSent));
        Assert.That(client.State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    [Category("fault-9")]
    public async Task A_server_that_says_nothing_is_given_up_at_the_connect_timeout_and_at_a_cancellation([Values] TransportKind transport)
    {
        await using var server = await SocketIOTestServer.StartAsync();
        await using var proxy = new FaultProxy(server.Url);
        proxy.BlackHole();
        var client = CreateClient(options =>
        {
            options.Transports.Add(transport);
            options.ConnectTimeout = TimeSpan.FromMilliseconds(200);
        }).Client;
        var patient = CreateClient(options => options.Transports.Add(transport)).Client;
        using var source = new CancellationTokenSource();

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.ConnectAsync(proxy.Url).Within("the failure"));
        var connecting = patient.ConnectAsync(proxy.Url, cancellationToken: source.Token);
        await source.CancelAsync();

        Assert.That(failure!.Message, Does.Contain(nameof(SocketIOClientOptions.ConnectTimeout)));
        await Assert.ThatAsync(() => connecting.Within("the cancellation"), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(patient.State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    [Category("fault-11")]
    public async Task The_second_address_of_a_host_is_tried_where_the_first_is_dead([Values] TransportKind transport)
    {
        await using var server = await SocketIOTestServer.StartAsync();
        server.Of("/").On("echo", async (string word) => await server.Of("/").EmitAsync("echo", word));
        var client = CreateClient(options => options.Transports.Add(transport));

        await client.Client.ConnectAsync($"http://localhost:{server.Url.Port}").Within("the connection"); // nobody listens on ::1

        await client.HearsAsync();
    }
}
