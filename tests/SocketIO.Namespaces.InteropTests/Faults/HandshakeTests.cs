using System.Net;
using System.Net.Sockets;
using SocketIO.Namespaces.InteropTests.Faults.Hostile;
using SocketIO.Namespaces.InteropTests.Faults.Watching;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>Servers that accept a connection and then open no session, or join no namespace.</summary>
[Category("M16")]
[Category("M22")]
internal sealed class HandshakeTests : FaultTest
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    [TestCaseSource(typeof(BadHandshakes), nameof(BadHandshakes.Cases))]
    public async Task A_handshake_that_is_none_fails_the_attempt_and_says_so(TransportKind transport, string handshake)
    {
        await using var server = new HostileServer(dial => dial.OpenAsync(handshake));
        var client = CreateClient(options => options.Transports.Add(transport));

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.Client.ConnectAsync(server.Url));
        Assert.That(failure.InnerException, Is.TypeOf<SocketIOProtocolException>());
        Assert.That(failure.Message.Length, Is.LessThan(400), "what the server sent is described, not quoted");
        Assert.That(client.Client.State, Is.EqualTo(ClientState.Disconnected));

        await client.Client.ConnectAsync(server.Url).Within("a connection to the server, which has learnt to behave");
        await client.HearsAsync();
    }

    [Test]
    [Category("fault-19")]
    public async Task A_handshake_after_a_loss_that_is_none_is_an_error_and_no_reason_to_hurry([Values] TransportKind transport)
    {
        await using var server = new HostileServer(
            dial => dial.LoseAsync(),
            dial => dial.OpenAsync("0{}"));
        var client = CreateClient(options => options.Transports.Add(transport));
        ExpectError("PermanentFault");
        await client.ConnectAsync(server.Url);

        await AssertWaitsForAMinuteAsync(client);

        Assert.That(server.Dials, Is.EqualTo(2));
        Assert.That(client.Client.State, Is.EqualTo(ClientState.Reconnecting));
    }

    [Test]
    [Category("fault-16")]
    public async Task An_upgrade_answered_with_another_key_is_refused()
    {
        await using var server = new HostileServer(dial => dial.Request.UpgradeAsync(accept: "bm90IHRoZSBrZXk="));
        var client = CreateClient(options => options.Transports.Add(TransportKind.WebSocket));

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.Client.ConnectAsync(server.Url));

        Assert.That(failure.Message, Does.Contain("WebSocket upgrade"));
        await client.Client.ConnectAsync(server.Url).Within("a connection to the server, which has learnt to behave");
        await client.HearsAsync();
    }

    [Test]
    [Category("fault-17")]
    public async Task A_close_in_place_of_the_handshake_is_told([Values] TransportKind transport)
    {
        await using var server = new HostileServer(dial => dial.OpenAsync("1"));
        var client = CreateClient(options => options.Transports.Add(transport));

        await Assert.ThrowsAsync<SocketIOConnectException>(() => client.Client.ConnectAsync(server.Url));

        await client.Client.ConnectAsync(server.Url).Within("a connection to the server, which has learnt to behave");
        await client.HearsAsync();
    }

    [Test]
    [Category("fault-18")]
    [Category("S8")]
    public async Task A_handshake_that_does_not_come_is_waited_for_until_the_connect_time_out([Values] TransportKind transport)
    {
        await using var server = new HostileServer(async dial =>
        {
            if (transport == TransportKind.WebSocket) await dial.Request.UpgradeAsync();
        });
        await AssertTimesOutAsync(server, transport);
    }

    [Test]
    [Category("fault-20")]
    [Category("S8")]
    public async Task A_join_that_is_not_answered_is_waited_for_until_the_connect_time_out([Values] TransportKind transport)
    {
        await using var server = new HostileServer(dial => dial.OpenAsync());
        await AssertTimesOutAsync(server, transport);
    }

    [Test]
    [Category("fault-13")]
    public async Task A_tls_handshake_that_stalls_is_waited_for_until_the_connect_time_out()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = CreateClient(options => options.ConnectTimeout = Soon);

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(
            () => client.Client.ConnectAsync($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}").Within("the time-out"));

        Assert.That(failure.Delivery, Is.EqualTo(Delivery.NotSent));
    }

    private async Task AssertTimesOutAsync(HostileServer server, TransportKind transport)
    {
        var client = CreateClient(options =>
        {
            options.Transports.Add(transport);
            options.ConnectTimeout = Soon;
            options.StopTimeout = Soon;
        });

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.Client.ConnectAsync(server.Url).Within("the time-out"));

        Assert.That(failure.Message, Does.Contain("0.1 s (ConnectTimeout)"));
        await client.Client.ConnectAsync(server.Url, retry: true).Within("a connection to the server, which has learnt to behave");
        await client.HearsAsync();
    }
}
