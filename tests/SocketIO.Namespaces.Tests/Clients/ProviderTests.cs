using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>What a connection is made with: fixed values, and providers that are asked each time.</summary>
[Category("M3")]
internal sealed class ProviderTests : ClientTest
{
    private TransportRequest LastRequest => Network.Dials.Last().Request;

    [TestCase("http://localhost", "http://localhost/socket.io/")]
    [TestCase("https://localhost", "https://localhost/socket.io/")]
    [TestCase("ws://localhost:3000", "ws://localhost:3000/socket.io/")]
    [TestCase("wss://localhost:3000/", "wss://localhost:3000/socket.io/")]
    [TestCase("http://[::1]:80", "http://[::1]/socket.io/")]
    [TestCase("http://localhost:3000?a=1&b=x%20y", "http://localhost:3000/socket.io/?a=1&b=x%20y")]
    [Category("scenario-7")]
    public async Task A_url_leads_to_the_path_with_its_query(string url, string expected)
    {
        var connecting = Client.ConnectAsync(url);
        await AcceptAsync();
        await connecting.Within();

        Assert.That(LastRequest.Url.AbsoluteUri, Is.EqualTo(expected));
    }

    [TestCase("/chat/engine/", "/chat/engine/")]
    [TestCase("/engine", "/engine/")]
    [Category("scenario-7")]
    public async Task The_path_is_an_option(string path, string expected)
    {
        Options.Path = path;
        await ConnectAsync();

        Assert.That(LastRequest.Url.AbsolutePath, Is.EqualTo(expected));
    }

    [Test]
    [Category("scenario-7")]
    public async Task The_query_holds_what_url_options_and_provider_say_and_the_provider_wins()
    {
        Options.Url = new Uri("http://localhost:3000?url=1");
        Options.Query["fixed"] = "a & b = c? é";
        Options.Query["both"] = "option";
        Options.QueryProvider = _ => Given(("both", "provider"), ("asked", "+"));
        var connecting = Client.ConnectAsync();
        await AcceptAsync();
        await connecting.Within();

        Assert.That(LastRequest.Url.Query, Is.EqualTo("?url=1&fixed=a%20%26%20b%20%3D%20c%3F%20%C3%A9&both=provider&asked=%2B"));
    }

    [Test]
    public async Task Headers_of_the_provider_win_whatever_their_case()
    {
        Options.Headers["X-Fixed"] = "a";
        Options.Headers["X-Both"] = "option";
        Options.HeadersProvider = _ => Given(("x-both", "provider"), ("X-Asked", "b"));
        await ConnectAsync();

        Assert.That(LastRequest.Headers.Select(header => $"{header.Key.ToLowerInvariant()}: {header.Value}"),
            Is.EquivalentTo(new[] { "x-fixed: a", "x-both: provider", "x-asked: b" }));
    }

    [Test]
    [Category("scenario-42")]
    public async Task Every_provider_is_asked_anew_for_each_attempt()
    {
        var asked = 0;
        Options.Url = null;
        Options.UrlProvider = _ => ValueTask.FromResult(new Uri($"http://server-{asked}"));
        Options.HeadersProvider = _ => Given(("X-Turn", $"{asked}"));
        Options.QueryProvider = _ => Given(("turn", $"{asked}"));
        Options.AuthProvider = (context, _) => ValueTask.FromResult<object?>(new { turn = asked, context.Namespace, context.Attempt });
        var connecting = Client.ConnectAsync();
        var server = await OpenAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""40{"turn":0,"namespace":"/","attempt":1}"""));
        server.Send("""40{"sid":"a"}""");
        await connecting.Within();

        Network.OnDial = (_, _, _) => new(asked == 1 ? new TransportException("not yet") : null);
        asked = 1;
        server.Break();
        await Clock.PassAsync(TimeSpan.FromSeconds(1));
        await Clock.WaitForTimerAsync(TimeSpan.FromSeconds(2));
        asked = 2;
        Clock.Advance(TimeSpan.FromSeconds(2));
        server = await OpenAsync();

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""40{"turn":2,"namespace":"/","attempt":2}"""));
        Assert.That(Network.Dials.Select(dial => $"{dial.Request.Url} {dial.Request.Headers["X-Turn"]}"),
            Is.EqualTo(Enumerable.Range(0, 3).Select(turn => $"http://server-{turn}/socket.io/?turn={turn} {turn}")));
        server.Send("""40{"sid":"b"}""");
    }

    [Test]
    public async Task Each_namespace_has_an_auth_of_its_own_and_learns_of_its_last_refusal()
    {
        Options.AuthProvider = (context, _) => ValueTask.FromResult<object?>(new { path = context.Namespace, refused = context.LastRefusal?.Message });
        Client.On("connect", () => { }, "/chat");
        var connecting = Client.ConnectAsync(Url, retry: true);
        var server = await OpenAsync();
        var packets = new[] { await server.ReceiveAsync(), await server.ReceiveAsync() };
        Assert.That(packets, Is.EquivalentTo(new[] { """40{"path":"/","refused":null}""", """40/chat,{"path":"/chat","refused":null}""" }));
        server.Send("""40{"sid":"a"}""");
        server.Send("""44/chat,{"message":"token expired"}""");
        await connecting.Within();

        await Clock.PassAsync(TimeSpan.FromSeconds(1));

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""40/chat,{"path":"/chat","refused":"token expired"}"""));
    }

    [Test]
    public async Task Auth_given_to_a_connect_or_join_replaces_that_of_the_options()
    {
        Options.Auth = new { of = "options" };
        var connecting = Client.ConnectAsync(Url, auth: new { of = "the connect" });
        var server = await OpenAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""40{"of":"the connect"}"""));
        server.Send("""40{"sid":"a"}""");
        await connecting.Within();

        var joining = Client.JoinAsync("/chat", new { of = "the join" });
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""40/chat,{"of":"the join"}"""));
        server.Send("""40/chat,{"sid":"b"}""");
        await joining.Within();
    }

    [Test]
    public async Task What_a_connect_is_given_comes_before_the_providers_after_a_loss_too()
    {
        Options.UrlProvider = _ => throw new InvalidOperationException("not to be asked");
        Options.AuthProvider = (_, _) => throw new InvalidOperationException("not to be asked");
        var connecting = Client.ConnectAsync("http://given:3000", auth: new { of = "the connect" });
        var server = await OpenAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""40{"of":"the connect"}"""));
        server.Send("""40{"sid":"a"}""");
        await connecting.Within();

        server.Break();
        await Clock.PassAsync(TimeSpan.FromSeconds(1));
        server = await OpenAsync();

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""40{"of":"the connect"}"""));
        Assert.That(LastRequest.Url.Host, Is.EqualTo("given"));
        server.Send("""40{"sid":"b"}""");
    }

    [TestCase("url")]
    [TestCase("headers")]
    [TestCase("query")]
    [TestCase("auth")]
    [Category("M22")]
    [Category("scenario-40")]
    public async Task A_provider_that_throws_or_hangs_fails_the_attempt_and_the_next_one_asks_again(string which)
    {
        var turn = 0;
        Provide(which, async () =>
        {
            turn++;
            if (turn == 2)
                throw new InvalidOperationException("no token");
            if (turn == 3)
                await new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously).Task; // deaf to any token
        });
        Client.On("connect_error", (ConnectError error) => Note(error.Message));
        var connecting = Client.ConnectAsync();
        var server = await AcceptAsync();
        await connecting.Within();
        server.Break();

        await Clock.PassAsync(TimeSpan.FromSeconds(1));
        await OpenForAuthAsync(which);
        await UntilNotedAsync("no token");
        await Clock.PassAsync(TimeSpan.FromSeconds(2));
        await OpenForAuthAsync(which);
        await UntilAsync(() => turn == 3);
        await Clock.PassAsync(Options.ConnectTimeout);
        await Clock.PassAsync(TimeSpan.FromSeconds(4));
        await AcceptAsync();

        await UntilStateAsync(ClientState.Connected);
        Assert.That(Notes.Last(), Does.Contain(nameof(SocketIOClientOptions.ConnectTimeout)));
        Assert.That((turn, Notes.Count), Is.EqualTo((4, 2)));
    }

    private static ValueTask<IReadOnlyDictionary<string, string>> Given(params (string Name, string Value)[] values)
        => new(values.ToDictionary(value => value.Name, value => value.Value));

    /// <summary>What to authenticate with is asked once the session is open.</summary>
    private Task OpenForAuthAsync(string which) => which == "auth" ? OpenAsync() : Task.CompletedTask;

    private void Provide(string which, Func<Task> waitAsync)
    {
        switch (which)
        {
            case "url":
                Options.UrlProvider = async _ => await AfterAsync(new Uri(Url));
                break;
            case "headers":
                Options.HeadersProvider = async _ => await AfterAsync(new Dictionary<string, string>());
                break;
            case "query":
                Options.QueryProvider = async _ => await AfterAsync(new Dictionary<string, string>());
                break;
            default:
                Options.AuthProvider = async (_, _) => await AfterAsync<object?>(null);
                break;
        }

        async Task<T> AfterAsync<T>(T value)
        {
            await waitAsync();
            return value;
        }
    }
}
