using System.Text.Json;
using SocketIO.Namespaces.InteropTests.Servers;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>The official client against the peers themselves: should this fail, it is not our client that is wrong.</summary>
[TestFixtureSource(typeof(Peer), nameof(Peer.OfSocketIO4))]
public sealed class OfficialPeersTests(Peer peer)
{
    [Test]
    public async Task The_peers_understand_each_other()
    {
        var server = await SharedServers.GetAsync(peer.Server);
        await using var client = await JavaScriptClient.StartAsync(server.Url, peer.Link, "/chat", "/locked");

        var refusal = await client.ExpectAsync("connect_error", "/locked");
        await client.ExpectAsync("connect", "/chat");
        await client.EmitAsync("/chat", "echo", "é😀", new Dictionary<string, string> { ["$binary"] = "AQI=" });
        var echo = await client.ExpectAsync("event", "/chat");
        var answer = await client.CallAsync("/chat", "ask", "question", 7);

        Assert.That(refusal.GetProperty("message").GetString(), Is.EqualTo("not allowed"));
        Assert.That(echo.GetProperty("args").GetRawText(), Is.EqualTo("""["é😀",{"$binary":"AQI="}]"""));
        Assert.That(answer.Single().GetRawText(), Is.EqualTo("""["heard",7]"""));
        if (peer.Link == Link.Upgrade)
        {
            await client.ExpectAsync("upgrade");
        }
    }
}
