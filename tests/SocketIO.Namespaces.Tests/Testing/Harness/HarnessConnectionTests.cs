using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing.Harness;

public sealed class HarnessConnectionTests
{
    [Test]
    public async Task The_connect_handler_runs_ahead_of_the_first_event()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);
        Assert.That((wire.IsConnected, chat.IsConnected), Is.EqualTo((true, true)));
        Assert.That(chat.Moments, Is.Empty);

        await Task.WhenAll(wire.RaiseAsync("hello"), wire.RaiseAsync("hello")).Within();

        Assert.That(chat.Moments, Is.EqualTo(["connect", "hello", "hello"]));
        Assert.That(wire.Emitted.Single("join").Get<string>(0), Is.EqualTo("lobby"));
    }

    [Test]
    public async Task Connect_tells_the_handler_what_the_test_says()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);

        await wire.ConnectAsync(new ConnectInfo("abc", IsReconnect: true, Recovered: true)).Within();

        Assert.That(chat.Info, Is.EqualTo(new ConnectInfo("abc", IsReconnect: true, Recovered: true)));
        Assert.That(() => wire.ConnectAsync(), Throws.InvalidOperationException.With.Message.Contains("DisconnectAsync"));
    }

    [TestCase(DisconnectReason.PingTimeout)]
    [TestCase(DisconnectReason.TransportClose)]
    [Category("M6")]
    public async Task After_a_loss_emits_wait_and_go_out_behind_the_connect_handler(DisconnectReason reason)
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);
        await wire.DisconnectAsync(reason).Within();
        wire.Emitted.Clear();

        await chat.EmitAsync("later", 1);
        await chat.With(new EmitOptions { WhenDisconnected = WhenDisconnected.Drop }).EmitAsync("stale", 1);
        Assert.That(async () => await chat.With(new EmitOptions { WhenDisconnected = WhenDisconnected.Fail }).EmitAsync("now"), Throws.TypeOf<SocketIODisconnectedException>());
        Assert.That(() => chat.CallAsync<int>("ask"), Throws.TypeOf<SocketIODisconnectedException>().With.Property("Delivery").EqualTo(Delivery.NotSent));
        var delivery = chat.DeliverAsync("order", 1);
        Assert.That(wire.Emitted, Is.Empty);
        Assert.That(() => wire.RaiseAsync("hello"), Throws.InvalidOperationException.With.Message.Contains("ConnectAsync"));
        await wire.ConnectAsync().Within();

        Assert.That(chat.Moments, Is.EqualTo(["connect", $"disconnect {reason}", "connect"]));
        Assert.That(chat.Info!.IsReconnect);
        Assert.That(wire.Emitted.Select(emitted => emitted.Name), Is.EqualTo(["join", "later", "order"]));
        Assert.That(await delivery.Within(), Is.EqualTo(Delivery.Acknowledged));
    }

    [TestCase(DisconnectReason.ClientDisconnect)]
    [TestCase(DisconnectReason.ServerDisconnect)]
    [TestCase(DisconnectReason.ReconnectionFailed)]
    [Category("M5")]
    public async Task After_the_end_emits_fail(DisconnectReason reason)
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);

        await wire.DisconnectAsync(reason).Within();

        Assert.That(chat.IsConnected, Is.False);
        Assert.That(async () => await chat.EmitAsync("late"), Throws.TypeOf<SocketIODisconnectedException>().With.Property("Reason").EqualTo(reason));
        Assert.That(() => wire.DisconnectAsync(reason), Throws.InvalidOperationException);
    }

    [Test]
    [Category("M12")]
    public async Task What_waits_for_a_connection_is_dropped_when_none_will_follow()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);
        await wire.DisconnectAsync(DisconnectReason.PingTimeout).Within();
        await chat.EmitAsync("later");
        var delivery = chat.DeliverAsync("order", 1);

        await wire.RaiseConnectErrorAsync(new ConnectError("not allowed", IsRefusal: true)).Within();

        Assert.That(await delivery.Within(), Is.EqualTo(Delivery.NotSent));
        await wire.ConnectAsync().Within();
        Assert.That(wire.Emitted.All("later"), Is.Empty);
    }

    [Test]
    [Category("M12")]
    public async Task A_delivery_under_way_outlives_a_loss_but_not_the_end()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);
        wire.On("order", () => new TaskCompletionSource<int>().Task);
        var delivery = chat.DeliverAsync("order", 1);

        await wire.DisconnectAsync(DisconnectReason.PingTimeout).Within();
        await wire.ConnectAsync().Within();
        Assert.That(delivery.IsCompleted, Is.False);
        await wire.DisconnectAsync(DisconnectReason.ServerDisconnect).Within();

        Assert.That(await delivery.Within(), Is.EqualTo(Delivery.Unknown));
    }

    [Test]
    public async Task A_refusal_is_told_to_the_class()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);

        await wire.RaiseConnectErrorAsync(new ConnectError("not allowed", IsRefusal: true)).Within();

        Assert.That(chat.Moments, Is.EqualTo(["error not allowed"]));
        Assert.That(async () => await chat.EmitAsync("late"), Throws.TypeOf<NamespaceNotConnectedException>());
        await wire.ConnectAsync().Within();
        Assert.That(chat.Info!.IsReconnect, Is.False);
        Assert.That(() => wire.RaiseConnectErrorAsync(new ConnectError("x")), Throws.InvalidOperationException);
    }

    [Test]
    public async Task A_class_may_leave_from_within_a_handler()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);

        Assert.That(await wire.RaiseAsync("leave").Within(), Is.Empty);

        Assert.That(chat.Moments, Is.EqualTo(["connect", "left", "disconnect ClientDisconnect"]));
        Assert.That(wire.IsConnected, Is.False);
    }

    [Test]
    public async Task A_class_may_be_told_to_leave_by_the_test()
    {
        var chat = new Chat();
        NamespaceHarness.Attach(chat);

        await chat.DisconnectAsync().Within();
        await chat.DisconnectAsync().Within();

        Assert.That(chat.Moments, Is.EqualTo(["connect", "disconnect ClientDisconnect"]));
    }

    [Test]
    public async Task What_a_handler_awaits_of_the_harness_follows_behind_it()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);
        chat.Meanwhile = async () =>
        {
            await wire.DisconnectAsync(DisconnectReason.PingTimeout);
            await wire.RaiseConnectErrorAsync(new ConnectError("no", IsRefusal: false));
            await wire.ConnectAsync();
            Assert.That(await wire.RaiseAsync("hello"), Is.Null);
            chat.Moments.Add("wait");
        };

        await wire.RaiseAsync("wait").Within();

        Assert.That(chat.Moments, Is.EqualTo(["connect", "wait", "disconnect PingTimeout", "error no", "connect", "hello"]));
    }

    [Test]
    public void What_the_connect_handler_throws_is_thrown_to_the_test()
    {
        var wire = NamespaceHarness.Attach(new Chat { Fails = true });

        Assert.That(() => wire.RaiseAsync("hello").Within(), Throws.TypeOf<InvalidDataException>());
    }

    private sealed class Chat : AsyncClientNamespace
    {
        public List<string> Moments { get; } = [];

        public ConnectInfo? Info { get; private set; }

        public bool Fails { get; init; }

        public Func<Task>? Meanwhile { get; set; }

        public async Task OnConnect(ConnectInfo info)
        {
            Moments.Add("connect");
            Info = info;
            await EmitAsync("join", "lobby");
            if (Fails)
                throw new InvalidDataException();
        }

        public void OnDisconnect(DisconnectReason reason) => Moments.Add($"disconnect {reason}");

        public void OnConnectError(ConnectError error) => Moments.Add($"error {error.Message}");

        public Task OnWait() => Meanwhile!();

        public void OnHello() => Moments.Add("hello");

        public async Task OnLeave()
        {
            await DisconnectAsync();
            Moments.Add("left");
        }
    }
}
