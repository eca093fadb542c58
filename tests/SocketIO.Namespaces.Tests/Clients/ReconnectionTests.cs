using Polly;
using Polly.Retry;
using SocketIO.Namespaces.Clients;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Clients;

internal sealed class ReconnectionTests : ClientTest
{
    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static ValueTask<Exception?> Refused => new(new TransportException("refused"));

    [Test]
    [Category("M4")]
    public async Task Delays_double_up_to_the_cap()
    {
        var server = await ConnectAsync();
        Network.OnDial = (_, _, _) => Refused;
        server.Break();

        var dials = 1;
        foreach (var seconds in new[] { 1, 2, 4, 5, 5 })
        {
            await Clock.PassAsync(Seconds(seconds));
            dials++;
            await UntilAsync(() => Network.Dials.Count == dials);
        }

        Network.OnDial = (_, _, _) => default;
        await Clock.PassAsync(Seconds(5));
        await AcceptAsync();
        await UntilStateAsync(ClientState.Connected);
    }

    [Test]
    [Category("M4")]
    public async Task A_connection_that_does_not_hold_counts_as_a_failed_attempt()
    {
        var server = await ConnectAsync();
        foreach (var seconds in new[] { 1, 2, 4, 5, 5 })
        {
            server.Break();
            await Clock.PassAsync(Seconds(seconds));
            server = await AcceptAsync();
            await UntilStateAsync(ClientState.Connected);
            await Clock.WaitForTimerAsync(Seconds(10));
            Clock.Advance(Seconds(9));
        }
    }

    [Test]
    [Category("M4")]
    public async Task Counting_starts_anew_once_a_connection_has_held()
    {
        var server = await ConnectAsync();
        server.Break();
        await Clock.PassAsync(Seconds(1));
        server = await AcceptAsync();
        await Clock.WaitForTimerAsync(Seconds(10));
        server.Break();
        await Clock.PassAsync(Seconds(2));
        server = await AcceptAsync();
        await Clock.PassAsync(Seconds(10));
        await UntilAsync(() => !Clock.Waits().Contains(Seconds(10)));

        server.Break();
        await Clock.PassAsync(Seconds(1));
        await AcceptAsync();
    }

    [Test]
    [Category("M4")]
    public async Task Attempts_used_up_end_the_client()
    {
        Options.Reconnection.MaxAttempts = 2;
        var server = await ConnectAsync();
        Network.OnDial = (_, _, _) => Refused;
        server.Break();
        await Clock.PassAsync(Seconds(1));
        await Clock.PassAsync(Seconds(2));

        Assert.That(await Client.WaitAsync().Within(), Is.EqualTo(DisconnectReason.ReconnectionFailed));
        Assert.That(Client.State, Is.EqualTo(ClientState.Disconnected));
        Assert.That(Network.Dials, Has.Count.EqualTo(3));
        Assert.That(async () => await Client.EmitAsync("late"), Throws.InstanceOf<SocketIODisconnectedException>());
    }

    [Test]
    [Category("M4")]
    public async Task The_first_connect_has_as_many_attempts()
    {
        Options.Reconnection.MaxAttempts = 2;
        Network.OnDial = (_, _, _) => Refused;
        var connecting = Client.ConnectAsync(Url, retry: true);
        await Clock.PassAsync(Seconds(1));

        Assert.That(async () => await connecting.Within(), Throws.InstanceOf<SocketIOConnectException>());
        Assert.That(Network.Dials, Has.Count.EqualTo(2));
    }

    [Test]
    [Category("M8")]
    public async Task Authentication_that_comes_after_the_connections_end_leaves_nothing_waiting()
    {
        var late = new TaskCompletionSource<object?>(); // its continuations run at once
        Options.AuthProvider = (context, _) => context.Attempt == 1 && Network.Dials.Count == 1 ? new((object?)null) : new(late.Task);
        var server = await ConnectAsync();
        server.Break();
        await Clock.PassAsync(Seconds(1));
        server = await OpenAsync();
        server.Break();
        await Clock.WaitForTimerAsync(Seconds(2));
        await Client.DisconnectAsync().Within();
        late.TrySetResult(null);

        Assert.That(((NamespaceSession)Client.Of("/")).AwaitsAnswer, Is.False);
        Assert.That(((NamespaceSession)Client.Of("/")).IsWanted, Is.False);
    }

    [Test]
    [Category("M2")]
    public async Task A_call_made_while_a_connection_is_being_closed_waits_no_longer_than_its_time()
    {
        var server = await ConnectAsync();
        server.StopReading();
        await Client.EmitAsync("stuck");
        await server.WriteStalled.Within();
        var returning = Client.ReconnectAsync();
        var call = Client.CallAsync("ask", 1, Seconds(1.5));
        await Clock.PassAsync(Seconds(1.5));

        await ThrownAsync<SocketIOTimeoutException>(() => call.Within());
        Assert.That(returning.IsCompleted, Is.False);
        server.ResumeReading();
        await AcceptAsync();
        await returning.Within();
    }

    [Test]
    [Category("M4")]
    public async Task A_pipeline_of_ones_own_replaces_the_default()
    {
        Options.ConfigureReconnection = pipeline => pipeline.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 2,
            Delay = Seconds(7),
            BackoffType = DelayBackoffType.Constant,
        });
        var server = await ConnectAsync();
        Network.OnDial = (_, _, _) => Refused;
        server.Break();
        await Clock.PassAsync(Seconds(7));
        await Clock.PassAsync(Seconds(7));

        Assert.That(await Client.WaitAsync().Within(), Is.EqualTo(DisconnectReason.ReconnectionFailed));
        Assert.That(Network.Dials, Has.Count.EqualTo(3));
    }

    [Test]
    [Category("M5")]
    public async Task Reconnection_turned_off_ends_with_the_reason()
    {
        Options.Reconnection.Enabled = false;
        Client.On("disconnect", (DisconnectReason reason) => Note(reason.ToString()));
        var server = await ConnectAsync();
        server.Break();

        Assert.That(await Client.WaitAsync().Within(), Is.EqualTo(DisconnectReason.TransportError));
        Assert.That(Notes, Is.EqualTo(new[] { "TransportError" }));
    }

    [Test]
    [Category("M5")]
    public async Task Reconnection_turned_off_leaves_one_attempt_to_who_asks_for_it([Values] bool succeeds)
    {
        Options.Reconnection.Enabled = false;
        await ConnectAsync();
        Network.OnDial = (_, _, _) => succeeds ? default : Refused;
        var reconnecting = Client.ReconnectAsync();

        if (succeeds)
        {
            var server = await AcceptAsync();
            await reconnecting.Within();
            server.Break();
        }
        else
        {
            var failure = await ThrownAsync<SocketIODisconnectedException>(() => reconnecting.Within());
            Assert.That(failure.Message, Does.Contain("refused"));
        }

        Assert.That(await Client.WaitAsync().Within(), Is.EqualTo(succeeds ? DisconnectReason.TransportError : DisconnectReason.ReconnectionFailed));
        Assert.That(Network.Dials, Has.Count.EqualTo(2));
    }

    [Test]
    [Category("M5")]
    public async Task Who_gives_up_a_connection_that_was_lost_already_says_nothing_of_the_next()
    {
        var server = await ConnectAsync();
        var lost = Client.Core.Supervisor.Connection!;
        server.Break();
        await Clock.PassAsync(Seconds(1));
        server = await AcceptAsync();
        await UntilStateAsync(ClientState.Connected);
        lost.IsGivenUp = true; // as by a ReconnectAsync that looked at the state just before
        server.Send("41");

        Assert.That(await Client.WaitAsync().Within(), Is.EqualTo(DisconnectReason.ServerDisconnect));
        Assert.That(Network.Dials, Has.Count.EqualTo(2));
    }

    [TestCase("close", ExpectedResult = "TransportClose")]
    [TestCase("error", ExpectedResult = "TransportError")]
    [TestCase("parse", ExpectedResult = "ParseError")]
    [Category("M5")]
    public async Task<string> Losses_are_told_and_come_back(string how)
    {
        Client.On("disconnect", (DisconnectReason reason) => Note(reason.ToString()));
        var server = await ConnectAsync();
        if (how == "close")
            server.Close();
        else if (how == "error")
            server.Break();
        else
            server.Send("42[");
        await Clock.PassAsync(Seconds(1));
        await AcceptAsync();
        await UntilStateAsync(ClientState.Connected);
        return string.Join(", ", Notes);
    }

    [Test]
    [Category("M5")]
    public async Task Silence_is_a_ping_timeout()
    {
        Client.On("disconnect", (DisconnectReason reason) => Note(reason.ToString()));
        var connecting = Client.ConnectAsync(Url);
        var server = await Network.AcceptSessionAsync();
        await JoinAsync(server, "/");
        await connecting.Within();
        await Clock.PassAsync(Seconds(45));
        await UntilNotedAsync("PingTimeout");
        await Clock.PassAsync(Seconds(1));
        await AcceptAsync();
    }

    [TestCase(false)]
    [TestCase(true)]
    [Category("M5")]
    public async Task A_server_disconnect_is_followed_by_a_return_only_on_request(bool returns)
    {
        Options.Reconnection.AfterServerDisconnect = returns;
        Client.On("disconnect", (DisconnectReason reason) => Note(reason.ToString()));
        var server = await ConnectAsync();
        server.Send("41");

        if (returns)
        {
            await Clock.PassAsync(Seconds(1));
            await AcceptAsync();
            await UntilStateAsync(ClientState.Connected);
        }
        else
        {
            Assert.That(await Client.WaitAsync().Within(), Is.EqualTo(DisconnectReason.ServerDisconnect));
        }

        Assert.That(Notes, Is.EqualTo(new[] { "ServerDisconnect" }));
    }

    [Test]
    [Category("M5")]
    public async Task A_namespace_the_server_disconnects_comes_back_alone_on_request()
    {
        Options.Reconnection.AfterServerDisconnect = true;
        var server = await ConnectAsync("/chat");
        server.Send("41/chat,");
        await Clock.PassAsync(Seconds(1));
        await JoinAsync(server, "/chat");
        await Client.Of("/chat").WaitForConnectedAsync().Within();
        Assert.That(Network.Dials, Has.Count.EqualTo(1));
    }

    [Test]
    [Category("M5")]
    public async Task A_namespace_still_being_joined_keeps_the_connection_when_the_server_disconnects_another()
    {
        var connecting = Client.ConnectAsync(Url, ["/chat"]);
        var server = await OpenAsync();
        await server.ReceiveAsync();
        await server.ReceiveAsync();
        server.Send("""40{"sid":"a"}""");
        server.Send("41");
        server.Send("""40/chat,{"sid":"b"}""");
        await connecting.Within();
        Assert.That(Client.Of("/chat").IsConnected, Is.True);
    }

    [Test]
    [Category("M22")]
    public async Task A_permanent_fault_is_tried_again_once_a_minute_and_logged_once()
    {
        Network.OnDial = (_, _, _) => new(new TransportException("no") { StatusCode = System.Net.HttpStatusCode.Unauthorized });
        var connecting = Client.ConnectAsync(Url, retry: true);
        await Clock.PassAsync(Seconds(60));
        await Clock.PassAsync(Seconds(60));
        await UntilAsync(() => Network.Dials.Count == 3);
        Network.OnDial = (_, _, _) => default;
        await Clock.PassAsync(Seconds(60));
        await AcceptAsync();
        await connecting.Within();
        Assert.That(Log.Of(Microsoft.Extensions.Logging.LogLevel.Error), Has.Count.EqualTo(1));
    }

    [TestCase(30, ExpectedResult = 30)]
    [TestCase(0, ExpectedResult = 1, Description = "never at once")]
    [TestCase(1e9, ExpectedResult = 86_400, Description = "a day at most")]
    [Category("M22")]
    public async Task<double> Retry_After_is_honoured(double asked)
    {
        Network.OnDial = (_, _, _) => new(new TransportException("busy") { StatusCode = System.Net.HttpStatusCode.ServiceUnavailable, RetryAfter = Seconds(asked) });
        var connecting = Client.ConnectAsync(Url, retry: true);
        await UntilAsync(() => Network.Dials.Count == 1);
        await UntilAsync(() => connecting.IsCompleted || Clock.Waits().Count > 0);
        Network.OnDial = (_, _, _) => default;
        await UntilAsync(() => Clock.Waits() is [var only] && only != Seconds(20));
        var wait = Clock.Waits().Single();
        Clock.Advance(wait);
        await AcceptAsync();
        await connecting.Within();
        return wait.TotalSeconds;
    }

    [Test]
    [Category("M22")]
    public async Task A_refused_namespace_is_tried_again_alone()
    {
        Client.On("connect_error", (ConnectError error) => Note(error.Message), "/chat");
        var connecting = Client.ConnectAsync(Url, ["/chat"], retry: true);
        var server = await OpenAsync();
        await server.ReceiveAsync();
        await server.ReceiveAsync();
        server.Send("""40{"sid":"a"}""");
        server.Send("""44/chat,{"message":"not now"}""");
        await connecting.Within();
        await Clock.PassAsync(Seconds(1));
        await JoinAsync(server, "/chat");
        await UntilAsync(() => Client.Of("/chat").IsConnected);
        Assert.That(Notes, Is.EqualTo(new[] { "not now" }));
    }

    [Test]
    [Category("H6")]
    public async Task A_refused_namespace_counts_as_such_until_it_is_joined()
    {
        var connecting = Client.ConnectAsync(Url, ["/chat"], retry: true);
        var server = await OpenAsync();
        await server.ReceiveAsync();
        await server.ReceiveAsync();
        server.Send("""40{"sid":"a"}""");
        server.Send("""44/chat,{"message":"not now"}""");
        await connecting.Within();
        await Clock.PassAsync(Seconds(1));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/chat,"));
        Assert.That(Client.Status.RefusedNamespaces, Is.EqualTo(new[] { "/chat" }));

        server.Send("""40/chat,{"sid":"c"}""");
        await UntilAsync(() => Client.Of("/chat").IsConnected);
        Assert.That(Client.Status.RefusedNamespaces, Is.Empty);
    }

    [Test]
    [Category("H6")]
    [Category("S15")]
    public async Task A_refused_default_namespace_counts_as_such_only_if_somebody_asks_for_it()
    {
        var connecting = Client.ConnectAsync(Url, ["/chat"], retry: true);
        var server = await OpenAsync();
        await server.ReceiveAsync();
        await server.ReceiveAsync();
        server.Send("""44{"message":"no"}""");
        server.Send("""40/chat,{"sid":"c"}""");
        await connecting.Within();
        Assert.That(Client.Status.RefusedNamespaces, Is.Empty);

        var joining = Client.JoinAsync("/");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40"));
        server.Send("""44{"message":"no"}""");
        await ThrownAsync<SocketIOConnectException>(() => joining.Within());
        Assert.That(Client.Status.RefusedNamespaces, Is.EqualTo(new[] { "/" }));
    }

    [Test]
    [Category("S7")]
    public async Task The_dial_comes_after_the_disconnect_handler()
    {
        var handling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Client.On("connect", () => Note("connect"));
        Client.On("disconnect", async () =>
        {
            Note("disconnect");
            await handling.Task;
            Note($"handled after {Network.Dials.Count} dials");
        });
        var server = await ConnectAsync();
        server.Break();
        await UntilNotedAsync("disconnect");
        await Clock.WaitForTimerAsync(Seconds(5));
        Clock.Advance(Seconds(3));
        handling.SetResult();
        await Clock.PassAsync(Seconds(1));
        await AcceptAsync();
        await UntilAsync(() => Notes.Count == 4);
        Assert.That(Notes, Is.EqualTo(new[] { "connect", "disconnect", "handled after 1 dials", "connect" }));
    }

    [Test]
    [Category("S7")]
    public async Task A_disconnect_handler_that_hangs_is_left_behind()
    {
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Client.On("disconnect", () => hanging.Task);
        var server = await ConnectAsync();
        server.Break();
        await Clock.PassAsync(Seconds(5));
        await Clock.PassAsync(Seconds(1));
        await AcceptAsync();
        await UntilStateAsync(ClientState.Connected);
        hanging.SetResult();
    }

    [Test]
    [Category("S7")]
    public async Task A_disconnect_handler_that_throws_is_no_obstacle()
    {
        Client.On("disconnect", void () => throw new InvalidOperationException("mine"));
        var server = await ConnectAsync();
        server.Break();
        await Clock.PassAsync(Seconds(1));
        await AcceptAsync();
        await UntilStateAsync(ClientState.Connected);
    }

    [Test]
    [Category("S6")]
    public async Task Each_joined_namespace_hears_of_a_loss_once_whatever_comes_together()
    {
        foreach (var path in new[] { "/", "/a", "/b" })
            Client.On("disconnect", () => Note(path), path);
        var server = await ConnectAsync("/a", "/b");
        server.Send("41/a,");
        server.Send("41/b,");
        server.Send("41");
        server.Send("1");
        server.Break();
        await Client.WaitAsync().Within();
        await UntilAsync(() => Notes.Count >= 3);
        Assert.That(Notes, Is.EquivalentTo(new[] { "/", "/a", "/b" }));
    }

    [Test]
    [Category("M23")]
    public async Task States_follow_each_other_as_documented()
    {
        Client.StateChanged += (_, change) => Note($"{change.Previous}>{change.Current} {change.Reason}".TrimEnd());
        Client.On("connect", (ConnectInfo info) => Note($"IsReconnect {info.IsReconnect}"));
        var server = await ConnectAsync();
        await UntilNotedAsync("IsReconnect False");
        server.Break();
        await Clock.PassAsync(Seconds(1));
        await AcceptAsync();
        await UntilNotedAsync("IsReconnect True");
        await UntilStateAsync(ClientState.Connected);
        await Clock.RunUntilAsync(Client.DisconnectAsync());
        Assert.That(Notes.Where(note => note.Contains('>', StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "Disconnected>Connecting",
            "Connecting>Connected",
            "Connected>Reconnecting TransportError",
            "Reconnecting>Connected",
            "Connected>Disconnecting ClientDisconnect",
            "Disconnecting>Disconnected ClientDisconnect",
        }));
    }

    [Test]
    [Category("M23")]
    public async Task A_namespace_can_be_waited_for_through_a_loss()
    {
        var server = await ConnectAsync();
        await Client.Of("/").WaitForConnectedAsync().Within();
        server.Break();
        await UntilStateAsync(ClientState.Reconnecting);
        await UntilAsync(() => !Client.Of("/").IsConnected);
        var waiting = Client.Of("/").WaitForConnectedAsync();
        Assert.That(waiting.IsCompleted, Is.False);
        await Clock.PassAsync(Seconds(1));
        await AcceptAsync();
        await waiting.Within();
    }
}
