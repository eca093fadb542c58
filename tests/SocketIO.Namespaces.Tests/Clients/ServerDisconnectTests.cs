using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>What operators see of a namespace that the server disconnects alone, or does not answer for.</summary>
[Category("H6")]
[Category("H7")]
internal sealed class ServerDisconnectTests : ClientTest
{
    private const int Returns = 436;
    private const int StaysAway = 437;
    private const int ReturnsOnceMore = 441;

    private IReadOnlyList<string> Missing => Client.Status.MissingNamespaces;

    [Test]
    public async Task One_that_is_not_asked_for_again_is_warned_of_and_missing_until_it_is_joined()
    {
        var server = await ConnectAsync("/chat");
        server.Send("41/chat,");
        await ReadAsync(server);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.That(Log.Of(StaysAway), Is.EqualTo(new[] { LogLevel.Warning }));
        Assert.That(Log.Of(LogLevel.Warning), Has.One.Contains("'/chat'").And.Contains("JoinAsync"));
        Assert.That(Missing, Is.EqualTo(new[] { "/chat" }));

        var joining = Client.JoinAsync("/chat");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/chat,"));
        Assert.That(Missing, Is.EqualTo(new[] { "/chat" }));
        server.Send("""40/chat,{"sid":"c"}""");
        await joining.Within();
        Assert.That(Missing, Is.Empty);
    }

    [Test]
    public async Task One_that_is_asked_for_again_is_missing_until_it_is_back()
    {
        Options.Reconnection.AfterServerDisconnect = true;
        var server = await ConnectAsync("/chat");
        server.Send("41/chat,");
        await ReadAsync(server);

        Assert.That(Log.Of(Returns), Is.EqualTo(new[] { LogLevel.Warning }));
        Assert.That(Log.Of(LogLevel.Warning), Has.One.Contains("'/chat'").And.Contains("asked for again"));
        Assert.That(Missing, Is.EqualTo(new[] { "/chat" }));

        await Clock.PassAsync(Options.Reconnection.Delay);
        await JoinAsync(server, "/chat");
        await Client.Of("/chat").WaitForConnectedAsync().Within();
        Assert.That(Missing, Is.Empty);
    }

    [Test]
    public async Task One_that_the_server_lets_in_and_disconnects_at_once_is_asked_for_with_growing_waits_and_warned_of_once()
    {
        Options.Reconnection.AfterServerDisconnect = true;
        Options.Reconnection.HandlerTimeout = TimeSpan.FromMinutes(1); // unlike any wait
        var server = await ConnectAsync("/chat");
        foreach (var wait in new[] { 1, 2, 4, 5, 5 })
        {
            server.Send("41/chat,");
            await UntilAsync(() => !Client.Of("/chat").IsConnected);
            await Clock.PassAsync(TimeSpan.FromSeconds(wait));
            await JoinAsync(server, "/chat");
            await Client.Of("/chat").WaitForConnectedAsync().Within();
        }

        Assert.That(Log.Of(Returns), Is.EqualTo(new[] { LogLevel.Warning }));
        Assert.That(Log.Of(ReturnsOnceMore), Has.Count.EqualTo(4).And.All.EqualTo(LogLevel.Debug));

        Clock.Advance(Options.Reconnection.StableAfter);
        server.Send("41/chat,");
        await UntilAsync(() => !Client.Of("/chat").IsConnected);
        await Clock.PassAsync(Options.Reconnection.Delay);
        await JoinAsync(server, "/chat");
        Assert.That(Log.Of(Returns), Has.Count.EqualTo(2), "it had held");
    }

    [Test]
    public async Task A_default_namespace_that_nobody_asked_for_is_not_missed_until_somebody_does()
    {
        var server = await ConnectAsync("/chat");
        server.Send("41");
        await ReadAsync(server);
        Assert.That(Client.Of("/").IsConnected, Is.False);
        Assert.That(Missing, Is.Empty);

        var joining = Client.JoinAsync("/");
        await JoinAsync(server, "/");
        await joining.Within();
        server.Send("41");
        await ReadAsync(server);
        Assert.That(Missing, Is.EqualTo(new[] { "/" }));
    }

    [TestCase(null, "Reconnection.Enabled = true and Reconnection.AfterServerDisconnect = true")]
    [TestCase(true, "Reconnection.Enabled = true")]
    public async Task Without_reconnection_the_warning_names_every_option_that_would_bring_it_back(bool? returns, string options)
    {
        Options.Reconnection.Enabled = false;
        Options.Reconnection.AfterServerDisconnect = returns;
        var server = await ConnectAsync("/chat");
        server.Send("41/chat,");
        await ReadAsync(server);

        Assert.That(Log.Of(LogLevel.Warning), Has.One.EndsWith($"with {options}."));
    }

    [Test]
    [Category("M13")]
    public async Task A_default_namespace_of_Socket_IO_2_comes_back_by_a_new_connection_alone()
    {
        Options.EngineVersion = EngineIOVersion.V3;
        var connecting = Client.ConnectAsync(Url, ["/chat"]);
        var server = await OpenAsync();
        server.Send("40");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/chat,"));
        server.Send("40/chat,");
        await connecting.Within();

        server.Send("41");
        await UntilAsync(() => !Client.Of("/").IsConnected);

        await UntilAsync(() => Log.Of(LogLevel.Warning).Any(line => line.Contains("'/'", StringComparison.Ordinal)));
        Assert.That(Log.Of(LogLevel.Warning), Has.One.Contains("'/'").And.Contains("ReconnectAsync"));
    }

    [Test]
    public async Task One_that_is_refused_meanwhile_counts_as_refused_only()
    {
        Options.Reconnection.AfterServerDisconnect = true;
        var server = await ConnectAsync("/chat");
        server.Send("41/chat,");
        await Clock.PassAsync(Options.Reconnection.Delay);
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/chat,"));
        server.Send("""44/chat,{"message":"no"}""");
        await ReadAsync(server);

        Assert.That(Missing, Is.Empty);
        Assert.That(Client.Status.RefusedNamespaces, Is.EqualTo(new[] { "/chat" }));
    }

    [Test]
    public async Task One_that_the_application_leaves_is_not_missed()
    {
        var server = await ConnectAsync("/chat", "/news");
        server.Send("41/chat,");
        await ReadAsync(server);
        await Client.Of("/chat").LeaveAsync().Within();
        var leaving = Client.Of("/news").LeaveAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("41/news,"));
        await leaving.Within();

        Assert.That(Missing, Is.Empty);
        Assert.That(Log.Of(StaysAway), Has.Count.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_next_connection_brings_back_what_is_asked_for_again(bool returns)
    {
        Options.Reconnection.AfterServerDisconnect = returns;
        var server = await ConnectAsync("/chat");
        server.Send("41/chat,");
        await ReadAsync(server);
        server.Close();
        await UntilStateAsync(ClientState.Reconnecting);
        Assert.That(Missing, Is.Empty, "without a connection all are");

        await Clock.PassAsync(Options.Reconnection.Delay);
        await AcceptAsync(returns ? ["/", "/chat"] : ["/"]);
        await UntilStateAsync(ClientState.Connected);
        Assert.That(Missing, Is.EqualTo(returns ? Array.Empty<string>() : ["/chat"]));
    }

    [Test]
    public async Task One_that_is_not_asked_for_by_the_next_connect_is_not_missed()
    {
        var server = await ConnectAsync("/chat");
        server.Send("41/chat,");
        await ReadAsync(server);
        await Clock.RunUntilAsync(Client.DisconnectAsync());

        await ConnectAsync("/");

        Assert.That(Missing, Is.Empty);
    }

    [Test]
    public async Task None_is_missing_at_any_change_of_state()
    {
        Client.StateChanged += (_, change) => Note($"{change.Current}: {string.Join(", ", Missing)}");
        var server = await ConnectAsync("/chat");
        server.Close();
        await Clock.PassAsync(Options.Reconnection.Delay);
        await AcceptAsync("/", "/chat");
        await UntilNotedAsync("Connected: ");

        await UntilAsync(() => Notes.Count == 4);
        Assert.That(Notes, Is.EqualTo(new[] { "Connecting: ", "Connected: ", "Reconnecting: ", "Connected: " }));
    }

    [Test]
    public async Task One_that_is_being_joined_is_missing_once_the_server_has_had_its_time_to_answer()
    {
        var server = await ConnectAsync("/");
        var joining = Client.JoinAsync("/chat");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/chat,"));
        Clock.Advance(Options.ConnectTimeout - TimeSpan.FromMilliseconds(1));
        Assert.That(Missing, Is.Empty);

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await ThrownAsync<SocketIOConnectException>(() => joining.Within());
        Assert.That(Missing, Is.EqualTo(new[] { "/chat" }));

        server.Send("""40/chat,{"sid":"late"}""");
        await UntilAsync(() => Client.Of("/chat").IsConnected);
        Assert.That(Missing, Is.Empty);
    }
}
