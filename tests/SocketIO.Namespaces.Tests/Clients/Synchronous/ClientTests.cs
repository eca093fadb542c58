namespace SocketIO.Namespaces.Tests.Clients.Synchronous;

/// <summary>Every member of the synchronous client.</summary>
[Category("S1")]
public sealed class ClientTests : SynchronousTest
{
    [Test]
    public void Connect_joins_every_namespace_and_dispose_leaves_them()
    {
        Client.Connect(Server.Url.ToString(), namespaces: ["/chat"]);

        Assert.That(Client.IsConnected && Client.Of("/chat").IsConnected, Is.True);
        Assert.That(Client.State, Is.EqualTo(ClientState.Connected));
        Assert.That(Client.Transport, Is.EqualTo(TransportKind.WebSocket));
        Assert.That(Client.GetSid(), Is.EqualTo(Get(Server.Of("/").WaitForClientAsync()).Sid));
        Assert.That(Client.GetSid("/chat"), Is.EqualTo(Client.Of("/chat").Sid).And.Not.Null);

        Client.Dispose();

        Assert.That(Client.State, Is.EqualTo(ClientState.Disposed));
        Until(() => Server.Of("/chat").Clients.Count == 0);
        Assert.That(() => Client.Connect(), Throws.TypeOf<ObjectDisposedException>().With.Message.Contains("SocketIO.Namespaces.Client'"));
        Client.Dispose();
    }

    [Test]
    [Category("M10")]
    public void A_disposed_client_takes_no_observer_and_says_so()
    {
        Client.Dispose();

        Assert.That(() => Client.OnAny((string _) => { }), Throws.TypeOf<ObjectDisposedException>().With.Message.Contains("SocketIO.Namespaces.Client'"));
        Assert.That(() => Client.Stream<int>("price").Any(), Throws.TypeOf<ObjectDisposedException>().With.Message.Contains("SocketIO.Namespaces.Client'"));
    }

    [Test]
    public void Connect_takes_the_options_url_a_uri_and_authentication()
    {
        Client.Connect();
        Client.Disconnect();

        Client.Connect(Server.Url, auth: new { token = "abc" });

        Assert.That(Get(Server.Of("/").WaitForClientAsync()).Auth!.Value.GetProperty("token").GetString(), Is.EqualTo("abc"));
    }

    [Test]
    [Category("S9")]
    public void Emit_has_the_four_shapes_and_send_emits_message()
    {
        Client.Connect();

        Client.Emit("bare");
        Client.Emit("data", ("a", 1, new byte[] { 1, 2 }));
        Client.With(new EmitOptions()).Emit("configured", (object?)null);
        Client.Send("hello");

        Assert.That(Get(Server.Of("/").ReceiveAsync("bare")).Count, Is.Zero);
        Assert.That(Get(Server.Of("/").ReceiveAsync("data")).Get<byte[]>(2), Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(Get(Server.Of("/").ReceiveAsync("configured")).Get<string?>(0), Is.Null);
        Assert.That(Get(Server.Of("/").ReceiveAsync("message")).Get<string>(0), Is.EqualTo("hello"));
    }

    [Test]
    [Category("S13")]
    public void A_callback_gets_what_the_server_acknowledges()
    {
        Server.Of("/").On("ask", (int number) => ("OK", number));
        Server.Of("/").On("bare", () => "done");
        Client.Connect();

        Client.Emit("ask", 123, (string status, int code) => Note($"{status} {code}"));
        Assert.That(NextNote(), Is.EqualTo("OK 123"));

        Client.Emit("bare", (string answer) => Note($"{answer}, again {Client.Call<string>("bare")}"));
        Assert.That(NextNote(), Is.EqualTo("done, again done"));
    }

    [Test]
    [Category("M12")]
    public void Deliver_returns_once_the_server_has_acknowledged()
    {
        Server.Of("/").On("order", (int number) => Note($"order {number}"));
        Client.Connect();

        Assert.That(Client.Deliver("order", 1), Is.EqualTo(Delivery.Acknowledged));
        Assert.That(Client.Of("/").With(new EmitOptions()).Deliver("order", 2, new DeliveryOptions { MaxAttempts = 1 }), Is.EqualTo(Delivery.Acknowledged));
        Assert.That((NextNote(), NextNote()), Is.EqualTo(("order 1", "order 2")));

        Client.Disconnect();
        Assert.That(() => Client.Deliver("order", 3), Throws.TypeOf<SocketIODisconnectedException>());
    }

    [Test]
    [Category("M2")]
    public void Call_returns_what_the_server_acknowledges()
    {
        Server.Of("/").On("sum", (int a, int b) => a + b);
        Server.Of("/").On("pair", () => ("OK", 1));
        Client.Connect();

        Assert.That(Client.Call<int>("sum", (1, 2)), Is.EqualTo(3));
        Assert.That(Client.Call<(string, int)>("pair"), Is.EqualTo(("OK", 1)));
        Client.Call("pair", null);
        Assert.That(Client.With(new EmitOptions { WhenDisconnected = WhenDisconnected.Fail }).Call<int>("sum", (3, 4)), Is.EqualTo(7));
    }

    [Test]
    [Category("S2")]
    [Category("M10")]
    public void On_and_once_hear_events_until_removed()
    {
        Client.On("say", (string text) => Note($"on {text}"));
        var chat = Client.Of("/chat");
        var removed = chat.On("say", () => Note("removed"));
        chat.On("*", (string eventName) => Note($"other {eventName}"));
        Client.Once("say once", (string text) => Note($"once {text}"), "/chat");
        Client.Connect();

        removed.Dispose();
        Do(Server.Of("/").EmitAsync("say", "a").AsTask());
        Assert.That(NextNote(), Is.EqualTo("on a"));
        Do(Server.Of("/chat").EmitAsync("say once", "b").AsTask());
        Do(Server.Of("/chat").EmitAsync("say once", "c").AsTask());
        Do(Server.Of("/chat").EmitAsync("say", "d").AsTask());

        Assert.That(new[] { NextNote(), NextNote(), NextNote() }, Is.EqualTo(["once b", "other say once", "other say"]));
    }

    [Test]
    [Category("M10")]
    public void Observers_see_what_comes_and_goes()
    {
        Client.OnAny((string eventName) => Note($"in {eventName}"));
        Client.OnAnyOutgoing((string eventName) => Note($"out {eventName}"));
        Client.Connect();

        Client.Emit("question");
        Assert.That(NextNote(), Is.EqualTo("out question"));
        Do(Server.Of("/").EmitAsync("answer").AsTask());
        Assert.That(NextNote(), Is.EqualTo("in answer"));
    }

    [Test]
    [Category("S12")]
    public void What_a_handler_returns_is_acknowledged()
    {
        Client.On("join", (string room) => ($"joined {room}", 123));
        Client.On("later", async (int number) =>
        {
            await Task.Yield();
            return number * 2;
        });
        Client.Connect();

        Assert.That(Get(Server.Of("/").CallAsync<(string, int)>("join", "lobby")), Is.EqualTo(("joined lobby", 123)));
        Assert.That(Get(Server.Of("/").CallAsync<int>("later", 21)), Is.EqualTo(42));
    }

    [Test]
    [Category("M10")]
    public void A_namespace_is_joined_and_left_at_run_time()
    {
        Client.Connect();

        var tenant = Client.Join("/tenant-42", new { token = "abc" });

        Assert.That(tenant.IsConnected, Is.True);
        Assert.That(tenant.Namespace, Is.EqualTo("/tenant-42"));
        tenant.WaitForConnected();
        Assert.That(Get(Server.Of("/tenant-42").WaitForClientAsync()).Auth!.Value.GetProperty("token").GetString(), Is.EqualTo("abc"));

        tenant.Leave();

        Assert.That(tenant.IsConnected, Is.False);
        Assert.That(() => tenant.Emit("x"), Throws.TypeOf<NamespaceNotConnectedException>());
        Assert.That(Client.IsConnected, Is.True);
    }

    [Test]
    [Category("M3")]
    public void Reconnect_makes_a_new_session()
    {
        Client.Connect();
        var before = Client.GetSid();

        Client.Reconnect();

        Assert.That(Client.IsConnected, Is.True);
        Assert.That(Client.GetSid(), Is.Not.EqualTo(before));
    }

    [Test]
    [Category("S24")]
    public void Wait_returns_when_the_connection_has_ended_for_good()
    {
        Client.Connect();
        var waiting = Task.Factory.StartNew(() => Client.Wait(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        Do(Server.DisconnectClientsAsync("/"));

        Assert.That(Get(waiting), Is.EqualTo(DisconnectReason.ServerDisconnect));
        Assert.That(Client.Wait(), Is.EqualTo(DisconnectReason.ServerDisconnect));
    }

    [Test]
    [Category("S25")]
    public void Background_tasks_may_block_or_await_and_end_with_the_client()
    {
        Client.Connect();
        using var started = new CountdownEvent(2);
        var isPoolThread = true;

        var blocking = Client.StartBackgroundTask(token =>
        {
            isPoolThread = Thread.CurrentThread.IsThreadPoolThread;
            started.Signal();
            token.WaitHandle.WaitOne();
        });
        var awaiting = Client.StartBackgroundTask(async token =>
        {
            started.Signal();
            await Task.Delay(Timeout.InfiniteTimeSpan, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        var failing = Client.StartBackgroundTask(_ => throw new InvalidOperationException("oh"));

        Assert.That(started.Wait(TimeSpan.FromSeconds(30)), Is.True);
        Assert.That(isPoolThread, Is.False);
        Assert.That(() => Do(failing), Throws.InvalidOperationException.With.Message.EqualTo("oh"));
        Client.Disconnect();
        Assert.That(blocking.IsCompletedSuccessfully && awaiting.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    [Category("M23")]
    public void State_changes_are_told()
    {
        var states = new List<ClientState>();
        Client.StateChanged += (_, change) => states.Add(change.Current);

        Client.Connect();
        Client.Disconnect();

        Assert.That(states, Is.EqualTo([ClientState.Connecting, ClientState.Connected, ClientState.Disconnecting, ClientState.Disconnected]));
    }

    [Test]
    [Category("S23")]
    public void A_handler_of_state_changes_may_disconnect_and_dispose()
    {
        Client.StateChanged += (_, change) =>
        {
            if (change.Current != ClientState.Connected)
                return;
            Client.Disconnect();
            Client.Dispose();
            Note("asked");
        };

        OnThread(() => Client.Connect());

        Assert.That(NextNote(), Is.EqualTo("asked"));
        Until(() => Client.State == ClientState.Disposed);
    }
}
