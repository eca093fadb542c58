using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

[TestFixtureSource(typeof(Peer), nameof(Peer.All))]
public sealed class NamespaceTests(Peer peer) : InteropTest(peer)
{
    private static readonly string[] Three = ["/", "/chat", "/news"];

    [Test]
    [Category("S14")]
    [Category("S15")]
    public async Task Three_namespaces_share_one_connection_and_have_a_sid_each()
    {
        var client = await ConnectAsync("/chat", "/news");

        var infos = await Task.WhenAll(Three.Select(path => InfoAsync(client.Of(path))));

        Assert.That(infos.Select(info => info.Engine).Distinct().Count(), Is.EqualTo(1));
        Assert.That(infos.Select(info => info.Sid), Is.Unique);
        Assert.That(Three.Select(client.GetSid), Is.EqualTo(infos.Select(info => info.Sid)));
        Assert.That(Three.Select(path => client.Of(path).Sid), Is.EqualTo(infos.Select(info => info.Sid)));
    }

    [Test]
    [Category("S14")]
    public async Task Events_stay_in_their_namespace()
    {
        var heard = new Recorder<(string, string)>("an event");
        var client = CreateClient();
        foreach (var path in Three)
        {
            client.On("echo", (string text) => heard.Add((path, text)), path);
        }

        await ConnectAsync(client);
        foreach (var path in Three)
        {
            await client.Of(path).EmitAsync("echo", $"to {path}");
        }

        Assert.That(await heard.TakeAsync(3), Is.EquivalentTo(Three.Select(path => (path, $"to {path}"))));
        foreach (var path in Three)
        {
            await client.Of(path).CallAsync("ack", null).Within("an acknowledgement");
        }

        Assert.That(heard.Rest(), Is.Empty);
    }

    [Test]
    [Category("S16")]
    public async Task The_namespaces_of_handlers_are_joined()
    {
        var client = CreateClient();
        client.On("echo", () => { }, "/chat");
        client.RegisterNamespace(new NewsNamespace());

        await ConnectAsync(client);

        Assert.That(Three.Select(path => client.Of(path).IsConnected), Is.All.True);
    }

    [Test]
    [Category("S8")]
    public async Task A_refusal_fails_the_connect_and_names_each_refused_namespace_and_why()
    {
        var client = CreateClient();

        var exception = (await Assert.ThrowsAsync<SocketIOConnectException>(
            () => ConnectAsync(client, "/chat", "/locked", "/nowhere")))!;

        Assert.That(exception.Errors.Keys, Is.EquivalentTo(["/locked", "/nowhere"]));
        Assert.That(exception.Message, Does.Contain("/locked").And.Contain("/nowhere").And.Contain("not allowed"));
        var locked = exception.Errors["/locked"];
        Assert.That(locked.Message, Is.EqualTo("not allowed"));
        if (Peer.EngineVersion == EngineIOVersion.V4)
        {
            Assert.That(locked.Data!.Value.GetProperty("code").GetInt32(), Is.EqualTo(403));
            Assert.That(locked.Data!.Value.GetProperty("why").GetString(), Is.EqualTo("locked"));
        }

        Assert.That(exception.Errors.Values.Select(error => error.IsRefusal), Is.All.True);
        Assert.That(exception.Errors["/nowhere"].Message, Is.Not.Empty);
        Assert.That(client.IsConnected, Is.False);
    }

    [Test]
    [Category("S8")]
    public async Task A_refused_namespace_hears_why()
    {
        var errors = new Recorder<ConnectError>("connect_error");
        var client = CreateClient();
        client.On("connect_error", (ConnectError error) => errors.Add(error), "/locked");

        await Assert.ThrowsAsync<SocketIOConnectException>(() => ConnectAsync(client));

        var error = await errors.NextAsync();
        Assert.That(error.Message, Is.EqualTo("not allowed"));
        Assert.That(error.IsRefusal, Is.True);
    }

    [Test]
    [Category("M10")]
    public async Task Namespaces_are_joined_and_left_while_the_connection_is_up()
    {
        var reasons = new Recorder<DisconnectReason>("the disconnect handler");
        var client = await ConnectAsync();
        client.On("disconnect", (DisconnectReason reason) => reasons.Add(reason), "/chat");

        var chat = await client.JoinAsync("/chat").Within("the join");
        var info = await InfoAsync(chat);
        await chat.LeaveAsync().Within("the leave");
        await InfoAsync(client); // by now the server is done with the leave: a join of what is joined would be a fault to it
        var again = await client.JoinAsync("/chat").Within("the second join");
        var second = await InfoAsync(again);

        Assert.That(second.Engine, Is.EqualTo(info.Engine));
        Assert.That(second.Sid, Peer.EngineVersion == EngineIOVersion.V4 ? Is.Not.EqualTo(info.Sid) : Is.EqualTo(info.Sid));
        Assert.That(await reasons.NextAsync(), Is.EqualTo(DisconnectReason.ClientDisconnect));
        Assert.That(client.IsConnected, Is.True);
    }

    [Test]
    [Category("S17")]
    public async Task An_emit_to_a_namespace_that_nobody_asked_for_is_refused()
    {
        var client = await ConnectAsync();

        await Assert.ThrowsAsync<NamespaceNotConnectedException>(async () => await client.Of("/chat").EmitAsync("record", 1));
    }

    [Namespace("/news")]
    public sealed class NewsNamespace : AsyncClientNamespace;
}
