using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>A server that pings often, and is soon out of patience.</summary>
[TestFixtureSource(typeof(Peer), nameof(Peer.All))]
[Category("M17")]
[Parallelizable]
public sealed class HeartbeatTests(Peer peer) : InteropTest(peer)
{
    private const int SeveralHeartbeatsMs = 2_000;

    private protected override Task<ServerProcess> OpenServerAsync()
        => ServerProcess.StartAsync(Peer.Server, ("PING_INTERVAL_MS", "300"), ("PING_TIMEOUT_MS", "1000"));

    private protected override async Task CloseServerAsync() => await Server.DisposeAsync();

    [Test]
    public async Task An_idle_connection_stays_up()
    {
        var ends = new Recorder<DisconnectReason>("the disconnect handler");
        var client = CreateClient();
        client.On("disconnect", (DisconnectReason reason) => ends.Add(reason));
        await ConnectAsync(client);
        var sid = client.GetSid();

        await client.CallAsync("later", SeveralHeartbeatsMs).Within("an answer after several heartbeats");

        Assert.That(client.GetSid(), Is.EqualTo(sid));
        Assert.That(ends.Rest(), Is.Empty);
    }
}
