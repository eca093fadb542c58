using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>WebSocket has pings of its own, which the framing answers by itself: nothing else may be under way that would carry the pong along.</summary>
[TestFixtureSource(typeof(Peer), nameof(Peer.WithWebSocket))]
[Category("M1")]
public sealed class WebSocketPingTests(Peer peer) : InteropTest(peer)
{
    [Test]
    public async Task A_ping_on_an_idle_connection_is_answered()
    {
        var pongs = new Recorder<string>("the server's report of a pong");
        var client = CreateClient();
        client.On("ws-pong", (string text) => pongs.Add(text));
        await ConnectAsync(client);
        await SettleAsync(client);

        await client.EmitAsync("ws-ping");

        Assert.That(await pongs.NextAsync(), Is.EqualTo("are you there?"));
    }
}
