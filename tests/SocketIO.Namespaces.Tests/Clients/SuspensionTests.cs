using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>The machine sleeps for ten minutes: every timer is late, all at once.</summary>
[Category("M17")]
[Category("fault-69")]
internal sealed class SuspensionTests : ClientTest
{
    private static readonly TimeSpan Sleep = TimeSpan.FromMinutes(10);

    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    [TestCase(EngineIOVersion.V4)]
    [TestCase(EngineIOVersion.V3)]
    [Category("M4")]
    public async Task The_loss_is_noticed_at_once_and_followed_by_one_connection_and_no_storm_of_pings(EngineIOVersion version)
    {
        Options.EngineVersion = version;
        Client.On("disconnect", (DisconnectReason reason) => Note(reason.ToString()));
        var connecting = Client.ConnectAsync(Url);
        var server = await AcceptAsync(version);
        await connecting.Within();
        var call = Client.CallAsync<int>("ask", null, timeout: TimeSpan.FromHours(1));
        await server.ReceiveAsync();

        Clock.Advance(Sleep);
        if (version == EngineIOVersion.V3)
        {
            // There it is the client that pings, and it can't know before it has asked.
            Assert.That(await server.ReceiveAsync(), Is.EqualTo("2"));
            await Clock.PassAsync(20 * Second);
        }

        await UntilNotedAsync(nameof(DisconnectReason.PingTimeout));
        await ThrownAsync<SocketIODisconnectedException>(() => call.Within());
        await Clock.PassAsync(Second);
        var next = await AcceptAsync(version);
        await UntilStateAsync(ClientState.Connected);
        Clock.Advance(20 * Second);
        Assert.That(server.TryReceive(), Is.Null);
        Assert.That(next.TryReceive(), Is.Null);
        Assert.That(Network.Dials, Has.Count.EqualTo(2));
        Assert.That(Notes, Is.EqualTo(new[] { nameof(DisconnectReason.PingTimeout) }));
    }

    [Test]
    [Category("M4")]
    [Category("M6")]
    public async Task Asleep_in_the_delay_of_a_reconnection_it_dials_once_and_sends_what_is_not_too_old()
    {
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(Second);
        await Client.EmitAsync("old");
        await Client.With(new EmitOptions { MaxAge = TimeSpan.MaxValue }).EmitAsync("ageless");

        Clock.Advance(Sleep);
        await Client.EmitAsync("new");

        server = await AcceptAsync();
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["ageless"]"""));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["new"]"""));
        Assert.That(Network.Dials, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Asleep_in_a_dial_it_gives_that_up_and_makes_another()
    {
        var server = await ConnectAsync();
        server.Break();
        await Clock.PassAsync(Second);
        await Network.AcceptAsync();
        await Clock.WaitForTimerAsync(Options.ConnectTimeout);

        Clock.Advance(Sleep);

        await Clock.PassAsync(2 * Second);
        await AcceptAsync("/");
        await UntilStateAsync(ClientState.Connected);
        Assert.That(Network.Dials, Has.Count.EqualTo(3));
    }

    private async Task<InMemoryServer> AcceptAsync(EngineIOVersion version)
    {
        var server = await Network.AcceptSessionAsync();
        if (version == EngineIOVersion.V3)
            server.Send("40");
        else
            await JoinAsync(server, "/");
        return server;
    }
}
