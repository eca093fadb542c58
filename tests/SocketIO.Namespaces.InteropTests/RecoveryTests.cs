using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>The server keeps the sessions of lost connections, and what they miss (connection state recovery).</summary>
[TestFixtureSource(nameof(Peers))]
[Category("M11")]
public sealed class RecoveryTests(Peer peer) : InteropTest(peer)
{
    private static readonly string[] Paths = ["/", "/chat"];

    private Recorder<(string Path, string Step)> _steps = null!;

    private static IEnumerable<Peer> Peers => Peer.All.Where(peer => peer.Server == ServerKind.Node);

    [SetUp]
    public void Forget() => _steps = new("a step of the recovery");

    private protected override Task<ServerProcess> OpenServerAsync() => ServerProcess.StartAsync(Peer.Server, ("RECOVERY_MS", "120000"));

    private protected override async Task CloseServerAsync() => await Server.DisposeAsync();

    [Test]
    public async Task Missed_events_are_replayed_in_order_before_connect_and_the_session_is_the_same()
    {
        var client = await ConnectAndHearAsync();
        string?[] sids = [.. Paths.Select(client.GetSid)];

        for (var round = 1; round <= 2; round++)
        {
            await client.Of("/chat").EmitAsync("miss", ("Ada", 5));
            var steps = await _steps.TakeAsync(9);
            Assert.That(steps.Where(step => step.Path == "/chat").Select(step => step.Step), Is.EqualTo(new[]
            {
                "disconnect", "missed 0 0", "missed 1 1", "missed 2 2", "missed 3 3", "missed 4 4", "connect, recovered: True",
            }));
            Assert.That(steps.Where(step => step.Path == "/").Select(step => step.Step), Is.EqualTo(new[] { "disconnect", "connect, recovered: True" }));
        }

        Assert.That(Paths.Select(client.GetSid), Is.EqualTo(sids));
        var kept = await client.Of("/chat").CallAsync<Kept>("kept").Within("what the server kept");
        Assert.That(kept.Name, Is.EqualTo("Ada"));
        Assert.That(kept.Rooms, Is.EquivalentTo(new[] { client.GetSid("/chat"), "the room of Ada" }));
        Assert.That(_steps.Rest(), Is.Empty);
    }

    [Test]
    public async Task A_session_that_the_server_no_longer_knows_begins_anew()
    {
        var client = await ConnectAndHearAsync();
        var sid = client.GetSid();

        await Server.KillAsync();
        await Server.StartAsync();

        var steps = await _steps.TakeAsync(4);
        Assert.That(steps.Select(step => step.Step), Is.EquivalentTo(new[] { "disconnect", "disconnect", "connect, recovered: False", "connect, recovered: False" }));
        Assert.That(client.GetSid(), Is.Not.EqualTo(sid));
    }

    /// <summary>Connects, and has one event of each namespace: only from then on can a server tell what was missed.</summary>
    private async Task<AsyncClient> ConnectAndHearAsync()
    {
        var client = CreateClient(options => options.Auth = new { name = "kept beside the session's id" });
        foreach (var path in Paths)
        {
            var connection = client.Of(path);
            connection.On("connect", (ConnectInfo info) => _steps.Add((path, $"connect, recovered: {info.Recovered}")));
            connection.On("disconnect", () => _steps.Add((path, "disconnect")));
            connection.On("missed", (int number, byte[] data) => _steps.Add((path, $"missed {number} {data[0]}")));
            connection.On("first", () => _steps.Add((path, "first")));
        }

        await ConnectAsync(client);
        await SettleAsync(client);
        await _steps.TakeAsync(2);
        foreach (var path in Paths)
        {
            await client.Of(path).EmitAsync("say", "first");
            Assert.That(await _steps.NextAsync(), Is.EqualTo((path, "first")));
        }

        return client;
    }

    private sealed record Kept(string? Name, string[] Rooms);
}
