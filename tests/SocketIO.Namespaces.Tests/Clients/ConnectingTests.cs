using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Clients;

internal sealed class ConnectingTests : ClientTest
{
    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    [Test]
    [Category("S8")]
    [Category("scenario-1")]
    public async Task It_is_done_when_the_last_namespace_is_joined_whatever_came_before()
    {
        Client.On("early", (int number) => Note($"early {number}"));
        var connecting = Client.ConnectAsync(Url, namespaces: ["/chat"]);
        var server = await OpenAsync();
        await server.ReceiveAsync();
        await server.ReceiveAsync();

        server.Send("""42["early",1]""");
        server.Send("""40{"sid":"a"}""");
        await ReadAsync(server);
        Assert.That(connecting.IsCompleted, Is.False);
        server.Send("""40/chat,{"sid":"b"}""");
        await connecting.Within();

        await UntilNotedAsync("early 1");
        Assert.That((Client.GetSid(), Client.GetSid("/chat")), Is.EqualTo(("a", "b")));
    }

    [Test]
    [Category("M1")]
    public async Task WebSocket_is_dialled_first_unless_told_otherwise()
    {
        Options.Transports.Clear();
        await ConnectAsync();
        Assert.That(Network.Dials.Select(dial => dial.Kind), Is.EqualTo(new[] { TransportKind.WebSocket }));
    }

    [Test]
    [Category("M7")]
    public async Task It_keeps_trying_where_it_was_asked_to_whoever_names_the_server()
    {
        Options.Url = null;
        Options.UrlProvider = _ => new(new Uri(Url));
        var connecting = Client.ConnectAsync(retry: true);
        (await Network.AcceptAsync()).Break(new TransportException("down"));
        await Clock.PassAsync(Second);
        await AcceptAsync();
        await connecting.Within();
    }

    [Test]
    [Category("S8")]
    [Category("scenario-2")]
    public async Task Two_at_once_make_one_connection()
    {
        var first = Client.ConnectAsync(Url);
        var second = Client.ConnectAsync(Url);
        await AcceptAsync();
        await first.Within();

        Assert.That(async () => await second.Within(), Throws.InvalidOperationException);
        Assert.That(Network.Dials, Has.Count.EqualTo(1));
        Assert.That(Client.IsConnected, Is.True);
    }

    [Test]
    [Category("S23")]
    [Category("scenario-3")]
    public async Task It_can_be_done_and_undone_many_times()
    {
        const int Cycles = 7;
        Client.On("connect", (ConnectInfo info) => Note(info.Sid));
        Client.On("disconnect", (DisconnectReason reason) => Note(reason.ToString()));
        Client.On("ask", () => "answer");
        for (var i = 0; i < Cycles; i++)
        {
            var connecting = Client.ConnectAsync(Url);
            var server = await OpenAsync();
            await server.ReceiveAsync();
            server.Send($$"""40{"sid":"{{i}}"}""");
            await connecting.Within();
            server.Send("""420["ask"]""");
            Assert.That(await server.ReceiveAsync(), Is.EqualTo("""430["answer"]"""));
            await Client.DisconnectAsync().Within();
            Assert.That((Client.IsConnected, Client.GetSid()), Is.EqualTo((false, (string?)null)));
        }

        Assert.That(Notes, Is.EqualTo(Enumerable.Range(0, Cycles).SelectMany(i => new[] { $"{i}", nameof(DisconnectReason.ClientDisconnect) })));
        Assert.That(Network.Dials, Has.Count.EqualTo(Cycles));
    }

    [Test]
    [Category("S8")]
    [Category("M22")]
    [Category("scenario-4")]
    public async Task A_refusal_is_told_once_and_the_next_connect_may_succeed()
    {
        Client.On("connect_error", (ConnectError error) => Note($"{error.Message} {error.Data} {error.IsRefusal}"));
        var connecting = Client.ConnectAsync(Url);
        var server = await OpenAsync();
        await server.ReceiveAsync();
        server.Send("""44{"message":"Authentication error","data":{"code":401}}""");

        var error = await ThrownAsync<SocketIOConnectException>(() => connecting.Within());
        Assert.That(error.Errors["/"].Message, Is.EqualTo("Authentication error"));
        await UntilNotedAsync("""Authentication error {"code":401} True""");
        Assert.That(Client.State, Is.EqualTo(ClientState.Disconnected));

        await ConnectAsync();
        Assert.That(Notes, Has.Count.EqualTo(1));
    }

    [Test]
    [Category("M3")]
    [Category("scenario-8")]
    public async Task A_token_cancelled_beforehand_dials_nothing()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        var error = await ThrownAsync<OperationCanceledException>(() => Client.ConnectAsync(Url, cancellationToken: source.Token).Within());

        Assert.That(error.CancellationToken, Is.EqualTo(source.Token));
        Assert.That(Network.Dials, Is.Empty);
        await ConnectAsync();
    }

    [TestCase("the dial")]
    [TestCase("the handshake")]
    [TestCase("the answer to CONNECT")]
    [Category("M18")]
    [Category("scenario-9")]
    public async Task Without_an_answer_it_fails_at_its_time_out(string missing)
    {
        if (missing == "the dial")
        {
            Network.OnDial = async (_, _, cancellationToken) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, Clock, cancellationToken);
                return null;
            };
        }

        var connecting = Client.ConnectAsync(Url);
        await UntilAsync(() => Network.Dials.Count == 1);
        if (missing == "the answer to CONNECT")
            await (await OpenAsync()).ReceiveAsync();
        await Clock.WaitForTimerAsync(Options.ConnectTimeout);
        Clock.Advance(Options.ConnectTimeout - TimeSpan.FromTicks(1));
        Assert.That(connecting.IsCompleted, Is.False);
        Clock.Advance(TimeSpan.FromTicks(1));

        var error = await ThrownAsync<SocketIOConnectException>(() => Clock.RunUntilAsync(connecting));
        Assert.That(error.Message, Does.Contain("20 s").And.Contain(nameof(SocketIOClientOptions.ConnectTimeout)));
        Assert.That(error.Delivery, Is.EqualTo(Delivery.NotSent));
    }

    [Test]
    [Category("M18")]
    public async Task A_loss_between_handshake_and_CONNECT_fails_it_at_once()
    {
        var connecting = Client.ConnectAsync(Url);
        var server = await OpenAsync();
        await server.ReceiveAsync();
        server.Close();

        var error = await ThrownAsync<SocketIOConnectException>(() => connecting.Within());

        Assert.That(error.Message, Does.Contain("closed"));
        Assert.That(Client.State, Is.EqualTo(ClientState.Disconnected));
    }

    [TestCase(null)]
    [TestCase(99_999)]
    [TestCase(int.MaxValue)]
    [Category("M4")]
    [Category("scenario-40")]
    public async Task However_many_attempts_are_allowed_each_failure_is_told(int? attempts)
    {
        Options.Reconnection.MaxAttempts = attempts;
        Client.On("connect_error", (ConnectError error) => Note(error.Message));
        var dials = 0;
        Network.OnDial = (_, _, _) => new(++dials <= 3 ? new TransportException($"refused {dials}") : null);

        var connecting = Client.ConnectAsync(Url, retry: true);
        foreach (var delay in new[] { 1, 2, 4 })
            await Clock.PassAsync(delay * Second);
        await AcceptAsync();
        await connecting.Within();

        Assert.That(Notes, Is.EqualTo(new[] { "refused 1", "refused 2", "refused 3" }));
    }
}
