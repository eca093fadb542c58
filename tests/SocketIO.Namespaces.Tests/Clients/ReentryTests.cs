using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>Code that the client runs asks something of the client: it gets it, and does not wait for itself.</summary>
[Category("M18")]
[Category("S10")]
[Category("S23")]
[Category("fault-62")]
internal sealed class ReentryTests : MomentTest
{
    [Test]
    public async Task From_within_any_code_of_the_users(
        [Values] Moment moment,
        [Values("emit", "call", "reconnect", "disconnect", "dispose")] string action)
    {
        // Only what waits for the next connection takes time: a disconnect handler that is still running, and the first delay.
        var limit = (action == "reconnect" ? Options.Reconnection.HandlerTimeout : TimeSpan.Zero) + TimeSpan.FromSeconds(1.2);
        Client.On("ask", () => 7, "/chat");

        await ReachAsync(moment, () => ActAsync(action));

        await PlayUntilAsync(() => !Notes.IsEmpty, limit);
        Assert.That(Notes, Is.EqualTo(new[] { action == "call" && moment == Moment.Disconnect ? "not sent" : "done" }));
        if (action is "disconnect" or "dispose")
        {
            await PlayUntilAsync(() => Client.State == (action == "dispose" ? ClientState.Disposed : ClientState.Disconnected), limit);
            await Server.Connection.ClientGone.Within();
            return;
        }

        await PlayUntilAsync(() => Client.Of("/chat").IsConnected && Client.State == ClientState.Connected, limit);
        Server.Connection.Send("""42/chat,0["ask"]""");
        await PlayUntilAsync(() => Server.Received.Contains("43/chat,0[7]"), limit);
        if (action == "emit")
            await PlayUntilAsync(() => Server.Received.Contains("""42["hello"]"""), limit);
    }

    private async Task ActAsync(string action)
    {
        try
        {
            await (action switch
            {
                "emit" => Client.EmitAsync("hello").AsTask(),
                "call" => Client.CallAsync<int>("ask"),
                "reconnect" => Client.ReconnectAsync(),
                "disconnect" => Client.DisconnectAsync(),
                _ => Client.DisposeAsync().AsTask(),
            });
            Note("done");
        }
        catch (SocketIODisconnectedException exception) when (exception.Delivery == Delivery.NotSent)
        {
            Note("not sent");
        }
    }
}
