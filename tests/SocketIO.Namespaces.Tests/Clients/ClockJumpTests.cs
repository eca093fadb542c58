using System.Text.Json;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>The clock on the wall is set, by an hour or by ten years: nothing comes early, late or not at all.</summary>
[TestFixtureSource(nameof(Jumps))]
[Category("M17")]
[Category("fault-68")]
internal sealed class ClockJumpTests(TimeSpan jump) : ClientTest
{
    private JumpingClock _wall = null!;

    private static readonly TimeSpan[] Jumps = [TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.FromDays(3650), TimeSpan.FromDays(-3650)];

    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    [SetUp]
    public void SetUpClock() => Options.TimeProvider = _wall = new JumpingClock(Clock);

    [Test]
    public async Task Silence_is_found_at_its_time_and_not_before()
    {
        Client.On("disconnect", (DisconnectReason reason) => Note(reason.ToString()));
        var connecting = Client.ConnectAsync(Url);
        var server = await Network.AcceptSessionAsync();
        await JoinAsync(server, "/");
        await connecting.Within();

        _wall.Jump(jump);
        Clock.Advance(44.9 * Second);
        await ReadAsync(server);
        _wall.Jump(jump);
        Clock.Advance(44.9 * Second);
        Assert.That(Client.State, Is.EqualTo(ClientState.Connected));
        await Clock.PassAsync(0.1 * Second);
        await UntilNotedAsync("PingTimeout");
    }

    [Test]
    [Category("M2")]
    public async Task A_call_has_its_time()
    {
        var server = await ConnectAsync();
        var call = Client.CallAsync<int>("ask", null, timeout: 2 * Second);
        await server.ReceiveAsync();

        _wall.Jump(jump);
        Clock.Advance(1.9 * Second);
        await ReadAsync(server);
        Assert.That(call.IsCompleted, Is.False);
        await Clock.PassAsync(0.1 * Second);
        await ThrownAsync<SocketIOTimeoutException>(() => call.Within());
    }

    [TestCase(29, true)]
    [TestCase(30, false)]
    [Category("M4")]
    [Category("M6")]
    public async Task The_reconnection_has_its_delay_and_a_buffered_emit_its_age(int seconds, bool isSent)
    {
        Options.Reconnection.Delay = seconds * Second;
        Options.Reconnection.MaxDelay = seconds * Second;
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(seconds * Second);
        await Client.EmitAsync("waits");

        _wall.Jump(jump);
        Clock.Advance((seconds - 0.1) * Second);
        Assert.That(Network.Dials, Has.Count.EqualTo(1));
        await Clock.PassAsync(0.1 * Second);
        server = await AcceptAsync();
        await Client.EmitAsync("last");
        if (isSent)
            Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["waits"]"""));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["last"]"""));
    }

    [Test]
    [Category("M11")]
    public async Task Recovery_asks_for_what_is_missing_and_for_nothing_twice()
    {
        Client.On("news", (params JsonElement[] arguments) => Note(string.Join(" ", arguments)));
        var connecting = Client.ConnectAsync(Url);
        var server = await OpenAsync();
        await server.ReceiveAsync();
        server.Send("""40{"sid":"s","pid":"p"}""");
        await connecting.Within();

        server.Send($"""42["news",1,"{Offset(1)}"]""");
        await ReadAsync(server);
        _wall.Jump(jump);
        var last = Offset(2);
        server.Send($"""42["news",2,"{last}"]""");
        server.Send("""42["news","volatile"]""");
        await UntilNotedAsync("volatile");
        server.Break();
        await Clock.PassAsync(Second);
        server = await OpenAsync();

        Assert.That(await server.ReceiveAsync(), Is.EqualTo($$"""40{"pid":"p","offset":"{{last}}"}"""));
        Assert.That(Notes, Is.EqualTo(new[] { "1", "2", "volatile" }), "handlers see no offset");
    }

    /// <summary>As Redis counts, by the server's clock, which is right.</summary>
    private string Offset(int count) => $"{Clock.GetUtcNow().ToUnixTimeMilliseconds()}-{count}";
}
