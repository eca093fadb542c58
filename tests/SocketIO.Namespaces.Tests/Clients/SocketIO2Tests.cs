using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>Servers of Socket.IO 2.x join <c>/</c> by themselves and take queries in place of payloads.</summary>
[Category("M13")]
internal sealed class SocketIO2Tests : ClientTest
{
    [SetUp]
    public void SetUp() => Options.EngineVersion = EngineIOVersion.V3;

    [Test]
    public async Task The_default_namespace_is_joined_by_the_server_and_others_are_asked_for_behind_it()
    {
        Client.On("connect", (ConnectInfo info) => Note($"/ {info.Sid}"));
        Client.On("connect", (ConnectInfo info) => Note($"/chat {info.Sid}"), "/chat");
        var connecting = Client.ConnectAsync(Url);
        var server = await OpenAsync();
        Assert.That(server.TryReceive(), Is.Null);
        server.Send("40");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/chat,"));
        server.Send("40/chat,");
        await connecting.Within();

        await UntilAsync(() => Notes.Count == 2);
        Assert.That(Notes, Is.EquivalentTo(new[] { "/ session", "/chat /chat#session" }));
        Assert.That((Client.GetSid(), Client.GetSid("/chat")), Is.EqualTo(("session", "/chat#session")));
        Assert.That(server.Request.Version, Is.EqualTo(EngineIOVersion.V3));
        Assert.That(server.TryReceive(), Is.Null, "no CONNECT of the default namespace");
    }

    [Test]
    [Category("M8")]
    public async Task Events_right_behind_the_greeting_come_after_connect()
    {
        Options.AuthProvider = async (_, _) =>
        {
            await Task.Yield();
            return null;
        };
        Client.On("connect", () => Note("connect"));
        Client.On("hello", () => Note("hello"));
        var connecting = Client.ConnectAsync(Url);
        var server = await OpenAsync();
        server.Send("40");
        server.Send("""42["hello"]""");
        await connecting.Within();

        await UntilNotedAsync("hello");
        Assert.That(Notes, Is.EqualTo(new[] { "connect", "hello" }));
    }

    [Test]
    public async Task Namespaces_are_joined_without_the_default_one_though_the_server_joins_that()
    {
        Options.ConnectDefaultNamespace = false;
        var connecting = Client.ConnectAsync(Url, namespaces: ["/chat"]);
        var server = await OpenAsync();
        server.Send("40");
        server.Send("""420["unheard"]""");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/chat,"));
        server.Send("40/chat,");
        await connecting.Within();

        Assert.That(Client.GetSid(), Is.Null);
        Assert.That(server.TryReceive(), Is.Null, "no DISCONNECT, which would shut the other namespaces");
        await Clock.RunUntilAsync(Client.DisconnectAsync());
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("41/chat,"));
    }

    [Test]
    [Category("M3")]
    public async Task Auth_travels_as_a_query_to_all_but_the_default_namespace_which_is_warned_of_once()
    {
        Options.Auth = new { token = "a b,&=é", number = 1.5, flag = true, nothing = (string?)null };
        var connecting = Client.ConnectAsync(Url, namespaces: ["/", "/chat"]);
        var server = await OpenAsync();
        server.Send("40");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/chat?token=a%20b%2C%26%3D%C3%A9&number=1.5&flag=true,"));
        server.Send("40/chat,");
        await connecting.Within();

        Assert.That(Log.Of(LogLevel.Warning), Has.Exactly(1).Contains("QueryProvider").And.None.Contains("a b"));
    }

    [Test]
    [Category("M3")]
    public async Task Auth_that_no_query_can_hold_fails_the_connect_and_says_why()
    {
        Options.Auth = new { user = new { name = "Ada" } };
        var connecting = Client.ConnectAsync(Url, namespaces: ["/chat"]);
        (await OpenAsync()).Send("40");

        var exception = await ThrownAsync<SocketIOConnectException>(() => Clock.RunUntilAsync(connecting));
        Assert.That(exception.Message, Does.Contain("'user'").And.Contain("Socket.IO 2.x"));
        Assert.That(Log.Of(LogLevel.Warning), Is.Empty, "nobody asked for the default namespace");
    }

    [TestCase("\"no\"", "no", null)]
    [TestCase("""{"message":"sealed","code":7}""", "sealed", """{"message":"sealed","code":7}""")]
    [TestCase("403", "The server refused without saying why.", "403")]
    [TestCase("", "The server refused without saying why.", null)]
    [Category("M22")]
    public async Task An_error_on_a_namespace_refuses_it(string payload, string message, string? data)
    {
        var connecting = Client.ConnectAsync(Url, namespaces: ["/chat"]);
        var server = await OpenAsync();
        server.Send("40");
        await server.ReceiveAsync();
        server.Send($"44/chat,{payload}");

        var exception = await ThrownAsync<SocketIOConnectException>(() => Clock.RunUntilAsync(connecting));
        Assert.That(exception.Errors.Keys, Is.EqualTo(new[] { "/chat" }));
        Assert.That(exception.Errors["/chat"].Message, Is.EqualTo(message));
        Assert.That(exception.Errors["/chat"].Data?.GetRawText(), Is.EqualTo(data));
        Assert.That(exception.Errors["/chat"].IsRefusal, Is.True);
    }

    [Test]
    public async Task An_error_on_the_default_namespace_refuses_all()
    {
        Client.On("connect_error", (ConnectError error) => Note(error.Message), "/chat");
        var connecting = Client.ConnectAsync(Url, namespaces: ["/chat"]);
        var server = await OpenAsync();
        server.Send("44\"no\"");

        var exception = await ThrownAsync<SocketIOConnectException>(() => Clock.RunUntilAsync(connecting));
        Assert.That(exception.Errors.Keys, Is.EquivalentTo(new[] { "/", "/chat" }));
        await UntilNotedAsync("no");
        Assert.That(server.TryReceive(), Is.Null);
    }

    [Test]
    [Category("S17")]
    public async Task An_error_on_the_default_namespace_refuses_none_that_has_been_left()
    {
        Client.On("connect_error", () => Note("connect_error"), "/chat");
        var connecting = Client.ConnectAsync(Url, namespaces: ["/chat"]);
        var server = await OpenAsync();
        await UntilAsync(() => Client.Core.Supervisor.Connection is not null);
        await Client.Of("/chat").LeaveAsync().Within();
        server.Send("44\"no\"");

        await ThrownAsync<SocketIOConnectException>(() => Clock.RunUntilAsync(connecting));
        await ((NamespaceSession)Client.Of("/chat")).Inbox.WhenIdleAsync().Within();
        Assert.That(Notes, Is.Empty);
    }

    [Test]
    public async Task An_error_on_a_joined_namespace_is_logged_and_changes_nothing()
    {
        var server = await ConnectDefaultAsync();
        server.Send("44\"event refused\"");
        await UntilAsync(() => Log.Of(LogLevel.Warning).Any(line => line.Contains("event refused", StringComparison.Ordinal)));

        Assert.That(Client.IsConnected, Is.True);
    }

    [Test]
    [Category("M10")]
    public async Task What_was_left_with_the_default_namespace_comes_back_with_a_new_connection_only()
    {
        var server = await ConnectDefaultAsync();
        var joining = Client.JoinAsync("/chat");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/chat,"));
        server.Send("40/chat,");
        await joining.Within();
        await Clock.RunUntilAsync(Client.Of("/").LeaveAsync());
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("41"));

        var exceptions = new[]
        {
            await ThrownAsync<SocketIOConnectException>(() => Client.JoinAsync("/").Within()),
            await ThrownAsync<SocketIOConnectException>(() => Client.JoinAsync("/news").Within()),
        };
        Assert.That(exceptions.Select(exception => exception.Message), Is.All.Contains("ReconnectAsync"));

        var reconnecting = Client.ReconnectAsync();
        var next = await OpenAsync();
        next.Send("40");
        string[] asked = [await next.ReceiveAsync(), await next.ReceiveAsync()];
        foreach (var packet in asked) next.Send(packet);
        await Clock.RunUntilAsync(reconnecting);
        Assert.That(asked, Is.EquivalentTo(new[] { "40/chat,", "40/news," }));
        Assert.That(new[] { "/", "/chat", "/news" }.Select(path => Client.Of(path).IsConnected), Is.All.True);
    }

    [TestCase(true)]
    [TestCase(false)]
    [Category("M5")]
    public async Task A_disconnect_of_the_default_namespace_ends_the_connection_where_it_is_to_be_joined_again(bool returns)
    {
        Options.Reconnection.AfterServerDisconnect = returns;
        Client.On("disconnect", (DisconnectReason reason) => Note($"/ {reason}"));
        Client.On("disconnect", (DisconnectReason reason) => Note($"/chat {reason}"), "/chat");
        var connecting = Client.ConnectAsync(Url);
        var server = await OpenAsync();
        server.Send("40");
        server.Send(await server.ReceiveAsync());
        await connecting.Within();
        server.Send("41");
        await UntilNotedAsync("/ ServerDisconnect");

        if (returns)
        {
            await UntilNotedAsync("/chat ServerDisconnect");
            await UntilStateAsync(ClientState.Reconnecting);
        }
        else
        {
            Assert.That(Notes, Has.Count.EqualTo(1));
            Assert.That(Client.Of("/chat").IsConnected, Is.True);
        }
    }

    [Test]
    [Category("M22")]
    public async Task A_client_of_the_other_version_is_told_which_option_to_set_and_tries_slowly([Values] bool retry)
    {
        Options.EngineVersion = EngineIOVersion.V4;
        var connecting = Client.ConnectAsync(Url, retry: retry);
        (await OpenAsync()).Send("40");

        if (!retry)
        {
            var exception = await ThrownAsync<SocketIOConnectException>(() => Clock.RunUntilAsync(connecting));
            Assert.That(exception.Message, Does.Contain("EngineVersion to EngineIOVersion.V3"));
            return;
        }

        await Clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
        Assert.That(Log.Of(LogLevel.Error).Single(), Does.Contain("EngineVersion to EngineIOVersion.V3"));
    }

    /// <summary>Connects the client with the default namespace alone.</summary>
    private async Task<InMemoryServer> ConnectDefaultAsync()
    {
        var connecting = Client.ConnectAsync(Url);
        var server = await OpenAsync();
        server.Send("40");
        await connecting.Within();
        return server;
    }
}
