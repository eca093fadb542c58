using System.Text.Json;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("M11")]
internal sealed class RecoveryTests : ClientTest
{
    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    [Test]
    public async Task The_session_is_asked_for_with_the_offset_of_the_last_event()
    {
        var server = await StartAsync();
        server.Send($"""42["news",1,"{Offset(1)}"]""");
        server.Send($"""42["news",2,"{Offset(2)}"]""");
        await ReadAsync(server);

        Assert.That(await LoseAsync(server), Is.EqualTo($$"""40{"pid":"p","offset":"{{Offset(2)}}"}"""));
    }

    [Test]
    public async Task Without_an_event_yet_there_is_no_offset()
    {
        var server = await StartAsync();

        Assert.That(await LoseAsync(server), Is.EqualTo("""40{"pid":"p"}"""));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Both_are_added_to_the_users_authentication(bool provided)
    {
        if (provided)
            Options.AuthProvider = (_, _) => new(new { Token = "t", Nested = new { A = 1 } });
        else
            Options.Auth = new { Token = "t", Nested = new { A = 1 } };
        var server = await StartAsync("""40{"token":"t","nested":{"a":1}}""");
        server.Send($"""42["news","{Offset(1)}"]""");
        await ReadAsync(server);

        Assert.That(await LoseAsync(server), Is.EqualTo($$"""40{"token":"t","nested":{"a":1},"pid":"p","offset":"{{Offset(1)}}"}"""));
    }

    [Test]
    public async Task Authentication_that_uses_the_names_itself_is_sent_as_it_is()
    {
        Options.Auth = new { Pid = 4711 };
        var server = await StartAsync("""40{"pid":4711}""");

        Assert.That(await LoseAsync(server), Is.EqualTo("""40{"pid":4711}"""));
    }

    [Test]
    public async Task Missed_events_come_in_order_before_connect_in_the_session_of_before()
    {
        Client.On("news", (int number) => Note($"news {number}"));
        Client.On("connect", (ConnectInfo info) => Note($"connect {info.Sid}, again: {info.IsReconnect}, recovered: {info.Recovered}"));
        Client.On("disconnect", () => Note("disconnect"));
        var server = await StartAsync();
        server.Send($"""42["news",1,"{Offset(1)}"]""");
        await ReadAsync(server);
        server = await ReturnAsync(server);
        server.Send($"""42["news",2,"{Offset(2)}"]""");
        server.Send($"""42["news",3,"{Offset(3)}"]""");
        server.Send("""40{"sid":"s","pid":"p"}""");
        server.Send($"""42["news",4,"{Offset(4)}"]""");
        await UntilNotedAsync("news 4");

        Assert.That(Notes, Is.EqualTo(new[]
        {
            "connect s, again: False, recovered: False", "news 1", "disconnect",
            "news 2", "news 3", "connect s, again: True, recovered: True", "news 4",
        }));
        Assert.That(await LoseAsync(server, seconds: 2), Does.Contain(Offset(4)));
    }

    [Test]
    public async Task Missed_events_are_noted_though_nothing_follows_them()
    {
        var server = await ReturnAsync(await StartAsync());
        server.Send($"""42["news",2,"{Offset(2)}"]""");
        server.Send("""40{"sid":"s","pid":"p"}""");
        await UntilStateAsync(ClientState.Connected);

        Assert.That(await LoseAsync(server, seconds: 2), Does.Contain(Offset(2)));
    }

    [Test]
    public async Task Handlers_do_not_see_the_offset()
    {
        Client.On("typed", (int number, string text = "none") => Note($"{number} {text}"));
        Client.On("rest", (params JsonElement[] rest) => Note($"rest {rest.Length}"));
        Client.On("context", (EventContext context) => Note($"context {context.Arguments.Count}"));
        Client.On("*", (string name, params JsonElement[] rest) => Note($"{name} {rest.Length}"));
        var server = await StartAsync();
        foreach (var name in new[] { "typed", "rest", "context", "other" })
            server.Send($"""42["{name}",1,"{Offset(1)}"]""");
        await UntilNotedAsync("other 1");

        Assert.That(Notes, Is.EqualTo(new[] { "1 none", "rest 1", "context 1", "other 1" }));
    }

    [Test]
    public async Task A_text_at_the_end_of_a_volatile_event_stays_and_is_no_offset()
    {
        Client.On("news", (string text) => Note(text));
        var server = await StartAsync();
        server.Send($"""42["news","lasting","{Offset(1)}"]""");
        server.Send("""42["news","fleeting"]""");
        await UntilNotedAsync("fleeting");

        Assert.That(await LoseAsync(server), Does.Contain(Offset(1)));
    }

    [Test]
    public async Task An_event_to_be_acknowledged_has_no_offset()
    {
        Client.On("ask", (string text) => text);
        var server = await StartAsync();
        server.Send($"""427["ask","{Offset(1)}"]""");

        Assert.That(await server.ReceiveAsync(), Is.EqualTo($"""437["{Offset(1)}"]"""));
        Assert.That(await LoseAsync(server), Is.EqualTo("""40{"pid":"p"}"""));
    }

    [Test]
    public async Task The_name_of_an_event_is_no_offset()
    {
        var server = await StartAsync();
        server.Send("""42["news"]""");
        await ReadAsync(server);

        Assert.That(await LoseAsync(server), Is.EqualTo("""40{"pid":"p"}"""));
    }

    [Test]
    public async Task An_offset_of_an_unknown_form_counts_but_stays_an_argument()
    {
        Client.On("*", (string name, params string[] rest) => Note(string.Join(' ', rest)));
        var server = await StartAsync();
        server.Send("""42["news","a","é\"1"]""");
        server.Send("""42["news","b","é\"2"]""");
        await UntilNotedAsync("b é\"2");

        Assert.That(JsonElement.Parse((await LoseAsync(server))[2..]).GetProperty("offset").GetString(), Is.EqualTo("é\"2"));
    }

    [Test]
    public async Task A_server_without_recovery_is_asked_for_nothing()
    {
        Client.On("news", (string text) => Note(text));
        var server = await ConnectAsync();
        server.Send($"""42["news","{Offset(1)}"]""");
        await UntilNotedAsync(Offset(1));

        Assert.That(await LoseAsync(server), Is.EqualTo("40"));
    }

    [TestCase("""{"sid":"new","pid":"other"}""", """40{"pid":"other"}""")]
    [TestCase("""{"sid":"new"}""", "40")]
    public async Task A_session_too_old_is_not_recovered_and_forgotten(string answer, string next)
    {
        Client.On("connect", (ConnectInfo info) => Note($"{info.Sid} {info.Recovered}"));
        var server = await StartAsync();
        server.Send($"""42["news","{Offset(1)}"]""");
        await ReadAsync(server);
        server = await ReturnAsync(server);
        server.Send("40" + answer);
        await UntilNotedAsync("new False");

        Assert.That(await LoseAsync(server, seconds: 2), Is.EqualTo(next));
    }

    [Test]
    public async Task What_precedes_a_refusal_is_not_handled_and_comes_again()
    {
        Client.On("news", (int number) => Note($"news {number}"));
        Client.On("connect_error", () => Note("refused"));
        var server = await StartAsync();
        server.Send($"""42["news",1,"{Offset(1)}"]""");
        await ReadAsync(server);
        server = await ReturnAsync(server);
        server.Send($"""42["news",2,"{Offset(2)}"]""");
        server.Send("""44{"message":"no"}""");
        await UntilNotedAsync("refused");
        await Clock.PassAsync(2 * Second);
        server = await OpenAsync();

        Assert.That(await server.ReceiveAsync(), Is.EqualTo($$"""40{"pid":"p","offset":"{{Offset(1)}}"}"""));
        server.Send($"""42["news",2,"{Offset(2)}"]""");
        server.Send("""40{"sid":"s","pid":"p"}""");
        await UntilNotedAsync("news 2");
        Assert.That(Notes, Is.EqualTo(new[] { "news 1", "refused", "news 2" }));
    }

    [Test]
    public async Task What_precedes_another_loss_comes_again()
    {
        Client.On("news", (int number) => Note($"news {number}"));
        var server = await ReturnAsync(await StartAsync());
        server.Send($"""42["news",2,"{Offset(2)}"]""");

        Assert.That(await LoseAsync(server, seconds: 2), Is.EqualTo("""40{"pid":"p"}"""));
        Assert.That(Notes, Is.Empty);
    }

    [Test]
    public async Task An_early_event_is_acknowledged_once_the_namespace_is_joined()
    {
        Client.On("ask", () => "yes");
        var server = await ReturnAsync(await StartAsync());
        server.Send("""427["ask"]""");
        await ReadAsync(server);
        server.Send("""40{"sid":"s","pid":"p"}""");

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""437["yes"]"""));
    }

    [Test]
    public async Task Too_much_before_the_answer_ends_the_connection_and_is_not_asked_for_again()
    {
        Options.Limits.InboxBytes = 100;
        var server = await ReturnAsync(await StartAsync());
        server.Send($"""42["news","{new string('x', 60)}"]""");
        server.Send($"""42["news","{new string('x', 60)}"]""");
        await Clock.PassAsync(2 * Second);

        server = await OpenAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40"));
    }

    [Test]
    public async Task An_event_that_nobody_asked_for_is_ignored()
    {
        Client.On("news", (int number) => Note($"news {number}"));
        Client.On("news", (int number) => Note($"chat {number}"), "/chat");
        var server = await ConnectAsync("/");
        server.Send("""42/chat,["news",1]""");
        server.Send("""42["news",2]""");
        await UntilNotedAsync("news 2");

        Assert.That(Notes, Is.EqualTo(new[] { "news 2" }));
    }

    [Test]
    public async Task Each_namespace_has_its_own()
    {
        Client.On("connect", (ConnectInfo info) => Note($"/ {info.Recovered}"));
        Client.On("connect", (ConnectInfo info) => Note($"/chat {info.Recovered}"), "/chat");
        var connecting = Client.ConnectAsync(Url, ["/", "/chat"]);
        var server = await OpenAsync();
        await ReceiveBothAsync(server);
        server.Send("""40{"sid":"a","pid":"p"}""");
        server.Send("""40/chat,{"sid":"b","pid":"q"}""");
        await connecting.Within();
        server.Send($"""42["news","{Offset(1)}"]""");
        server.Send($"""42/chat,["news","{Offset(2)}"]""");
        await ReadAsync(server);
        server.Break();
        await Clock.PassAsync(Second);
        server = await OpenAsync();

        Assert.That(await ReceiveBothAsync(server), Is.EquivalentTo(new[]
        {
            $$"""40{"pid":"p","offset":"{{Offset(1)}}"}""",
            $$"""40/chat,{"pid":"q","offset":"{{Offset(2)}}"}""",
        }));
        server.Send("""40{"sid":"a","pid":"p"}""");
        server.Send("""40/chat,{"sid":"c","pid":"r"}""");
        await UntilNotedAsync("/ True");
        await UntilAsync(() => Notes.Count(note => note == "/chat False") == 2);
    }

    [Test]
    public async Task A_disconnect_of_ones_own_forgets_the_session()
    {
        await StartAsync();
        await Clock.RunUntilAsync(Client.DisconnectAsync());
        _ = Client.ConnectAsync(Url);

        Assert.That(await (await OpenAsync()).ReceiveAsync(), Is.EqualTo("40"));
    }

    [Test]
    public async Task So_does_a_connection_made_anew_on_request()
    {
        await StartAsync();
        var returning = Client.ReconnectAsync();
        var server = await OpenAsync();

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40"), "the server shall look at the authentication again");
        server.Send("""40{"sid":"s2","pid":"p2"}""");
        await returning.Within();
    }

    [Test]
    public async Task So_does_leaving_the_namespace()
    {
        var server = await ConnectAsync("/chat");
        await JoinOnceAsync(server, "40/tenant,");
        await Clock.RunUntilAsync(Client.Of("/tenant").LeaveAsync());
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("41/tenant,"));
        var joining = Client.JoinAsync("/tenant");
        await Clock.PassAsync(TimeSpan.FromMilliseconds(50)); // what a server gets to read the DISCONNECT before
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/tenant,"));
        server.Send("""40/tenant,{"sid":"s2"}""");
        await joining.Within();
    }

    [Test]
    public async Task So_does_a_disconnect_by_the_server()
    {
        Options.Reconnection.AfterServerDisconnect = true;
        var server = await ConnectAsync("/chat");
        await JoinOnceAsync(server, "40/tenant,");
        server.Send("41/tenant,");
        await Clock.PassAsync(Second);

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/tenant,"));
    }

    private string Offset(int counter) => $"{Clock.Start.ToUnixTimeMilliseconds()}-{counter}";

    private static async Task<string[]> ReceiveBothAsync(InMemoryServer server) => [await server.ReceiveAsync(), await server.ReceiveAsync()];

    private async Task JoinOnceAsync(InMemoryServer server, string expected)
    {
        var joining = Client.JoinAsync("/tenant");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo(expected));
        server.Send("""40/tenant,{"sid":"s","pid":"p"}""");
        await joining.Within();
    }

    /// <summary>Connects to a server that gives a session id to return with.</summary>
    private async Task<InMemoryServer> StartAsync(string expected = "40")
    {
        var connecting = Client.ConnectAsync(Url);
        var server = await OpenAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo(expected));
        server.Send("""40{"sid":"s","pid":"p"}""");
        await connecting.Within();
        return server;
    }

    /// <summary>Breaks the connection.</summary>
    /// <returns>The next CONNECT.</returns>
    private async Task<string> LoseAsync(InMemoryServer server, int seconds = 1)
    {
        server.Break();
        await Clock.PassAsync(seconds * Second);
        return await (await OpenAsync()).ReceiveAsync();
    }

    /// <summary>Breaks the connection.</summary>
    /// <returns>The next one, whose CONNECT is unanswered.</returns>
    private async Task<InMemoryServer> ReturnAsync(InMemoryServer server)
    {
        server.Break();
        await Clock.PassAsync(Second);
        var next = await OpenAsync();
        await next.ReceiveAsync();
        return next;
    }
}
