using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("M17")]
internal sealed class HeartbeatTests : ClientTest
{
    [TestCase(3, 5000)]
    [TestCase(200, 300)]
    [Category("scenario-28")]
    [Category("scenario-29")]
    [Category("scenario-31")]
    public async Task Each_ping_is_answered_and_none_is_sent(int pings, int intervalMs)
    {
        var server = await ConnectAsync(intervalMs);
        for (var i = 0; i < pings; i++)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(intervalMs));
            Assert.That(server.TryReceive(), Is.Null);
            await ReadAsync(server);
        }

        Clock.Advance(TimeSpan.FromMilliseconds(intervalMs));
        Assert.That(server.TryReceive(), Is.Null);
        Assert.That(Client.State, Is.EqualTo(ClientState.Connected));
        Assert.That(Network.Dials, Has.Count.EqualTo(1));
    }

    private async Task<InMemoryServer> ConnectAsync(int pingInterval)
    {
        var connecting = Client.ConnectAsync(Url);
        var server = await Network.AcceptAsync();
        server.SendHandshake(pingInterval: pingInterval, pingTimeout: 200);
        await JoinAsync(server, "/");
        await connecting.Within();
        return server;
    }
}
