using SocketIO.Namespaces.InteropTests.Faults.Hostile;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>A server that sends what is not WebSocket costs the connection, and nothing more.</summary>
[Category("M16")]
[Category("M5")]
internal sealed class BrokenFrameTests : FaultTest
{
    [TestCaseSource(typeof(BrokenFrames), nameof(BrokenFrames.Cases))]
    public async Task A_broken_frame_ends_the_connection_and_the_client_returns(byte[] bytes)
    {
        await using var server = new HostileServer(async dial =>
        {
            var session = (WebSocketSession)await dial.JoinAsync();
            await session.Stream.WriteAsync(bytes);
        });
        var client = CreateClient(options => options.Transports.Add(TransportKind.WebSocket));
        await client.Client.ConnectAsync(server.Url).Within("the connection");
        var question = client.Follow(client.Client.CallAsync<int>("question"), "a call");

        Assert.That(await client.Disconnects.NextAsync(), Is.EqualTo(DisconnectReason.TransportError));
        Assert.That((await Assert.ThrowsAsync<SocketIODisconnectedException>(() => question)).Reason, Is.EqualTo(DisconnectReason.TransportError));
        await client.HearsAsync();
    }

    [Test]
    [Category("fault-36")]
    public async Task Fragments_without_end_are_cut_off_at_the_message_limit()
    {
        await using var server = new HostileServer(async dial =>
        {
            var session = (WebSocketSession)await dial.JoinAsync();
            var fragments = new List<byte>(BrokenFrames.Fragment(isFirst: true));
            for (var i = 1; i < 131_000; i++) fragments.AddRange(BrokenFrames.Fragment(isFirst: false));
            await session.Stream.WriteAsync(fragments.ToArray());
        });
        var client = CreateClient(options =>
        {
            options.Transports.Add(TransportKind.WebSocket);
            options.Limits.MessageBytes = 130_999;
        });
        await client.ConnectAsync(server.Url);

        Assert.That(await client.Disconnects.NextAsync(), Is.EqualTo(DisconnectReason.ParseError));
        await client.HearsAsync();
    }

    [Test]
    [Category("fault-34")]
    [Category("fault-37")]
    [Category("M17")]
    public async Task A_message_that_is_announced_and_does_not_come_is_ended_by_the_heartbeat([Values(100, int.MaxValue, long.MaxValue)] long length)
    {
        await using var server = new HostileServer(async dial =>
        {
            var session = (WebSocketSession)await dial.JoinAsync(pingInterval: 500);
            await session.Stream.WriteAsync(BrokenFrames.Announce(length));
            await session.Stream.WriteAsync("4"u8.ToArray());
        });
        var client = CreateClient(options => options.Transports.Add(TransportKind.WebSocket));
        var before = GC.GetTotalAllocatedBytes();
        await client.ConnectAsync(server.Url);

        Assert.That(await client.Disconnects.NextAsync(), Is.EqualTo(DisconnectReason.PingTimeout));
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(16 << 20), "nothing is reserved for what was only announced");
        await client.HearsAsync();
    }
}
