using SocketIO.Namespaces.Clients;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>The Node server closes the connection over a CONNECT that it reads together with a DISCONNECT before it.</summary>
[Category("M10")]
internal sealed class LeaveTests : ClientTest
{
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(50);

    [Test]
    public async Task A_join_gives_the_server_time_to_read_that_the_namespace_was_left()
    {
        var server = await ConnectAsync("/a");
        await Client.Of("/a").LeaveAsync().Within();
        var joining = Client.JoinAsync("/a");

        Assert.That(await SentAsync(server), Is.EqualTo(new[] { "41/a," }));
        await Clock.PassAsync(SettlingTime);
        await JoinAsync(server, "/a");
        await joining.Within();
    }

    [Test]
    public async Task A_join_that_a_leave_overtakes_gives_that_time_too()
    {
        var server = await ConnectAsync("/a");
        Task[] others = [];
        var auth = new Payload(() => others = [Client.Of("/a").LeaveAsync(), Client.JoinAsync("/a")]);
        var joining = Client.JoinAsync("/a", auth);

        Assert.That(await SentAsync(server), Is.EqualTo(new[] { "41/a," }));
        Clock.Advance(SettlingTime);
        await JoinAsync(server, "/a");
        await Task.WhenAll([joining, .. others]).Within();
    }

    [Test]
    public async Task A_namespace_left_while_the_server_has_not_answered_for_it_holds_up_nothing()
    {
        var connecting = Client.ConnectAsync(Url, ["/", "/a"]);
        var server = await OpenAsync();
        await server.ReceiveAsync();
        await server.ReceiveAsync();
        server.Send("""40/a,{"sid":"a"}""");
        await UntilAsync(() => Client.GetSid("/a") is not null);
        await Client.Of("/").LeaveAsync().Within();

        await connecting.Within();
        Assert.That(Client.State, Is.EqualTo(ClientState.Connected));
        await Client.DisconnectAsync().Within();
    }

    [Test]
    [Category("S17")]
    public async Task A_refusal_of_a_namespace_that_has_been_left_changes_nothing()
    {
        Client.On("connect_error", () => Note("connect_error"), "/a");
        var server = await ConnectAsync("/");
        var joining = Client.JoinAsync("/a");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/a,"));
        await Client.Of("/a").LeaveAsync().Within();
        await ThrownAsync<SocketIODisconnectedException>(() => joining.Within());

        server.Send("""44/a,{"message":"no"}""");
        await ReadAsync(server);
        await Session("/a").Inbox.WhenIdleAsync().Within();

        Assert.That(Session("/a").IsWanted, Is.False);
        Assert.That(Client.Status.RefusedNamespaces, Is.Empty);
        Assert.That(Notes, Is.Empty);
    }

    [Test]
    public async Task A_join_that_follows_a_leave_before_the_server_has_answered_shares_the_answer()
    {
        var server = await ConnectAsync("/");
        var given = Client.JoinAsync("/a");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/a,"));
        await Client.Of("/a").LeaveAsync().Within();
        await ThrownAsync<SocketIODisconnectedException>(() => given.Within());
        var joining = Client.JoinAsync("/a");
        server.Send("""40/a,{"sid":"a"}""");

        await joining.Within();
        Assert.That(Client.GetSid("/a"), Is.EqualTo("a"));
        Assert.That(await SentAsync(server), Is.Empty);
    }

    [Test]
    [Category("M22")]
    public async Task A_namespace_that_has_been_left_hears_of_no_failed_attempt()
    {
        foreach (var path in new[] { "/", "/a" })
            Client.On("connect_error", () => Note(path), path);
        var server = await ConnectAsync("/a", "/");
        await Client.Of("/a").LeaveAsync().Within();
        Network.OnDial = (_, _, _) => new(new TransportException("refused"));
        server.Break();
        await Clock.PassAsync(TimeSpan.FromSeconds(1));
        await UntilNotedAsync("/");
        await Session("/a").Inbox.WhenIdleAsync().Within();

        Assert.That(Notes, Is.EqualTo(new[] { "/" }));
    }

    [Test]
    [Category("M3")]
    public async Task A_namespace_left_while_the_client_reconnects_holds_up_nothing()
    {
        await ConnectAsync("/a");
        var reconnecting = Client.ReconnectAsync();
        var server = await OpenAsync();
        await server.ReceiveAsync();
        await server.ReceiveAsync();
        server.Send("""40/a,{"sid":"a"}""");
        await UntilAsync(() => Client.GetSid("/a") == "a");
        await Client.Of("/").LeaveAsync().Within();

        await reconnecting.Within();
        Assert.That(Client.State, Is.EqualTo(ClientState.Connected));
        await Client.DisposeAsync().AsTask().Within();
    }

    private NamespaceSession Session(string path) => (NamespaceSession)Client.Of(path);

    /// <summary>All that the client has sent since, by now.</summary>
    private async Task<List<string>> SentAsync(InMemoryServer server)
    {
        await Client.Core.Supervisor.Connection!.Engine.FlushAsync(CancellationToken.None).Within();
        List<string> sent = [];
        while (server.TryReceive() is { } packet)
            sent.Add(packet);
        return sent;
    }

    /// <summary>Something to send with a CONNECT, which does something else when it is written for the first time.</summary>
    private sealed class Payload(Action onWritten)
    {
        private Action? _onWritten = onWritten;

        public string Token
        {
            get
            {
                Interlocked.Exchange(ref _onWritten, null)?.Invoke();
                return "secret";
            }
        }
    }
}
