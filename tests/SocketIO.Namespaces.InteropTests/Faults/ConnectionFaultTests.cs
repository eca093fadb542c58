using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>The network breaks, cuts or chops up the connection.</summary>
[TestFixture(Link.WebSocket)]
[TestFixture(Link.Polling)]
[TestFixture(Link.Upgrade)]
public sealed class ConnectionFaultTests(Link link) : ProxyTest(link)
{
    [Test]
    [Category("fault-4")]
    [Category("M5")]
    public async Task A_reset_while_reading_is_a_loss_and_the_client_returns()
    {
        await ConnectAsync();

        Proxy.Reset();

        Assert.That(await Watched.Disconnects.NextAsync(), Is.EqualTo(DisconnectReason.TransportError).Or.EqualTo(DisconnectReason.TransportClose));
        await Watched.HearsAsync();
    }

    [Test]
    [Category("fault-4")]
    [Category("M6")]
    public async Task A_reset_while_writing_loses_no_order_and_repeats_nothing()
    {
        await ConnectAsync();
        Proxy.ToServer.Pause();
        var emits = EmitManyAsync(200, new string('x', 50_000));
        Proxy.Reset();
        Proxy.ToServer.Resume();

        await emits.Within("the emits");
        await Watched.HearsAsync();
        var received = await Client.CallAsync<Received[]>("received").Within("what the server received on the new connection");
        Assert.That(received.Select(record => record.Args[0].GetInt32()), Is.Ordered.And.Unique);
        Assert.That(received[^1].Args[0].GetInt32(), Is.EqualTo(199), "those after the loss arrive");
    }

    [Test]
    [Category("fault-4")]
    [Category("M2")]
    public async Task A_call_under_way_fails_at_once_and_its_outcome_is_unknown()
    {
        await ConnectAsync();
        var answer = Proxy.ToClient.HoldNextAsync("the answer");
        var call = Watched.Follow(Client.CallAsync<string>("ack", "the answer", TimeSpan.FromMinutes(5)), "the call");

        (await answer.Within("the answer on its way")).Reset();

        var lost = await Assert.ThrowsAsync<SocketIODisconnectedException>(() => call.Within("the call's end"));
        Assert.That(lost!.Delivery, Is.EqualTo(Delivery.Unknown));
        await Watched.HearsAsync();
    }

    [Test]
    [Category("fault-65")]
    [Category("S9")]
    public async Task Emits_cancelled_while_others_are_on_their_way_leave_those_whole_and_in_order()
    {
        const int Emits = 200;
        await ConnectAsync(options => options.Limits.OutboxPackets = 20);
        Proxy.ToServer.Pause();
        var cancellations = Enumerable.Range(0, Emits).Select(_ => new CancellationTokenSource()).ToArray();
        var text = new string('x', 50_000);
        var emits = cancellations.Select((source, i) => Client.EmitAsync("record", (i, text), source.Token).AsTask()).ToArray();
        await emits[0].Within("the first of them");

        foreach (var source in cancellations.Where((_, i) => i % 2 == 1))
            await source.CancelAsync();
        Proxy.ToServer.Resume();

        await Task.WhenAll(emits).ContinueWith(static _ => { }, TaskScheduler.Default).Within("the emits");
        var sent = Enumerable.Range(0, Emits).Where(i => emits[i].IsCompletedSuccessfully).ToArray();
        var received = await Client.CallAsync<Received[]>("received").Within("what the server received");
        Assert.That(received.Select(record => record.Args[0].GetInt32()), Is.EqualTo(sent));
        Assert.That(received.Select(record => record.Args[1].GetString()!.Length), Is.All.EqualTo(text.Length));
        Assert.That(sent, Is.SupersetOf(Enumerable.Range(0, Emits).Where(i => i % 2 == 0)));
        Assert.That(emits.Count(emit => emit.IsCanceled), Is.Positive, "some waited for room, and were cancelled there");
        Assert.That(Client.State, Is.EqualTo(ClientState.Connected));
    }

    [Test]
    [Category("fault-33")]
    public async Task Data_that_come_byte_by_byte_are_put_together()
    {
        await ConnectAsync();
        Proxy.ToClient.Split(1);
        Proxy.ToServer.Split(1);
        byte[] bytes = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];

        Assert.That(await Client.CallAsync<byte[]>("ack", bytes).Within("the bytes"), Is.EqualTo(bytes));
        await Watched.HearsAsync();
        Assert.That(Client.State, Is.EqualTo(ClientState.Connected));
    }

    [Test]
    [Category("fault-35")]
    public async Task Half_a_message_is_not_dispatched()
    {
        var whole = new Recorder<string>("a whole message");
        await ConnectAsync();
        Client.On("big", (string start, string end) => whole.Add(end));
        var held = Proxy.ToClient.HoldNextAsync("the start");
        await Client.EmitAsync("say", ("big", "the start", "the end"));

        var message = await held.Within("the message on its way");
        message.Cut(after: message.Length - 4);

        await Watched.Disconnects.NextAsync();
        await Watched.HearsAsync();
        Assert.That(whole.Rest(), Is.Empty);
    }

    [Test]
    [Category("fault-79")]
    public async Task Another_client_of_the_process_feels_nothing()
    {
        var other = CreateClient();
        await other.Client.ConnectAsync(Server.Url).Within("the other's connection");
        var sid = other.Client.GetSid();
        await ConnectAsync();

        Proxy.Reset();

        await Watched.Disconnects.NextAsync();
        await other.HearsAsync();
        await Watched.HearsAsync();
        Assert.That(other.Client.GetSid(), Is.EqualTo(sid));
        Assert.That(other.Disconnects.Rest(), Is.Empty);
    }

    private async Task EmitManyAsync(int count, string ballast)
    {
        for (var i = 0; i < count; i++)
            await Client.EmitAsync("record", (i, ballast));
    }
}
