using SocketIO.Namespaces.InteropTests.Faults.Hostile;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>A server that sends what is not Socket.IO costs the connection, and nothing more.</summary>
[Category("M16")]
[Category("M5")]
internal sealed class MalformedPacketTests : FaultTest
{
    [TestCaseSource(typeof(Malformed), nameof(Malformed.Cases))]
    public async Task A_malformed_packet_ends_the_connection_and_the_client_returns(TransportKind transport, Attack attack)
    {
        await using var server = new HostileServer(async dial =>
        {
            var session = await dial.JoinAsync();
            await session.SendAllAsync(attack.Messages);
        });
        var client = CreateClient(options => options.Transports.Add(transport));
        await client.Client.ConnectAsync(server.Url).Within("the connection");
        var question = client.Follow(client.Client.CallAsync<int>("question"), "a call");

        Assert.That(await client.Disconnects.NextAsync(), Is.EqualTo(DisconnectReason.ParseError));
        var failure = await Assert.ThrowsAsync<SocketIODisconnectedException>(() => question);
        Assert.That(failure.Reason, Is.EqualTo(DisconnectReason.ParseError));
        Assert.That(failure.InnerException, Is.TypeOf<SocketIOProtocolException>());
        await client.HearsAsync();
        Assert.That(Log.Entries.Single(entry => entry.Name == "ConnectionLost").Text, Does.Contain(failure.InnerException!.Message), "the log says what was wrong");
    }
}
