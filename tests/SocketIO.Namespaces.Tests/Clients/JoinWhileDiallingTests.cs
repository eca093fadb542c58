using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>A connect handler runs as soon as its namespace is joined, while others may still be: what it asks for is done on the connection at hand.</summary>
[Category("M10")]
internal sealed class JoinWhileDiallingTests : ClientTest
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task A_namespace_is_joined_on_the_connection_at_hand(bool retry)
    {
        OnConnectJoinNews();
        var connecting = Client.ConnectAsync(Url, ["/", "/chat"], retry: retry);
        var server = await OpenUntilNewsIsAskedForAsync();
        server.Send("""40/news,{"sid":"n"}""");
        await UntilNotedAsync("joined");
        Assert.That(connecting.IsCompleted, Is.False);

        server.Send("""40/chat,{"sid":"c"}""");
        await connecting.Within();
        Assert.That(Client.GetSid("/news"), Is.EqualTo("n"));
        Assert.That(Network.Dials, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task It_is_joined_on_the_next_one_if_that_comes_to_nothing()
    {
        Client.Once("connect", () =>
        {
            _ = JoinNewsAsync(); // a handler that waited would hold up the next dial
        });
        var connecting = Client.ConnectAsync(Url, ["/", "/chat"], retry: true);
        (await OpenUntilNewsIsAskedForAsync()).Break();
        await Clock.PassAsync(TimeSpan.FromSeconds(1));

        await AcceptAsync("/", "/chat", "/news");
        await connecting.Within();
        await UntilNotedAsync("joined");
    }

    [Test]
    public async Task Its_join_fails_with_a_connect_that_is_not_tried_again()
    {
        OnConnectJoinNews();
        var connecting = Client.ConnectAsync(Url, ["/", "/chat"]);
        (await OpenUntilNewsIsAskedForAsync()).Break();

        await ThrownAsync<SocketIOConnectException>(() => connecting.Within());
        await UntilNotedAsync("SocketIODisconnectedException");
    }

    [Test]
    public async Task A_namespace_joined_already_is_left_on_the_connection_at_hand()
    {
        Client.On("connect", async () => await Client.Of("/").LeaveAsync());
        var connecting = Client.ConnectAsync(Url, ["/", "/chat"]);
        var server = await OpenAsync();
        await server.ReceiveAsync();
        await server.ReceiveAsync();
        server.Send("""40{"sid":"a"}""");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("41"));

        server.Send("""40/chat,{"sid":"c"}""");
        await connecting.Within();
        Assert.That(Client.GetSid(), Is.Null);
    }

    private void OnConnectJoinNews() => Client.Once("connect", JoinNewsAsync);

    private async Task JoinNewsAsync()
    {
        try
        {
            await Client.JoinAsync("/news");
            Note("joined");
        }
        catch (SocketIOException exception)
        {
            Note(exception.GetType().Name);
        }
    }

    private async Task<InMemoryServer> OpenUntilNewsIsAskedForAsync()
    {
        var server = await OpenAsync();
        await server.ReceiveAsync();
        await server.ReceiveAsync();
        server.Send("""40{"sid":"a"}""");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/news,"));
        return server;
    }
}
