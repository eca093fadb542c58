using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

[TestFixtureSource(typeof(Peer), nameof(Peer.WithUpgrade))]
[Category("M1")]
public sealed class UpgradeTests(Peer peer) : InteropTest(peer)
{
    private const int RecordsAfterUpgrade = 200;

    [Test]
    [Repeat(5)]
    public async Task Nothing_is_lost_or_reordered_by_an_upgrade_under_traffic()
    {
        var ticks = new Recorder<(int Number, string Transport)>("a tick");
        var ends = new Recorder<(int Count, string Transport)>("the end of the stream");
        var client = CreateClient(options => options.Query["hold-upgrade"] = "true");
        client.On("tick", (int number, string transport) => ticks.Add((number, transport)));
        client.On("streamed", (int count, string transport) => ends.Add((count, transport)));
        await ConnectAsync(client);

        await client.EmitAsync("stream");
        var sent = await RecordUntilUpgradedAsync(client).Within("the upgrade");
        await client.EmitAsync("stop");

        var (count, lastTransport) = await ends.NextAsync();
        var heard = ticks.Rest();
        var received = await client.CallAsync<Received[]>("received").Within("what the server received");
        Assert.That(heard.Select(tick => tick.Number), Is.EqualTo(Enumerable.Range(0, count)));
        Assert.That(received.Select(record => record.Args[0].GetInt32()), Is.EqualTo(Enumerable.Range(0, sent)));
        Assert.That(new[] { heard[0].Transport, received[0].Transport }, Is.All.EqualTo("polling"));
        Assert.That(new[] { lastTransport, received[^1].Transport }, Is.All.EqualTo("websocket"));
    }

    private static async Task<int> RecordUntilUpgradedAsync(AsyncClient client)
    {
        var sent = 0;
        for (var after = 0; after < RecordsAfterUpgrade; after += client.Transport == TransportKind.WebSocket ? 1 : 0)
        {
            await client.EmitAsync("record", sent++);
            if (sent % 10 == 0)
            {
                await client.CallAsync("ack", sent);
            }
        }

        return sent;
    }
}
