using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>The server speaks another version of Engine.IO than the client is set to.</summary>
[TestFixtureSource(typeof(Peer), nameof(Peer.All))]
[Category("M13")]
[Category("M22")]
public sealed class VersionMismatchTests(Peer peer) : InteropTest(peer)
{
    [Test]
    [Repeat(3)]
    public async Task The_error_names_the_option_to_set([Values("/", "/chat")] string path)
    {
        var client = CreateClient(options =>
            options.EngineVersion = Peer.EngineVersion == EngineIOVersion.V3 ? EngineIOVersion.V4 : EngineIOVersion.V3);

        var exception = (await Assert.ThrowsAsync<SocketIOConnectException>(() => ConnectAsync(client, path)))!;

        Assert.That(exception.Message, Does.Contain($"set SocketIOClientOptions.EngineVersion to EngineIOVersion.{Peer.EngineVersion}."));
    }
}
