using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>The limits that transports keep, seen by a client over sockets.</summary>
[TestFixture(TransportKind.WebSocket)]
[TestFixture(TransportKind.Polling)]
[Category("M16")]
public sealed class TransportLimitTests(TransportKind transport)
{
    private readonly ConcurrentQueue<string> _notes = [];
    private RecordedMeters _meters = null!;
    private TestLog _log = null!;

    [SetUp]
    public void SetUp()
    {
        _notes.Clear();
        _meters = new RecordedMeters();
        _log = new TestLog();
    }

    [TearDown]
    public void TearDown()
    {
        _meters.Dispose();
        _log.Dispose();
    }

    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(1)]
    public async Task A_message_may_have_as_many_bytes_as_the_limit(int beyond)
    {
        const int Limit = 10_000;
        await using var server = await SocketIOTestServer.StartAsync();
        await using var client = CreateClient(options => options.Limits.MessageBytes = Limit);
        client.On("n", (string text) => _notes.Enqueue($"{text.Length}"));
        client.On("disconnect", (DisconnectReason reason) => _notes.Enqueue($"{reason}"));
        await client.ConnectAsync(server.Url).Within();

        var length = Limit + beyond - "42[\"n\",\"\"]".Length;
        await server.Of("/").EmitAsync("n", new string('x', length));

        await UntilNotedAsync();
        Assert.That(_notes, Is.EqualTo(new[] { beyond > 0 ? nameof(DisconnectReason.ParseError) : $"{length}" }));
        AssertReached(nameof(SocketIOLimits.MessageBytes), times: beyond > 0 ? 1 : 0);
        if (beyond > 0)
            Assert.That(_log.Of(LogLevel.Warning), Has.Some.Contains("Limits.MessageBytes"));
    }

    [Test]
    public async Task Response_headers_past_the_limit_fail_the_attempt()
    {
        await using var server = new ScriptedServer();
        await using var client = CreateClient(options => options.Limits.ResponseHeaderBytes = 2048);
        var connecting = client.ConnectAsync(new Uri(server.Url, "/"));
        var request = await server.NextAsync();
        await request.RespondAsync("", headers: $"X-Large: {new string('x', 3000)}\r\n");

        Assert.That(async () => await connecting.Within(), Throws.TypeOf<SocketIOConnectException>().With.Message.Contains("Limits.ResponseHeaderBytes"));
        AssertReached(nameof(SocketIOLimits.ResponseHeaderBytes), times: 1);
    }

    private AsyncClient CreateClient(Action<SocketIOClientOptions> configure) => new(options =>
    {
        options.Transports.Add(transport);
        options.Services = _meters;
        options.LoggerFactory = _log;
        options.Reconnection.Delay = TimeSpan.FromHours(1);
        options.Reconnection.MaxDelay = TimeSpan.FromHours(1);
        configure(options);
    });

    private Task UntilNotedAsync() => Soon.UntilAsync(() => !_notes.IsEmpty);

    private void AssertReached(string limit, int times)
        => Assert.That(_meters.Of("socketio.client.limits.reached"), Is.EqualTo(Enumerable.Repeat($"1 socketio.limit={limit}", times)));
}
