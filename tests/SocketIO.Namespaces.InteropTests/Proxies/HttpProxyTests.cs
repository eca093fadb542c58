using System.Net;
using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>A client whose way to the server leads through an HTTP proxy, set once for both transports.</summary>
[TestFixture(Link.Polling)]
[TestFixture(Link.Upgrade)]
[TestFixture(Link.WebSocket)]
[Category("M14")]
public sealed class HttpProxyTests(Link link) : InteropTest(new Peer(ServerKind.Node, link))
{
    private string Host => $"server.test:{Server.Port}";

    [Test]
    [Category("scenario-51")]
    public async Task Polls_go_by_absolute_address_and_WebSockets_by_tunnel()
    {
        await using var proxy = new HttpProxy();
        var client = await ConnectThroughAsync(proxy);
        await SettleAsync(client);

        Assert.That(await client.CallAsync<string>("ack", "through the proxy").Within("an answer"), Is.EqualTo("through the proxy"));

        string[] polling = ["GET http://", "POST http://"], webSocket = ["CONNECT "];
        Assert.That(proxy.Requests.Select(request => request.Split(Host)[0]).Distinct(), Is.EquivalentTo(Peer.Link switch
        {
            Link.Polling => polling,
            Link.WebSocket => webSocket,
            _ => polling.Concat(webSocket),
        }));
        Assert.That(proxy.Responses, Does.Contain("""0{"sid":""").And.Contain("40{"));
    }

    [Test]
    public async Task A_proxy_that_wants_credentials_gets_them_for_both_transports()
    {
        await using var proxy = new HttpProxy { Authorization = "Basic dXNlcjpzZWNyZXQ=" };
        var client = await ConnectThroughAsync(proxy, new NetworkCredential("user", "secret"));
        await SettleAsync(client);

        Assert.That(await client.CallAsync<int>("ack", 1).Within("an answer"), Is.EqualTo(1));
    }

    [Test]
    [Category("M22")]
    public async Task A_proxy_that_lets_nobody_in_is_named_in_the_error()
    {
        await using var proxy = new HttpProxy { Authorization = "nobody's" };

        var error = await Assert.ThrowsAsync<SocketIOConnectException>(() => ConnectThroughAsync(proxy));

        Assert.That(error!.Message, Does.Contain("407").And.Contain("roxy"));
    }

    [Test]
    [Category("M1")]
    [Category("scenario-44")]
    public async Task Without_tunnels_polling_is_what_remains()
    {
        await using var proxy = new HttpProxy { RefusesTunnels = true };
        var client = await ConnectThroughAsync(proxy, configure: options =>
        {
            if (Peer.Link == Link.WebSocket)
            {
                options.Transports.Clear(); // WebSocket first, by default
            }
        });

        if (Peer.Link != Link.Polling)
        {
            await BecomesTrueAsync(() => proxy.Requests.Any(request => request.StartsWith("CONNECT", StringComparison.Ordinal)));
        }

        Assert.That(await client.CallAsync<int>("later", (100, 1)).Within("an answer"), Is.EqualTo(1));
        Assert.That(client.Transport, Is.EqualTo(TransportKind.Polling));
    }

    [Test]
    [Category("M1")]
    public async Task A_proxy_that_holds_responses_back_makes_polling_slow_and_loses_nothing()
    {
        const int Count = 500;
        await using var proxy = new HttpProxy { Buffering = TimeSpan.FromMilliseconds(100) };
        var numbers = new Recorder<int>("an event");
        var client = await ConnectThroughAsync(proxy);
        client.On("flood", (int number) => numbers.Add(number));

        await client.EmitAsync("flood", Count);
        for (var i = 0; i < Count; i++)
        {
            await client.EmitAsync("record", i);
        }

        Assert.That(await numbers.TakeAsync(Count), Is.EqualTo(Enumerable.Range(0, Count)));
        var received = await client.CallAsync<Received[]>("received").Within("what the server received");
        Assert.That(received.Select(record => record.Args[0].GetInt32()), Is.EqualTo(Enumerable.Range(0, Count)));
        Assert.That(proxy.MostPolls, Is.LessThanOrEqualTo(1));
    }

    private async Task<AsyncClient> ConnectThroughAsync(
        HttpProxy proxy, NetworkCredential? credentials = null, Action<SocketIOClientOptions>? configure = null)
    {
        var client = CreateClient(options =>
        {
            options.ConfigureHttpHandler = handler => handler.Proxy = new WebProxy(proxy.Url) { Credentials = credentials };
            configure?.Invoke(options);
        });
        await client.ConnectAsync($"http://{Host}").Within("the connection");
        return client;
    }

    private static async Task BecomesTrueAsync(Func<bool> fact)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!fact())
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
