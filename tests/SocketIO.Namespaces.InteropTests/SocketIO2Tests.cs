using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>What is different with servers of Socket.IO 2.x.</summary>
[TestFixtureSource(typeof(Peer), nameof(Peer.OfSocketIO2))]
[Category("M13")]
public sealed class SocketIO2Tests(Peer peer) : InteropTest(peer)
{
    [Test]
    [Category("M3")]
    public async Task Auth_reaches_each_namespace_but_the_default_one_in_its_query()
    {
        var client = CreateClient(options =>
        {
            options.Query["test"] = "everywhere";
            options.AuthProvider = (context, _) => ValueTask.FromResult<object?>(new { token = "tökén, a&b=c", path = context.Namespace, attempt = context.Attempt });
        });
        await ConnectAsync(client, "/chat");

        var main = (await InfoAsync(client)).Query;
        var chat = (await InfoAsync(client.Of("/chat"))).Query;

        Assert.That(main.TryGetProperty("token", out _), Is.False);
        Assert.That(chat.GetProperty("token").GetString(), Is.EqualTo("tökén, a&b=c"));
        Assert.That(chat.GetProperty("path").GetString(), Is.EqualTo("/chat"));
        Assert.That(chat.GetProperty("attempt").GetString(), Is.EqualTo("1"));
        Assert.That(new[] { main, chat }.Select(query => query.GetProperty("test").GetString()), Is.All.EqualTo("everywhere"));
    }

    [Test]
    [Category("S15")]
    public async Task A_namespace_can_do_without_the_default_one()
    {
        var client = CreateClient(options => options.ConnectDefaultNamespace = false);
        await ConnectAsync(client, "/chat", "/news");

        Assert.That((await InfoAsync(client.Of("/chat"))).Sid, Is.EqualTo(client.GetSid("/chat")));
        Assert.That(client.GetSid(), Is.Null);
        Assert.That((await client.JoinAsync("/chat").Within("a join of what is joined")).IsConnected, Is.True);
    }

    [Test]
    [Category("M22")]
    public async Task A_refusal_may_be_data_alone()
    {
        var client = CreateClient();

        var exception = (await Assert.ThrowsAsync<SocketIOConnectException>(() => ConnectAsync(client, "/sealed")))!;

        Assert.That(exception.Errors["/sealed"].Message, Is.EqualTo("sealed"));
        Assert.That(exception.Errors["/sealed"].Data!.Value.GetProperty("code").GetInt32(), Is.EqualTo(403));
    }

    [Test]
    public async Task An_error_that_answers_an_event_changes_nothing()
    {
        var client = await ConnectAsync();

        await client.EmitAsync("fail", "text");
        await client.EmitAsync("fail", 403);
        await client.EmitAsync("fail", new { code = 403 });

        Assert.That(await client.CallAsync<int>("ack", 1).Within("an answer"), Is.EqualTo(1));
        Assert.That((await InfoAsync(client)).Sid, Is.EqualTo(client.GetSid()));
    }

    [Test]
    [Category("M10")]
    public async Task The_default_namespace_once_left_comes_back_by_a_reconnect()
    {
        var client = await ConnectAsync("/chat");

        await client.Of("/").LeaveAsync().Within("the leave");
        var exception = (await Assert.ThrowsAsync<SocketIOConnectException>(() => client.JoinAsync("/").Within("the join")))!;
        Assert.That(exception.Message, Does.Contain("ReconnectAsync"));
        Assert.That(client.Of("/chat").IsConnected, Is.True);
        await client.ReconnectAsync().Within("the reconnect");

        Assert.That((await InfoAsync(client)).Sid, Is.EqualTo(client.GetSid()));
        Assert.That((await InfoAsync(client.Of("/chat"))).Sid, Is.EqualTo(client.GetSid("/chat")));
    }

    [Test]
    [Category("M5")]
    public async Task A_client_that_shall_return_after_a_disconnect_gets_the_default_namespace_back()
    {
        var joins = new Recorder<string>("a connect handler");
        var client = CreateClient(options => options.Reconnection.AfterServerDisconnect = true);
        client.On("connect", () => joins.Add("/"));
        client.On("connect", () => joins.Add("/chat"), "/chat");
        await ConnectAsync(client);
        await joins.TakeAsync(2);

        await client.EmitAsync("kick");

        Assert.That(await joins.TakeAsync(2), Is.EquivalentTo(["/", "/chat"]));
        Assert.That((await InfoAsync(client)).Sid, Is.EqualTo(client.GetSid()));
    }

    [Test]
    [Category("S8")]
    public async Task A_refusal_of_the_default_namespace_refuses_all()
    {
        await using var server = await ServerProcess.StartAsync(Peer.Server, ("REFUSE_DEFAULT", "1"));
        var client = CreateClient();

        var exception = (await Assert.ThrowsAsync<SocketIOConnectException>(
            () => client.ConnectAsync(server.Url, namespaces: ["/chat"]).Within("the refusal")))!;

        Assert.That(exception.Errors.Keys, Is.EquivalentTo(["/", "/chat"]));
        Assert.That(exception.Errors.Values.Select(error => error.Message), Is.All.EqualTo("not allowed"));
    }
}
