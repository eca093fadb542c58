using SocketIO.Namespaces.InteropTests.Faults.Hostile;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>What a server may send although it makes no sense to this client.</summary>
[Category("M16")]
internal sealed class HarmlessPacketTests : FaultTest
{
    [TestCaseSource(typeof(Harmless), nameof(Harmless.Cases))]
    public async Task An_odd_packet_changes_nothing(TransportKind transport, Attack attack)
    {
        await using var server = new HostileServer(async dial =>
        {
            var session = await dial.JoinAsync();
            await session.SendAllAsync(attack.Messages);
            await session.SendAsync("""430["answer"]""");
            await session.BehaveAsync();
        });
        var client = CreateClient(options => options.Transports.Add(transport));
        await client.Client.ConnectAsync(server.Url).Within("the connection");

        Assert.That(await client.Client.CallAsync<string>("question").Within("the answer behind it"), Is.EqualTo("answer"));

        await client.HearsAsync();
        Assert.That(server.Dials, Is.EqualTo(1), "the connection is still the first one");
        Assert.That(client.Connects.Rest(), Has.Length.EqualTo(1));
        Assert.That(Log.Entries.Where(entry => entry.Text.Length > 2_000 || entry.Text.AsSpan().TrimEnd().ContainsAny('\r', '\n', '\u001b')), Is.Empty, "what the server chose is logged short and on one line");
    }

    [Test]
    [Category("fault-47")]
    [Category("M2")]
    public async Task An_acknowledgement_counts_once_and_not_after_its_time_out([Values] TransportKind transport)
    {
        await using var server = new HostileServer(async dial =>
        {
            var session = await dial.JoinAsync(); // its first packet is the call that is answered late
            Assert.That(await session.ReceiveAsync(), Is.EqualTo("""421["twice"]"""));
            await session.SendAllAsync(["430[1]", "431[2]", "431[3]", "431[4]"]);
            await session.BehaveAsync();
        });
        var client = CreateClient(options => options.Transports.Add(transport));
        await client.Client.ConnectAsync(server.Url).Within("the connection");
        var callbacks = new Recorder<int>("the callback");

        await Assert.ThrowsAsync<SocketIOTimeoutException>(() => client.Client.CallAsync<int>("late", null, TimeSpan.FromMilliseconds(1)));
        await client.Client.EmitAsync("twice", (int number) => callbacks.Add(number));

        Assert.That(await callbacks.NextAsync(), Is.EqualTo(2));
        await client.HearsAsync();
        Assert.That(callbacks.Rest(), Is.Empty);
    }
}
