using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>A server that takes little at once, and says so: Debian's python-socketio does not.</summary>
[TestFixture(Link.Polling)]
[TestFixture(Link.Upgrade)]
[TestFixture(Link.WebSocket)]
[Category("M15")]
[Category("scenario-50")]
public sealed class PayloadLimitTests(Link link) : InteropTest(new Peer(ServerKind.Node, link))
{
    private const int MostBytes = 1000;

    private protected override Task<ServerProcess> OpenServerAsync()
        => ServerProcess.StartAsync(Peer.Server, ("MAX_MESSAGE_BYTES", $"{MostBytes}"));

    private protected override async Task CloseServerAsync() => await Server.DisposeAsync();

    [Test]
    public async Task Many_messages_at_once_are_spread_over_as_many_requests_as_it_takes()
    {
        const int Count = 200;
        var client = await ConnectAsync();
        var sid = client.GetSid();
        var filler = new string('x', 150);

        for (var i = 0; i < Count; i++)
        {
            await client.EmitAsync("record", i % 10 == 0 ? (i, filler, new byte[300]) : (object)(i, filler));
        }

        await client.CallAsync("ack", 1).Within("an answer");
        Assert.That(client.GetSid(), Is.EqualTo(sid));
        Assert.That(await ReceivedAsync(client), Is.EqualTo(Enumerable.Range(0, Count)));
    }

    [Test]
    public async Task A_message_of_just_the_size_the_server_takes_arrives()
    {
        var client = await ConnectAsync();
        await SettleAsync(client);

        await client.EmitAsync("record", (0, TextOfPacket(MostBytes)));

        Assert.That(await ReceivedAsync(client), Is.EqualTo([0]));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_larger_message_fails_at_the_caller_and_the_connection_lives(bool isBinary)
    {
        var client = await ConnectAsync();
        await SettleAsync(client);
        var sid = client.GetSid();
        object tooMuch = isBinary ? new byte[MostBytes + 1] : (0, TextOfPacket(MostBytes + 1));

        var emit = await Assert.ThrowsAsync<SocketIOException>(() => client.EmitAsync("record", tooMuch).Within("the emit's failure"));
        var call = await Assert.ThrowsAsync<SocketIOException>(() => client.CallAsync("is-sample", tooMuch).Within("the call's failure"));

        foreach (var error in new[] { emit!, call! })
        {
            Assert.That(error.Message, Does.Contain($"{MostBytes}").And.Contain("maxPayload"));
            Assert.That(error.Delivery, Is.EqualTo(Delivery.NotSent));
        }

        await client.EmitAsync("record", 1);
        Assert.That(await ReceivedAsync(client), Is.EqualTo([1]));
        Assert.That(client.GetSid(), Is.EqualTo(sid));
    }

    /// <summary>A text that makes the packet of a "record" this long.</summary>
    private static string TextOfPacket(int bytes) => new('x', bytes - """42["record",0,""]""".Length);

    private static async Task<int[]> ReceivedAsync(AsyncClient client)
    {
        var received = await client.CallAsync<Received[]>("received").Within("what the server received");
        return Array.ConvertAll(received, record => record.Args[0].GetInt32());
    }
}
