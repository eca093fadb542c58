using System.Reflection;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>What a server may send at most, one below the limit, at it and one above.</summary>
[Category("M16")]
internal sealed class LimitTests : ClientTest
{
    private RecordedMeters _meters = null!;

    [SetUp]
    public void Listen() => Options.Services = _meters = new RecordedMeters();

    [TearDown]
    public void StopListening() => _meters.Dispose();

    [Test]
    public async Task Attachments_are_counted([Values(2, 3, 4)] int count)
    {
        Options.Limits.Attachments = 3;
        await AssertLimitAsync(nameof(SocketIOLimits.Attachments), count <= 3, server =>
        {
            var placeholders = Enumerable.Range(0, count).Select(number => $$""",{"_placeholder":true,"num":{{number}}}""");
            server.Send($"45{count}-[\"event\"{string.Concat(placeholders)}]");
            for (var i = 0; i < count; i++) server.SendBinary(1);
        });
    }

    [Test]
    public async Task Bytes_of_attachments_are_counted_together([Values(99, 100, 101)] int bytes)
    {
        Options.Limits.AttachmentBytes = 100;
        await AssertLimitAsync(nameof(SocketIOLimits.AttachmentBytes), bytes <= 100, server =>
        {
            server.Send("""452-["event",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]""");
            server.SendBinary(new byte[50]);
            server.SendBinary(new byte[bytes - 50]);
        });
    }

    [Test]
    public async Task Levels_of_json_are_counted([Values(4, 5, 6)] int depth)
    {
        Options.Limits.JsonDepth = 5;
        await AssertLimitAsync(nameof(SocketIOLimits.JsonDepth), depth <= 5, server =>
            server.Send("42[\"event\"," + new string('[', depth - 1) + new string(']', depth - 1) + "]"));
    }

    [Test]
    public async Task The_time_of_attachments_is_counted_from_the_packet_that_announces_them([Values(9, 10, 11)] int seconds)
    {
        var limit = Options.Limits.AttachmentTime = TimeSpan.FromSeconds(10);
        Client.On("event", (byte[] _) => Note("event"));
        Client.On("disconnect", (DisconnectReason reason) => Note(reason.ToString()));
        var server = await ConnectAsync();
        server.Send("""451-["event",{"_placeholder":true,"num":0}]""");
        await Clock.WaitForTimerAsync(limit);

        Clock.Advance(TimeSpan.FromSeconds(seconds));
        server.SendBinary(1);

        await UntilNotedAsync(seconds < 10 ? "event" : nameof(DisconnectReason.ParseError));
        Assert.That(Reached, Is.EqualTo(seconds < 10 ? [] : new[] { $"1 socketio.limit={nameof(SocketIOLimits.AttachmentTime)}" }));
    }

    [Test]
    public async Task The_time_of_attachments_starts_anew_with_each_packet()
    {
        var limit = Options.Limits.AttachmentTime = TimeSpan.FromSeconds(10);
        Client.On("event", (byte[] _) => Note("event"));
        Client.On("disconnect", (DisconnectReason reason) => Note(reason.ToString()));
        var server = await ConnectAsync();
        server.Send("""451-["event",{"_placeholder":true,"num":0}]""");
        await Clock.WaitForTimerAsync(limit);
        Clock.Advance(TimeSpan.FromSeconds(9));
        server.SendBinary(1);
        await UntilNotedAsync("event");
        server.Send("""451-["event",{"_placeholder":true,"num":0}]""");
        await ReadAsync(server);

        Clock.Advance(TimeSpan.FromSeconds(1));
        await Clock.PassAsync(TimeSpan.FromSeconds(9));
        await UntilNotedAsync(nameof(DisconnectReason.ParseError));
    }

    [Test]
    public async Task The_time_of_attachments_can_be_unlimited()
    {
        Options.Limits.AttachmentTime = Timeout.InfiniteTimeSpan;
        Client.On("event", (byte[] _) => Note("event"));
        var server = await ConnectAsync();
        server.Send("""451-["event",{"_placeholder":true,"num":0}]""");
        await ReadAsync(server);

        Clock.Advance(TimeSpan.FromMinutes(50));
        server.SendBinary(1);

        await UntilNotedAsync("event");
    }

    [Test]
    public void Each_limit_has_a_default_above_zero()
    {
        var limits = new SocketIOLimits();

        foreach (var limit in typeof(SocketIOLimits).GetProperties(BindingFlags.Public | BindingFlags.Instance))
            Assert.That(limit.GetValue(limits) is int and > 0 or TimeSpan { Ticks: > 0 }, Is.True, limit.Name);
    }

    private IReadOnlyList<string> Reached => _meters.Of("socketio.client.limits.reached");

    private async Task AssertLimitAsync(string limit, bool fits, Action<InMemoryServer> send)
    {
        Client.On("event", () => Note("event"));
        Client.On("disconnect", (DisconnectReason reason) => Note(reason.ToString()));
        var server = await ConnectAsync();

        send(server);

        await UntilAsync(() => !Notes.IsEmpty, "an event or the end");
        if (fits)
        {
            Assert.That(Client.IsConnected, Is.True);
            Assert.That(Reached, Is.Empty);
            return;
        }

        Assert.That(Notes, Is.EqualTo(new[] { nameof(DisconnectReason.ParseError) }));
        Assert.That(Log.Of(LogLevel.Warning), Has.Some.Contains($"Limits.{limit}"));
        Assert.That(Reached, Is.EqualTo(new[] { $"1 socketio.limit={limit}" }));
    }
}
