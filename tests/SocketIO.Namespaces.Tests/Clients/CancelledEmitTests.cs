using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>Emits are cancelled while a peer that does not read holds them up: what goes out is whole packets, and those that were not cancelled.</summary>
[Category("S9")]
[Category("S10")]
[Category("fault-65")]
internal sealed class CancelledEmitTests : ClientTest
{
    private const int Emits = 200;

    [TestCase(1)]
    [TestCase(20)]
    [TestCase(2 * Emits)]
    public async Task Those_that_wait_leave_nothing_of_theirs_behind(int room)
    {
        Options.Limits.OutboxPackets = room;
        var server = await ConnectAsync();
        server.StopReading();
        await Client.EmitAsync("first");
        await server.WriteStalled.Within();
        var cancellations = Enumerable.Range(0, Emits).Select(_ => new CancellationTokenSource()).ToArray();
        var emits = cancellations.Select((source, i) => Client.EmitAsync("n", (i, new[] { (byte)i }), source.Token).AsTask()).ToArray();

        var cancelling = cancellations.Where((_, i) => i % 2 == 1).Select(source => Task.Run(source.Cancel)).ToArray();
        server.ResumeReading();
        await Task.WhenAll(cancelling).Within();

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["first"]"""));
        foreach (var i in await WhichWereSentAsync(emits))
        {
            Assert.That(await server.ReceiveAsync(), Is.EqualTo($$"""451-["n",{{i}},{"_placeholder":true,"num":0}]"""));
            Assert.That(await server.ReceiveBinaryAsync(), Is.EqualTo(new[] { (byte)i }));
        }

        await ReadAsync(server); // and nothing more
    }

    [Test]
    public async Task One_that_is_on_its_way_goes_on_whole()
    {
        using var source = new CancellationTokenSource();
        var server = await ConnectAsync();
        server.StopReading();
        await Client.EmitAsync("n", new byte[] { 1, 2, 3 }, source.Token);
        await server.WriteStalled.Within();

        await source.CancelAsync();
        server.ResumeReading();

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""451-["n",{"_placeholder":true,"num":0}]"""));
        Assert.That(await server.ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        await ReadAsync(server);
    }

    private static async Task<List<int>> WhichWereSentAsync(Task[] emits)
    {
        var sent = new List<int>();
        for (var i = 0; i < emits.Length; i++)
        {
            try
            {
                await emits[i].Within();
                sent.Add(i);
            }
            catch (OperationCanceledException)
            {
                Assert.That(i % 2, Is.EqualTo(1), "only those that were to be cancelled");
            }
        }

        return sent;
    }
}
