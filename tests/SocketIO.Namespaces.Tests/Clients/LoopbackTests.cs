using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Tests.Testing;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>The client against a real server on loopback: what a caller meets first.</summary>
public sealed class LoopbackTests
{
    private SocketIOTestServer _server = null!;
    private SocketIOClientOptions _options = null!;
    private AsyncClient? _client;

    private AsyncClient Client => _client ??= new AsyncClient(_options);

    [SetUp]
    public async Task Start()
    {
        _client = null;
        _server = await SocketIOTestServer.StartAsync();
        _options = new SocketIOClientOptions { Url = _server.Url };
    }

    [TearDown]
    public async Task Stop()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    [Category("S8")]
    public async Task A_url_with_a_path_is_refused_and_the_mend_named()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Client.ConnectAsync($"{_server.Url}chat"));

        Assert.That(error!.Message, Does.Contain("namespaces: [\"/chat\"]").And.Contain(nameof(SocketIOClientOptions.Path)));
    }

    [TestCase("localhost:3000")]
    [TestCase("ftp://localhost")]
    [TestCase("http://user:secret@localhost")]
    [Category("S8")]
    public async Task What_is_no_url_of_a_server_is_refused(string url)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Client.ConnectAsync(url));

        Assert.That(error!.Message, Does.Not.Contain("secret"));
    }

    [Test]
    [Category("S8")]
    public async Task Without_a_url_the_error_says_where_to_set_one()
    {
        _options.Url = null;

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Client.ConnectAsync());

        Assert.That(error!.Message, Does.Contain(nameof(SocketIOClientOptions.Url)));
    }

    [Test]
    [Category("S8")]
    public async Task A_second_connect_is_refused_and_leaves_the_first_alone()
    {
        await Client.ConnectAsync().Within();
        var sid = Client.GetSid();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.ConnectAsync("http://localhost:1"));

        Assert.That(Client.GetSid(), Is.EqualTo(sid));
        Assert.That(_options.Url, Is.EqualTo(_server.Url));
    }

    [Test]
    [Category("S11")]
    public async Task Send_emits_message()
    {
        await Client.ConnectAsync().Within();

        await Client.SendAsync("hello");

        Assert.That((await _server.Of("/").ReceiveAsync("message")).Get<string>(0), Is.EqualTo("hello"));
    }

    [Test]
    [Category("S15")]
    public async Task The_default_namespace_is_left_out_if_told_so()
    {
        _options.ConnectDefaultNamespace = false;

        await Client.ConnectAsync(_server.Url, namespaces: ["/chat"]).Within();

        Assert.That(Client.GetSid("/chat"), Is.Not.Null);
        Assert.That(Client.GetSid(), Is.Null);
        Assert.That(_server.Of("/").Clients, Is.Empty);
    }

    [Test]
    [Category("S16")]
    public async Task A_list_joins_what_it_names_and_the_options_name_whatever_else_has_handlers()
    {
        _options.Namespaces.Add("/news");
        Client.On("message", (string _) => { }, "/lobby");

        await Client.ConnectAsync(_server.Url, namespaces: ["/chat"]).Within();

        string[] paths = ["/", "/chat", "/lobby", "/news"];
        Assert.That(paths.Where(path => Client.Of(path).IsConnected), Is.EqualTo(new[] { "/", "/chat", "/news" }));
        Assert.That(async () => await Client.Of("/lobby").EmitAsync("x"), Throws.TypeOf<NamespaceNotConnectedException>());

        await Client.JoinAsync("/lobby").Within();
        Assert.That(Client.Of("/lobby").IsConnected, Is.True);
    }

    [Test]
    [Category("S15")]
    public async Task A_refusal_of_the_default_namespace_fails_nothing_if_nobody_named_it()
    {
        _server.Refuse("/", "not here");

        await Client.ConnectAsync(_server.Url, namespaces: ["/chat"]).Within();

        Assert.That(Client.IsConnected, Is.True);
        Assert.That(async () => await Client.EmitAsync("x"), Throws.TypeOf<NamespaceNotConnectedException>());
    }

    [Test]
    [Category("S15")]
    public async Task A_refusal_of_the_default_namespace_fails_a_connect_that_names_it()
    {
        _server.Refuse("/", "not here");

        var error = await Assert.ThrowsAsync<SocketIOConnectException>(() => Client.ConnectAsync(_server.Url, namespaces: ["/", "/chat"]).Within());

        Assert.That(error!.Errors["/"].Message, Is.EqualTo("not here"));
        Assert.That(error.Errors.Keys, Is.EqualTo(new[] { "/" }));
        Assert.That(Client.State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    [Category("M3")]
    public async Task Url_headers_and_query_are_asked_for_at_each_connection()
    {
        int asked = 0, turns = 0;
        _options.Url = null;
        _options.UrlProvider = _ => ValueTask.FromResult(_server.Url);
        _options.Headers["X-Fixed"] = "a";
        _options.HeadersProvider = _ => ValueTask.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["X-Asked"] = $"{++asked}" });
        _options.QueryProvider = _ => ValueTask.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["turn"] = $"{++turns} & more" });

        await Client.ConnectAsync().Within();
        var first = _server.Of("/").Clients.Single();
        await Client.ReconnectAsync().Within();
        await Soon.UntilAsync(() => _server.Of("/").Clients is [var only] && only != first);
        var second = _server.Of("/").Clients.Single();

        Assert.That(first.Headers["X-Asked"], Is.EqualTo("1"));
        Assert.That(second.Headers["X-Asked"], Is.EqualTo("2"));
        Assert.That(second.Headers["X-Fixed"], Is.EqualTo("a"));
        Assert.That(second.Query["turn"], Is.EqualTo("2 & more"));
    }

    [Test]
    [Category("M9")]
    public async Task A_handler_that_throws_is_reported_and_not_acknowledged_and_the_connection_lives()
    {
        var reported = new TaskCompletionSource<HandlerErrorContext>(TaskCreationOptions.RunContinuationsAsynchronously);
        _options.OnHandlerError = error => reported.TrySetResult(error);
        Client.On("fail", void (string text) => throw new InvalidDataException(text));
        Client.On("double", (int number) => 2 * number);
        await Client.ConnectAsync().Within();
        var server = await _server.Of("/").WaitForClientAsync();

        var unanswered = server.CallAsync<int>("fail", "no good", TimeSpan.FromMilliseconds(500));
        var error = await reported.Task.Within();

        Assert.That(error.Exception, Is.TypeOf<InvalidDataException>().With.Message.EqualTo("no good"));
        Assert.That((error.Namespace, error.EventName), Is.EqualTo(("/", "fail")));
        Assert.That(await server.CallAsync<int>("double", 21).Within(), Is.EqualTo(42));
        await Assert.ThrowsAsync<SocketIOTimeoutException>(() => unanswered.Within());
    }

    [Test]
    [Category("M9")]
    public async Task An_event_exception_acknowledges_with_its_values()
    {
        Client.On("fail", object () => throw new EventException("no good", ("ERROR", 7)));
        await Client.ConnectAsync().Within();
        var server = await _server.Of("/").WaitForClientAsync();

        Assert.That(await server.CallAsync<(string, int)>("fail").Within(), Is.EqualTo(("ERROR", 7)));
    }

    [Test]
    [Category("M10")]
    public async Task A_handler_registered_once_hears_one_event()
    {
        var heard = new List<int>();
        Client.Once("tick", (int number) => heard.Add(number));
        Client.On("done", () => true);
        await Client.ConnectAsync().Within();
        var server = await _server.Of("/").WaitForClientAsync();

        await server.EmitAsync("tick", 1);
        await server.EmitAsync("tick", 2);
        await server.CallAsync<bool>("done").Within();
        Client.Once("tick", (int number) => heard.Add(number));
        await server.EmitAsync("tick", 3);
        await server.CallAsync<bool>("done").Within();

        Assert.That(heard, Is.EqualTo(new[] { 1, 3 }));
    }

    [Test]
    [Category("S2")]
    public async Task A_second_live_handler_is_refused_until_the_first_is_removed()
    {
        var first = Client.On("ask", () => 1);
        Assert.That(() => Client.On("ask", () => 2), Throws.InvalidOperationException.With.Message.Contains("ask"));
        first.Dispose();
        Client.On("ask", () => 2);
        await Client.ConnectAsync().Within();

        Assert.That(await (await _server.Of("/").WaitForClientAsync()).CallAsync<int>("ask").Within(), Is.EqualTo(2));
    }

    [Test]
    [Category("S22")]
    public async Task A_standalone_handler_precedes_the_class_and_a_catch_all_comes_last()
    {
        Client.On("both", () => "standalone");
        Client.On("*", (string eventName) => $"standalone * {eventName}");
        Client.RegisterNamespace(new Answers());
        await Client.ConnectAsync().Within();
        var server = await _server.Of("/").WaitForClientAsync();

        Assert.That(await server.CallAsync<string>("both").Within(), Is.EqualTo("standalone"));
        Assert.That(await server.CallAsync<string>("own").Within(), Is.EqualTo("class"));
        Assert.That(await server.CallAsync<string>("other").Within(), Is.EqualTo("standalone * other"));
    }

    [Test]
    [Category("S9")]
    public async Task A_task_delegate_or_token_as_data_is_refused()
    {
        await Client.ConnectAsync().Within();

        Assert.That(async () => await Client.EmitAsync("x", Task.FromResult(1)), Throws.ArgumentException);
        Assert.That(async () => await Client.EmitAsync("x", (1, CancellationToken.None)), Throws.ArgumentException);
        Assert.That(async () => await Client.CallAsync("x", () => 1), Throws.ArgumentException);
    }

    [Test]
    [Category("M15")]
    public async Task What_the_server_would_not_take_fails_at_the_caller()
    {
        await _server.DisposeAsync();
        _server = await SocketIOTestServer.StartAsync(options => options.MaxPayload = 1000);
        await Client.ConnectAsync(_server.Url).Within();

        var error = await Assert.ThrowsAsync<SocketIOException>(async () => await Client.EmitAsync("x", new string('x', 1000)));

        Assert.That(error!.Delivery, Is.EqualTo(Delivery.NotSent));
        Assert.That(error.Message, Does.Contain("maxPayload"));
        Assert.That(Client.IsConnected, Is.True);
    }

    [Test]
    [Category("S25")]
    public async Task Background_tasks_are_cancelled_and_awaited_by_a_disconnect()
    {
        await Client.ConnectAsync().Within();
        var cleanedUp = false;
        var task = Client.StartBackgroundTask(async stopping =>
        {
            try
            {
                await Client.SleepAsync(Timeout.InfiniteTimeSpan, stopping);
            }
            finally
            {
                cleanedUp = true;
            }
        });

        await Client.DisconnectAsync().Within();

        Assert.That(cleanedUp, Is.True);
        Assert.That(task.IsCanceled, Is.True);
    }

    private sealed class Answers : AsyncClientNamespace
    {
        public string OnBoth() => "class";

        public string OnOwn() => "class";

        [On("*")]
        public string Anything(string eventName) => $"class * {eventName}";
    }
}
