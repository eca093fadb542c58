namespace SocketIO.Namespaces.InteropTests;

[TestFixtureSource(typeof(Peer), nameof(Peer.OfSocketIO4))]
[Category("M3")]
public sealed class AuthTests(Peer peer) : InteropTest(peer)
{
    [Test]
    public async Task The_auth_payload_reaches_each_namespace()
    {
        var client = CreateClient(options => options.Auth = new { token = "tökén", roles = new[] { 1, 2 } });
        await ConnectAsync(client, "/chat");

        ServerInfo[] infos = [await InfoAsync(client), await InfoAsync(client.Of("/chat"))];

        Assert.That(infos.Select(info => info.Auth.GetProperty("token").GetString()), Is.All.EqualTo("tökén"));
        Assert.That(infos.Select(info => info.Auth.GetProperty("roles")[1].GetInt32()), Is.All.EqualTo(2));
    }

    [Test]
    public async Task The_auth_provider_is_asked_for_each_namespace()
    {
        var client = CreateClient(options =>
            options.AuthProvider = (context, _) => ValueTask.FromResult<object?>(new { path = context.Namespace, attempt = context.Attempt }));
        await ConnectAsync(client, "/chat");

        var chat = await InfoAsync(client.Of("/chat"));

        Assert.That(chat.Auth.GetProperty("path").GetString(), Is.EqualTo("/chat"));
        Assert.That(chat.Auth.GetProperty("attempt").GetInt32(), Is.EqualTo(1));
    }
}
