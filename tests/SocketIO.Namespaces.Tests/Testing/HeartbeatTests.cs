using Microsoft.Extensions.Time.Testing;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

public sealed class HeartbeatTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(25);

    /// <summary>So long that no ping can run into it by the steps in which these tests let time pass.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _time = new();
    private SocketIOTestServer _server = null!;
    private WebSocketClient _client = null!;
    private TestServerClient _joined = null!;

    [SetUp]
    public async Task Connect()
    {
        _server = await SocketIOTestServer.StartAsync(options =>
        {
            options.PingInterval = Interval;
            options.PingTimeout = Timeout;
            options.TimeProvider = _time;
        });
        _client = await WebSocketClient.JoinAsync(_server);
        _joined = await _server.Of("/").WaitForClientAsync();
    }

    [TearDown]
    public async Task Disconnect()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task A_client_that_answers_each_ping_stays()
    {
        for (var i = 0; i < 3; i++)
        {
            await AdvanceUntilPingAsync();
            await _client.SendAsync("3");
            await _client.SendAsync("42[\"alive\"]");
            await _server.Of("/").ReceiveAsync("alive");
        }

        Assert.That(_joined.IsConnected);
    }

    [Test]
    [Category("M17")]
    public async Task A_client_that_does_not_answer_is_dropped()
    {
        await AdvanceUntilPingAsync();
        var leaving = _joined.WaitForDisconnectAsync();
        await _time.AdvanceUntilAsync(leaving, Timeout);

        Assert.That(await leaving, Is.EqualTo(DisconnectReason.PingTimeout));
        Assert.That(await _client.ReceiveAsync(), Is.Null);
        Assert.That(_server.Connections, Is.Zero);
    }

    [Test]
    public async Task A_paused_heartbeat_neither_pings_nor_drops()
    {
        _server.PauseHeartbeat();
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(Interval + Timeout);
            await Task.Yield();
        }

        await _server.Of("/").EmitAsync("first");
        Assert.That(await _client.ReceiveAsync(), Is.EqualTo("42[\"first\"]"));

        _server.ResumeHeartbeat();
        await AdvanceUntilPingAsync();
    }

    private async Task AdvanceUntilPingAsync()
    {
        var ping = _client.ReceiveAsync();
        await _time.AdvanceUntilAsync(ping, Interval / 10);
        Assert.That(await ping, Is.EqualTo("2"));
    }
}
