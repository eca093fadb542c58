using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>Credentials on their way to a server.</summary>
[Category("M19")]
internal sealed class CleartextTests : ClientTest
{
    [TestCase("http://chat.example.com")]
    [TestCase("ws://192.0.2.1:3000")]
    [TestCase("http://[2001:db8::1]/")]
    public async Task Authentication_over_plain_http_to_another_host_is_warned_of(string url)
    {
        Options.Auth = new { token = "secret" };

        await ConnectToAsync(url);

        Assert.That(Warnings(), Has.One.Items.And.All.Contains(new Uri(url).Host).And.All.Not.Contains("secret"));
    }

    [TestCase("Authorization")]
    [TestCase("cookie")]
    public async Task So_are_headers_that_authenticate(string header)
    {
        Options.Headers[header] = "secret";

        await ConnectToAsync("http://chat.example.com");

        Assert.That(Warnings(), Has.One.Items.And.All.Not.Contains("secret"));
    }

    [Test]
    public async Task It_is_said_once_per_client()
    {
        Options.Auth = new { token = "secret" };
        Options.Headers["Authorization"] = "secret";
        var server = await ConnectToAsync("http://chat.example.com");

        server.Close();
        await Clock.PassAsync(Options.Reconnection.Delay);
        await AcceptAsync();
        await UntilStateAsync(ClientState.Connected);

        Assert.That(Warnings(), Has.One.Items);
    }

    [TestCase("https://chat.example.com", true)]
    [TestCase("wss://chat.example.com", true)]
    [TestCase("http://localhost:3000", true)]
    [TestCase("http://127.0.0.1:3000", true)]
    [TestCase("http://[::1]:3000", true)]
    [TestCase("http://chat.example.com", false)]
    public async Task Nothing_is_said_where_nobody_can_listen_or_nothing_is_secret(string url, bool hasAuth)
    {
        Options.Auth = hasAuth ? new { token = "secret" } : null;

        await ConnectToAsync(url);

        Assert.That(Warnings(), Is.Empty);
    }

    private IEnumerable<string> Warnings() => Log.Of(LogLevel.Warning).Where(line => line.Contains("plain http", StringComparison.Ordinal));

    private async Task<TestDoubles.InMemoryServer> ConnectToAsync(string url)
    {
        var connecting = Client.ConnectAsync(url);
        var server = await AcceptAsync();
        await TestDoubles.Soon.Within(connecting);
        return server;
    }
}
