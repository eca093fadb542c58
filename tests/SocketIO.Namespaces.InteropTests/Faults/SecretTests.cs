using SocketIO.Namespaces.InteropTests.Faults.Hostile;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>What must not be shown, and what must not be smuggled. That no secret gets into a log or an exception, every fault test sees; these provoke it.</summary>
[Category("M19")]
internal sealed class SecretTests : FaultTest
{
    [Test]
    [Category("fault-74")]
    public async Task A_refused_request_shows_no_secret([Values] TransportKind transport, [Values(301, 400, 401, 403, 500)] int status)
    {
        await using var server = new HostileServer { Otherwise = dial => dial.Request.RespondAsync("<no>", status, $"Location: /?token={Canary.Value}\r\nSet-Cookie: a={Canary.Value}\r\n") };
        var client = CreateClient(options => options.Transports.Add(transport));

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.Client.ConnectAsync(server.Url));

        AssertShowsNoSecret(client.Client, failure);
    }

    [Test]
    [Category("fault-74")]
    public async Task An_unreachable_server_shows_no_secret()
    {
        var client = CreateClient();

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.Client.ConnectAsync($"http://nobody.invalid/?token={Canary.Value}"));

        AssertShowsNoSecret(client.Client, failure);
    }

    [Test]
    [Category("fault-75")]
    public async Task A_header_that_would_begin_another_is_refused_unsent(
        [Values("x\r\nEvil: 1", "x\nEvil: 1", "x\rEvil: 1", "x\0")] string value, [Values] TransportKind transport)
    {
        await using var server = new HostileServer();
        var client = CreateClient(options =>
        {
            options.Transports.Add(transport);
            options.HeadersProvider = _ => new(new Dictionary<string, string> { ["X-Secret"] = Canary.Value + value });
        });

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.Client.ConnectAsync(server.Url));

        Assert.That(failure.InnerException, Is.TypeOf<ArgumentException>());
        Assert.That(failure.Message, Does.Contain("X-Secret"));
        Assert.That(server.Dials, Is.Zero);
        AssertShowsNoSecret(client.Client, failure);
    }

    [TestCase("x\r\nEvil: 1")]
    [TestCase("x\nEvil: 1")]
    [Category("fault-75")]
    public void A_header_among_the_options_that_would_begin_another_makes_no_client(string value)
    {
        var options = new SocketIOClientOptions { Headers = { ["X-Secret"] = Canary.Value + value } };

        Assert.That(() => new AsyncClient(options), Throws.ArgumentException.With.Message.Contains("X-Secret").And.Message.Not.Contains(Canary.Value));
    }

    [Test]
    [Category("fault-75")]
    [Category("M3")]
    public async Task Queries_and_names_arrive_as_they_were_given([Values] TransportKind transport)
    {
        const string Odd = "a b&c=d#e%20\r\n\u0001\u001e\"\\é😀";
        string? query = null;
        await using var server = new HostileServer(dial =>
        {
            query = dial.Request.Query("odd & name");
            return dial.BehaveAsync();
        });
        var client = CreateClient(options =>
        {
            options.Transports.Add(transport);
            options.Query["odd & name"] = Odd;
        });
        await client.Client.ConnectAsync(server.Url).Within("the connection");

        Assert.That(await client.Client.CallAsync<string>(Odd, Odd).Within("the answer"), Is.EqualTo("answer"));
        Assert.That(query, Is.EqualTo(Odd));
        await client.HearsAsync();
    }

    private static void AssertShowsNoSecret(AsyncClient client, Exception failure)
    {
        Assert.That(failure.ToString(), Does.Not.Contain(Canary.Value));
        Assert.That(client.ToString(), Does.Not.Contain(Canary.Value));
    }
}
