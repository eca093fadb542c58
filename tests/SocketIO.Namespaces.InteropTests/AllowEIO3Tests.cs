using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>A server of Socket.IO 4.x that takes clients of 2.x, with <c>allowEIO3</c>.</summary>
[TestFixtureSource(nameof(Peers))]
[Category("M13")]
[Parallelizable]
public sealed class AllowEIO3Tests(Peer peer) : InteropTest(peer)
{
    private static IEnumerable<Peer> Peers => Peer.All.Where(peer => peer.Server == ServerKind.Node);

    private protected override Task<ServerProcess> OpenServerAsync()
        => ServerProcess.StartAsync(Peer.Server, ("ALLOW_EIO3", "1"), ("PING_INTERVAL_MS", "300"), ("PING_TIMEOUT_MS", "1000"), ("MAX_MESSAGE_BYTES", "10000"));

    private protected override async Task CloseServerAsync() => await Server.DisposeAsync();

    [Test]
    public async Task It_is_spoken_to_in_version_3()
    {
        byte[] bytes = [1, 2, 3];
        var client = CreateClient(options => options.EngineVersion = EngineIOVersion.V3);
        await ConnectAsync(client, "/chat");

        var sids = await Task.WhenAll(new[] { "/", "/chat" }.Select(async path => (await InfoAsync(client.Of(path))).Sid));
        var answer = await client.Of("/chat").CallAsync<(string, byte[])>("ack", ("é😀", bytes)).Within("an answer");
        await client.CallAsync("later", 1_500).Within("an answer after several heartbeats");

        Assert.That(sids, Is.EqualTo(new[] { client.GetSid(), client.GetSid("/chat") }));
        Assert.That(answer, Is.EqualTo(("é😀", bytes)));
        await SettleAsync(client);
    }

    [Test]
    [Category("M15")]
    public async Task What_it_would_not_take_fails_at_the_caller()
    {
        var client = CreateClient(options => options.EngineVersion = EngineIOVersion.V3);
        await ConnectAsync(client);
        await SettleAsync(client);
        var most = new byte[Peer.FinalTransport == TransportKind.WebSocket ? 9_999 : 7_494];

        Assert.That(await client.CallAsync<byte[]>("ack", most).Within("the answer to the largest"), Has.Length.EqualTo(most.Length));
        var exception = (await Assert.ThrowsAsync<SocketIOException>(async () => await client.EmitAsync("record", new byte[most.Length + 1])))!;
        Assert.That(exception.Message, Does.Contain("maxPayload"));
    }
}
