using System.Text.Json;
using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>Messages are delivered to a server that is killed, as by <c>kill -9</c>, again and again.</summary>
[TestFixtureSource(nameof(Peers))]
[Category("M12")]
public sealed class DeliveryTests(Peer peer) : InteropTest(peer)
{
    private const int Kills = 50;
    private const int Outstanding = 20;

    private string _log = "";

    private static IEnumerable<Peer> Peers => [new(ServerKind.Node, Link.WebSocket)];

    private protected override Task<ServerProcess> OpenServerAsync()
    {
        _log = Path.GetTempFileName();
        return ServerProcess.StartAsync(Peer.Server, ("LOG_FILE", _log));
    }

    private protected override async Task CloseServerAsync()
    {
        await Server.DisposeAsync();
        File.Delete(_log);
    }

    [Test]
    public async Task Every_acknowledged_message_is_in_the_servers_log_in_order_and_duplicates_bear_the_same_id()
    {
        var client = CreateClient(options =>
        {
            options.Reconnection.Delay = TimeSpan.FromMilliseconds(2);
            options.Reconnection.MaxDelay = TimeSpan.FromMilliseconds(20);
        });
        await ConnectAsync(client);
        using var stop = new CancellationTokenSource();
        var acknowledged = new Recorder<int>("an acknowledgement");
        var producing = ProduceAsync(client, acknowledged, stop.Token);

        for (var kill = 0; kill < Kills; kill++)
        {
            acknowledged.Rest();
            await acknowledged.TakeAsync(3 + (kill % 5)); // from this server: it is killed at work
            await Server.KillAsync();
            await Server.StartAsync();
        }

        await stop.CancelAsync();
        var produced = await producing.Within("the last acknowledgement");

        var log = (await File.ReadAllLinesAsync(_log)).Select(line => JsonSerializer.Deserialize<Entry>(line, JsonSerializerOptions.Web)!).ToArray();
        Assert.That(log.DistinctBy(entry => entry.Number).Select(entry => entry.Number), Is.EqualTo(Enumerable.Range(0, produced)), "each message, in order");
        Assert.That(log.Select(entry => entry.Number), Is.Ordered, "duplicates stand beside each other");
        Assert.That(log.DistinctBy(entry => (entry.Number, entry.Id)).Count(), Is.EqualTo(produced), "one id for each message");
        Assert.That(log.DistinctBy(entry => entry.Id).Count(), Is.EqualTo(produced), "one message for each id");
    }

    /// <summary>Delivers numbers, some at once, until stopped.</summary>
    /// <returns>How many there were; all of them were acknowledged.</returns>
    private static async Task<int> ProduceAsync(AsyncClient client, Recorder<int> acknowledged, CancellationToken stop)
    {
        var outstanding = new Queue<Task<Delivery>>();
        var produced = 0;
        while (!stop.IsCancellationRequested)
        {
            while (outstanding.Count < Outstanding)
            {
                outstanding.Enqueue(client.DeliverAsync("log", produced++, new DeliveryOptions { MessageId = true }, CancellationToken.None));
            }

            await TakeAsync();
        }

        while (outstanding.Count > 0)
        {
            await TakeAsync();
        }

        return produced;

        async Task TakeAsync()
        {
            Assert.That(await outstanding.Dequeue(), Is.EqualTo(Delivery.Acknowledged));
            acknowledged.Add(0);
        }
    }

    private sealed record Entry(int Number, string Id);
}
