using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>What can happen to a response alone, and so to polling alone.</summary>
public sealed class PollingFaultTests() : ProxyTest(Link.Polling)
{
    [Test]
    [Category("fault-29")]
    public async Task A_response_cut_after_the_server_has_read_the_request_is_no_success()
    {
        await ConnectAsync();
        var answered = Proxy.ToClient.HoldNextAsync("\r\n\r\nok");
        var call = Watched.Follow(Client.CallAsync<int>("later", (60_000, 1), TimeSpan.FromMinutes(5)), "the call");

        (await answered.Within("the response to the POST")).Reset();

        var lost = await Assert.ThrowsAsync<SocketIODisconnectedException>(() => call.Within("the call's end"));
        Assert.That(lost!.Delivery, Is.EqualTo(Delivery.Unknown));
        Assert.That(await Watched.Disconnects.NextAsync(), Is.EqualTo(DisconnectReason.TransportError));
        await Watched.HearsAsync();
    }

    [Test]
    [Category("fault-30")]
    public async Task A_response_that_takes_its_time_is_not_asked_for_twice()
    {
        await ConnectAsync();
        await Watched.HearsAsync();
        var before = Proxy.Accepted;
        var late = Proxy.ToClient.HoldNextAsync("the late one");
        await Client.EmitAsync("say", ("late", "the late one"));
        var held = await late.Within("the event on its way");
        for (var i = 0; i < 20; i++)
            await Client.EmitAsync("record", i);
        held.Release();

        var received = await Client.CallAsync<Received[]>("received").Within("what the server received");
        Assert.That(received, Has.Length.EqualTo(20));
        await Watched.HearsAsync();
        Assert.That(Proxy.Accepted, Is.EqualTo(before), "no further connection, as a second poll at a time would take");
        Assert.That(Watched.Disconnects.Rest(), Is.Empty, "the server closes a session that is polled twice at a time");
    }
}
