using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>A server that announces attachments, goes on pinging and never sends them.</summary>
[Category("M16")]
[Category("fault-50")]
internal sealed class AttachmentTimeTests : FaultTest
{
    private const string Header = """452-["upload",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]""";

    [Test]
    public async Task Attachments_that_do_not_come_end_the_connection_though_pings_are_answered([Values] TransportKind transport)
    {
        var pongs = 0;
        await using var server = new Hostile.HostileServer(async dial =>
        {
            var session = await dial.JoinAsync();
            await session.SendAllAsync([Header, new byte[] { 1 }]);
            while (true)
            {
                await session.SendAsync("2");
                if (await session.ReceiveAsync() == "3") pongs++;
            }
        });
        var client = CreateClient(options =>
        {
            options.Transports.Add(transport);
            options.Limits.AttachmentTime = TimeSpan.FromMilliseconds(100);
        });
        await client.ConnectAsync(server.Url);

        Assert.That(await client.Disconnects.NextAsync(), Is.EqualTo(DisconnectReason.ParseError));
        await client.HearsAsync();
        Assert.That(pongs, Is.Positive);
        Assert.That(Log.Entries.Single(entry => entry.Name == "ConnectionLost").Text, Does.Contain("SocketIOLimits.AttachmentTime"));
    }

    [Test]
    public async Task Attachments_in_time_cost_nothing_however_many_packets_there_are([Values] TransportKind transport)
    {
        const int Packets = 20;
        var limit = TimeSpan.FromSeconds(77);
        var uploads = new Recorder<byte[]>("an upload");
        await using var server = new Hostile.HostileServer(async dial =>
        {
            var session = await dial.JoinAsync();
            for (var i = 0; i < Packets; i++) await session.SendAllAsync([Header, new byte[] { 1 }, new byte[] { 2 }]);
            await session.BehaveAsync();
        });
        var client = CreateClient(options =>
        {
            options.Transports.Add(transport);
            options.Limits.AttachmentTime = limit;
        });
        client.Client.On("upload", (byte[] first, byte[] second) => uploads.Add([.. first, .. second]));
        await client.ConnectAsync(server.Url);

        Assert.That(await uploads.TakeAsync(Packets), Is.All.EqualTo(new byte[] { 1, 2 }));

        await client.HearsAsync();
        Assert.That(server.Dials, Is.EqualTo(1));
        Assert.That(client.Waits.Count(wait => wait == limit), Is.EqualTo(1), "one timer looks after all of them");
    }
}
