using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>A namespace is joined at run time, whatever the connection does just then.</summary>
[Category("M10")]
internal sealed class JoinTests : ClientTest
{
    [Test]
    [Category("M22")]
    public async Task A_refusal_is_the_same_error_with_a_connection_and_without([Values] bool isConnected)
    {
        var server = await ConnectAsync();
        if (!isConnected)
        {
            server.Break();
            await Clock.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        }

        var joining = Client.JoinAsync("/locked");
        if (!isConnected)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            server = await OpenAsync();
            await server.ReceiveAsync();
            server.Send("""40{"sid":"a"}""");
        }

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("40/locked,"));
        server.Send("""44/locked,{"message":"no"}""");

        var error = await ThrownAsync<SocketIOConnectException>(() => joining.Within());
        Assert.That(error.Message, Does.Contain("'/locked'").And.EndsWith("no"));
        Assert.That(error.Errors["/locked"], Is.EqualTo(new ConnectError("no", IsRefusal: true)));
        Assert.That(error.Delivery, Is.EqualTo(Delivery.NotSent));
    }

    [Test]
    public async Task The_end_of_the_client_is_no_refusal_though_there_was_one_before()
    {
        var server = await ConnectAsync();
        var refused = Client.JoinAsync("/locked");
        await server.ReceiveAsync();
        server.Send("""44/locked,{"message":"no"}""");
        await ThrownAsync<SocketIOConnectException>(() => refused.Within());
        server.Break();
        await Clock.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        var joining = Client.JoinAsync("/locked");

        await Client.DisconnectAsync().Within();

        await ThrownAsync<SocketIODisconnectedException>(() => joining.Within());
    }
}
