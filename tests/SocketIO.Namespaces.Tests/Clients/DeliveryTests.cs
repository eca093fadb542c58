using System.Text.Json;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("M12")]
internal sealed class DeliveryTests : ClientTest
{
    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    private static TimeSpan AckTimeout => TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_message_is_delivered_when_it_is_acknowledged()
    {
        var server = await ConnectAsync();
        var delivery = Client.DeliverAsync("save", (1, "a"));

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["save",1,"a"]"""));
        Assert.That(delivery.IsCompleted, Is.False);
        server.Send("""430["whatever"]""");
        Assert.That(await delivery.Within(), Is.EqualTo(Delivery.Acknowledged));
    }

    [Test]
    public async Task One_at_a_time_is_under_way()
    {
        var server = await ConnectAsync();
        var deliveries = Enumerable.Range(0, 3).Select(number => Client.DeliverAsync("save", number)).ToArray();
        for (var i = 0; i < 3; i++)
        {
            Assert.That(await server.ReceiveAsync(), Is.EqualTo($"42{i}[\"save\",{i}]"));
            await ReadAsync(server);
            Assert.That(server.TryReceive(), Is.Null);
            server.Send($"43{i}[]");
            Assert.That(await deliveries[i].Within(), Is.EqualTo(Delivery.Acknowledged));
        }
    }

    [Test]
    public async Task Namespaces_do_not_wait_for_each_other()
    {
        var server = await ConnectAsync("/chat");
        _ = Client.DeliverAsync("save", 1);
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["save",1]"""));
        _ = Client.Of("/chat").DeliverAsync("save", 2);

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42/chat,0["save",2]"""));
    }

    [Test]
    public async Task Order_is_kept_through_losses()
    {
        var server = await ConnectAsync();
        var first = Client.DeliverAsync("save", 1);
        var second = Client.DeliverAsync("save", 2);
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["save",1]"""));
        server = await ReturnAsync(server);
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["save",1]"""));
        var third = Client.DeliverAsync("save", 3);
        server = await ReturnAsync(server, seconds: 2);
        for (var i = 0; i < 3; i++)
        {
            Assert.That(await server.ReceiveAsync(), Is.EqualTo($"42{i}[\"save\",{i + 1}]"));
            server.Send($"43{i}[]");
        }

        Assert.That(await Task.WhenAll(first, second, third).Within(), Is.All.EqualTo(Delivery.Acknowledged));
    }

    [Test]
    public async Task After_a_return_connect_handlers_go_first()
    {
        var joining = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await ConnectAsync();
        Client.On("connect", async () =>
        {
            await joining.Task;
            await Client.EmitAsync("join");
        });
        _ = Client.DeliverAsync("save", 1);
        await server.ReceiveAsync();
        server = await ReturnAsync(server);
        await ReadAsync(server);
        joining.TrySetResult();

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["join"]"""));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["save",1]"""));
    }

    [Test]
    public async Task A_connect_handler_may_wait_for_a_delivery_of_its_own()
    {
        var server = await ConnectAsync();
        Client.On("connect", async () =>
        {
            await Client.EmitAsync("join");
            Note((await Client.DeliverAsync("save", 1)).ToString());
        });
        server = await ReturnAsync(server);

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["join"]"""));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["save",1]"""));
        server.Send("430[]");
        await UntilNotedAsync("Acknowledged");
    }

    [Test]
    public async Task A_handler_of_an_event_may_wait_for_a_delivery()
    {
        Client.On("ask", async () => Note((await Client.DeliverAsync("save", 1)).ToString()));
        var server = await ConnectAsync();
        server.Send("""42["ask"]""");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["save",1]"""));
        server.Send("430[]");
        await UntilNotedAsync("Acknowledged");
    }

    [Test]
    public async Task Without_an_acknowledgement_in_time_it_is_sent_again()
    {
        var server = await ConnectAsync();
        var delivery = Client.DeliverAsync("save", 1);
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["save",1]"""));
        await Clock.PassAsync(AckTimeout);
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["save",1]"""));
        await Clock.WaitForTimerAsync(AckTimeout);
        server.Send("430[]");
        server.Send("430[]");

        Assert.That(await delivery.Within(), Is.EqualTo(Delivery.Acknowledged));
        _ = Client.DeliverAsync("save", 2, new DeliveryOptions { AckTimeout = Second });
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""421["save",2]"""));
        await Clock.PassAsync(Second);
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""421["save",2]"""));
    }

    [Test]
    public async Task Attempts_used_up_are_unknown_and_hold_nothing_up()
    {
        var server = await ConnectAsync();
        var options = new DeliveryOptions { MaxAttempts = 2 };
        var slow = Client.DeliverAsync("slow", 1, options);
        var lost = Client.DeliverAsync("lost", 2, options with { MaxAttempts = 1 });
        var last = Client.DeliverAsync("last", 3);
        await server.ReceiveAsync();
        await Clock.PassAsync(AckTimeout);
        await server.ReceiveAsync();
        await Clock.PassAsync(AckTimeout);
        Assert.That(await slow.Within(), Is.EqualTo(Delivery.Unknown));

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""421["lost",2]"""));
        server = await ReturnAsync(server);
        Assert.That(await lost.Within(), Is.EqualTo(Delivery.Unknown));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""422["last",3]"""));
        server.Send("432[]");
        Assert.That(await last.Within(), Is.EqualTo(Delivery.Acknowledged));
    }

    [Test]
    public async Task What_was_not_handed_to_the_transport_was_no_attempt()
    {
        var delay = TimeSpan.FromSeconds(3); // no other timer of a lost connection is as long
        Options.Reconnection.Delay = delay;
        var server = await ConnectAsync();
        server.StopReading();
        await Client.EmitAsync("stuck");
        await server.WriteStalled.Within();
        var delivery = Client.DeliverAsync("save", 1, new DeliveryOptions { MaxAttempts = 1 });
        server.Break();
        await Clock.PassAsync(delay);
        server = await AcceptAsync();

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["save",1]"""));
        server.Send("430[]");
        Assert.That(await delivery.Within(), Is.EqualTo(Delivery.Acknowledged));
    }

    [Test]
    public async Task Time_used_up_without_a_connection_was_not_sent()
    {
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(Second);
        var early = Client.DeliverAsync("early", 1, new DeliveryOptions { GiveUpAfter = Second / 2 });
        var late = Client.DeliverAsync("late", 2);
        await Clock.PassAsync(Second / 2);
        Assert.That(await early.Within(), Is.EqualTo(Delivery.NotSent));
        await Clock.PassAsync(Second / 2);
        server = await AcceptAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""421["late",2]"""));
        server.Send("431[]");
        Assert.That(await late.Within(), Is.EqualTo(Delivery.Acknowledged));
    }

    [Test]
    public async Task Time_used_up_under_way_is_unknown()
    {
        var server = await ConnectAsync();
        var delivery = Client.DeliverAsync("save", 1, new DeliveryOptions { GiveUpAfter = Second });
        await server.ReceiveAsync();
        await Clock.PassAsync(Second);
        Assert.That(await delivery.Within(), Is.EqualTo(Delivery.Unknown));
    }

    [Test]
    public async Task A_cancelled_one_holds_nothing_up_whether_it_waits_or_is_under_way()
    {
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var server = await ConnectAsync();
        var underWay = Client.DeliverAsync("save", 1, cancellationToken: first.Token);
        var waiting = Client.DeliverAsync("save", 2, cancellationToken: second.Token);
        var last = Client.DeliverAsync("save", 3);
        await server.ReceiveAsync();
        await second.CancelAsync();
        Assert.That((await ThrownAsync<OperationCanceledException>(() => waiting.Within())).CancellationToken, Is.EqualTo(second.Token));
        await first.CancelAsync();
        Assert.That((await ThrownAsync<OperationCanceledException>(() => underWay.Within())).CancellationToken, Is.EqualTo(first.Token));

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""422["save",3]"""));
        server.Send("432[]");
        Assert.That(await last.Within(), Is.EqualTo(Delivery.Acknowledged));
        Assert.That(async () => await Client.DeliverAsync("save", 4, cancellationToken: first.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task The_end_of_the_client_ends_all_of_them(bool dispose)
    {
        var server = await ConnectAsync();
        var underWay = Client.DeliverAsync("save", 1);
        var waiting = Client.DeliverAsync("save", 2);
        await server.ReceiveAsync();
        await Clock.RunUntilAsync(dispose ? Client.DisposeAsync().AsTask() : Client.DisconnectAsync());

        Assert.That(await underWay.Within(), Is.EqualTo(Delivery.Unknown));
        Assert.That(await waiting.Within(), Is.EqualTo(Delivery.NotSent));
    }

    [Test]
    public async Task So_does_a_reconnection_that_gives_up()
    {
        Options.Reconnection.MaxAttempts = 1;
        var server = await ConnectAsync();
        var sent = Client.DeliverAsync("save", 1);
        var waiting = Client.DeliverAsync("save", 2);
        await server.ReceiveAsync();
        Network.OnDial = (_, _, _) => new(new InvalidOperationException("refused"));
        server.Break();
        await Clock.PassAsync(Second);

        Assert.That(await sent.Within(), Is.EqualTo(Delivery.Unknown));
        Assert.That(await waiting.Within(), Is.EqualTo(Delivery.NotSent));
    }

    [Test]
    public async Task So_does_the_end_of_the_namespace()
    {
        var server = await ConnectAsync("/chat");
        var sent = Client.Of("/chat").DeliverAsync("save", 1);
        var waiting = Client.Of("/chat").DeliverAsync("save", 2);
        await server.ReceiveAsync();
        server.Send("41/chat,");

        Assert.That(await sent.Within(), Is.EqualTo(Delivery.Unknown));
        Assert.That(await waiting.Within(), Is.EqualTo(Delivery.NotSent));
        Assert.That(async () => await Client.Of("/chat").DeliverAsync("save", 3), Throws.InstanceOf<NamespaceNotConnectedException>());
    }

    [Test]
    public async Task So_does_a_refusal_that_nobody_will_ask_again_about()
    {
        var server = await ConnectAsync();
        var joining = Client.JoinAsync("/tenant");
        await server.ReceiveAsync();
        var delivery = Client.Of("/tenant").DeliverAsync("save", 1);
        server.Send("""44/tenant,{"message":"no"}""");

        Assert.That(await delivery.Within(), Is.EqualTo(Delivery.NotSent));
        Assert.That(async () => await joining.Within(), Throws.InstanceOf<SocketIOConnectException>());
    }

    [Test]
    public async Task A_namespace_that_comes_back_alone_is_delivered_to_again()
    {
        Options.Reconnection.AfterServerDisconnect = true;
        var server = await ConnectAsync("/chat");
        var delivery = Client.Of("/chat").DeliverAsync("save", 1);
        await server.ReceiveAsync();
        server.Send("41/chat,");
        await Clock.PassAsync(Second);
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/chat,"));
        server.Send("""40/chat,{"sid":"b"}""");

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42/chat,0["save",1]"""));
        server.Send("43/chat,0[]");
        Assert.That(await delivery.Within(), Is.EqualTo(Delivery.Acknowledged));
    }

    [Test]
    public async Task A_client_begun_anew_delivers_again()
    {
        var server = await ConnectAsync();
        _ = Client.DeliverAsync("save", 1);
        await server.ReceiveAsync();
        await Clock.RunUntilAsync(Client.DisconnectAsync());
        server = await ConnectAsync();
        var delivery = Client.DeliverAsync("save", 2);
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""421["save",2]"""));
        server.Send("431[]");
        Assert.That(await delivery.Within(), Is.EqualTo(Delivery.Acknowledged));
    }

    [Test]
    public void A_client_that_is_not_started_refuses()
        => Assert.That(async () => await Client.DeliverAsync("save", 1), Throws.InstanceOf<SocketIODisconnectedException>().With.Property("Delivery").EqualTo(Delivery.NotSent));

    [Test]
    public async Task Before_the_first_connection_of_a_client_that_keeps_trying_it_waits()
    {
        var connecting = Client.ConnectAsync(Url, retry: true);
        var delivery = Client.DeliverAsync("save", 1);
        var server = await AcceptAsync();
        await connecting.Within();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["save",1]"""));
        server.Send("430[]");
        Assert.That(await delivery.Within(), Is.EqualTo(Delivery.Acknowledged));
    }

    [Test]
    public async Task Data_that_cannot_be_written_fails_at_the_caller_alone()
    {
        var server = await ConnectAsync();
        Assert.That(async () => await Client.DeliverAsync("save", Task.CompletedTask), Throws.ArgumentException);
        Assert.That(async () => await Client.DeliverAsync("connect", 1), Throws.ArgumentException);
        _ = Client.DeliverAsync("save", 1);
        Assert.That(await server.ReceiveAsync(), Does.EndWith("""["save",1]"""));
    }

    [Test]
    public async Task Data_is_written_at_once()
    {
        var data = new Dictionary<string, int> { ["a"] = 1 };
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(Second);
        _ = Client.DeliverAsync("save", data);
        data["a"] = 2;
        await Clock.PassAsync(Second);
        server = await AcceptAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""420["save",{"a":1}]"""));
    }

    [Test]
    public async Task Attachments_come_with_each_attempt()
    {
        var server = await ConnectAsync();
        _ = Client.DeliverAsync("save", (new byte[] { 1, 2 }, new byte[] { 3 }));
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.That(await server.ReceiveAsync(), Does.StartWith("452-0"));
            Assert.That(await server.ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 1, 2 }));
            Assert.That(await server.ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 3 }));
            await Clock.PassAsync(AckTimeout);
        }
    }

    [Test]
    public async Task A_message_larger_than_the_server_takes_fails_and_holds_nothing_up()
    {
        var server = await ConnectAsync();
        var large = Client.DeliverAsync("save", new string('x', 1_000_000));
        _ = Client.DeliverAsync("save", 2);
        var thrown = await ThrownAsync<SocketIOException>(() => large.Within());
        Assert.That(thrown.Message, Does.Contain("maxPayload"));
        Assert.That(thrown.Delivery, Is.EqualTo(Delivery.NotSent));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""421["save",2]"""));
    }

    [TestCase(2, 1000, nameof(SocketIOLimits.PendingDeliveries))]
    [TestCase(100, 50, nameof(SocketIOLimits.PendingDeliveryBytes))]
    public async Task Too_many_are_refused_with_the_limits_name(int messages, int bytes, string limit)
    {
        (Options.Limits.PendingDeliveries, Options.Limits.PendingDeliveryBytes) = (messages, bytes);
        var server = await ConnectAsync();
        var first = Client.DeliverAsync("save", "0123456789");
        var second = Client.DeliverAsync("save", "0123456789");
        var thrown = await ThrownAsync<SocketIOException>(() => Client.DeliverAsync("save", "0123456789"));
        Assert.That(thrown.Message, Does.Contain(limit));
        Assert.That(thrown.Delivery, Is.EqualTo(Delivery.NotSent));

        await server.ReceiveAsync();
        server.Send("430[]");
        await first.Within();
        var third = Client.DeliverAsync("save", "again room");
        Assert.That((second.IsCompleted, third.IsCompleted), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task A_message_id_is_the_last_argument_and_the_same_at_each_attempt()
    {
        var options = new DeliveryOptions { MessageId = true };
        var server = await ConnectAsync();
        _ = Client.DeliverAsync("save", (1, "a"), options);
        var first = Arguments(await server.ReceiveAsync());
        server = await ReturnAsync(server);
        var again = Arguments(await server.ReceiveAsync());
        server.Send("430[]");
        _ = Client.DeliverAsync("save", 2, options);
        var second = Arguments(await server.ReceiveAsync());

        Assert.That(first, Has.Length.EqualTo(4));
        Assert.That(again[3].GetString(), Is.EqualTo(first[3].GetString()));
        Assert.That(second, Has.Length.EqualTo(3));
        Assert.That(Guid.TryParse(second[2].GetString(), out var id), Is.True);
        Assert.That(id, Is.Not.EqualTo(first[3].GetGuid()));

        static JsonElement[] Arguments(string packet) => [.. JsonElement.Parse(packet[3..]).EnumerateArray()];
    }

    [Test]
    public async Task Observers_of_emits_see_a_message_once()
    {
        Client.OnAnyOutgoing((string name, int number) => Note($"{name} {number}"));
        var server = await ConnectAsync();
        _ = Client.DeliverAsync("save", 1);
        await server.ReceiveAsync();
        await Clock.PassAsync(AckTimeout);
        await server.ReceiveAsync();
        await Client.EmitAsync("next", 2);
        await UntilNotedAsync("next 2");
        Assert.That(Notes, Is.EqualTo(new[] { "save 1", "next 2" }));
    }

    [Test]
    public async Task Every_emitter_of_a_client_delivers()
    {
        var instance = new Tenant();
        Client.RegisterNamespace(instance);
        var server = await ConnectAsync("/tenant");
        ISocketIOEmitter[] emitters = [Client.Of("/tenant"), instance, instance.With(new EmitOptions { WhenDisconnected = WhenDisconnected.Fail })];
        for (var i = 0; i < emitters.Length; i++)
        {
            var delivery = emitters[i].DeliverAsync("save", i);
            Assert.That(await server.ReceiveAsync(), Is.EqualTo($"42/tenant,{i}[\"save\",{i}]"));
            server.Send($"43/tenant,{i}[]");
            Assert.That(await delivery.Within(), Is.EqualTo(Delivery.Acknowledged));
        }
    }

    private async Task<InMemoryServer> ReturnAsync(InMemoryServer server, int seconds = 1)
    {
        server.Break();
        await Clock.PassAsync(seconds * Second);
        return await AcceptAsync();
    }

    [Namespace("/tenant")]
    private sealed class Tenant : AsyncClientNamespace;
}
