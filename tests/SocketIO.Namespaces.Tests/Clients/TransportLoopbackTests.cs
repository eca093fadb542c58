using System.Collections.Concurrent;
using System.Net.Sockets;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Tests.Testing;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>What has to hold whatever the way to the server.</summary>
[TestFixture(TransportKind.WebSocket)]
[TestFixture(TransportKind.Polling)]
[TestFixture(TransportKind.Polling, TransportKind.WebSocket)]
public sealed class TransportLoopbackTests(params TransportKind[] transports)
{
    private SocketIOTestServer _server = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await SocketIOTestServer.StartAsync(options => options.MaxPayload = 100_000_000);
        _server.Of("/").On("echo", (string text) => text);
        _server.Of("/").On("echo bytes", (byte[] first, byte[] second, byte[] third) => (third, first, second));
    }

    [OneTimeTearDown]
    public async Task Stop() => await _server.DisposeAsync();

    [Test]
    [Category("M3")]
    [Category("scenario-6")]
    public async Task Headers_arrive_once_after_several_connections_too()
    {
        await using var client = CreateClient(options =>
        {
            options.Headers["User-Agent"] = "interop/1.0 (tests)";
            options.Headers["X-Custom-Header"] = "custom value";
        });
        await client.ConnectAsync(_server.Url).Within();
        for (var i = 0; i < 3; i++)
        {
            var before = client.GetSid();
            await client.ReconnectAsync().Within();
            Assert.That(client.GetSid(), Is.Not.EqualTo(before));
        }

        await client.CallAsync<string>("echo", "here").Within();
        var seen = _server.Of("/").Clients.Single(peer => peer.Sid == client.GetSid());

        Assert.That(seen.Headers["user-agent"], Is.EqualTo("interop/1.0 (tests)"));
        Assert.That(seen.Headers["x-custom-header"], Is.EqualTo("custom value"));
    }

    [TestCase("http")]
    [TestCase("ws")]
    [Category("scenario-7")]
    public async Task A_server_may_be_named_by_the_scheme_of_either_transport(string scheme)
    {
        await using var client = CreateClient();

        await client.ConnectAsync(new UriBuilder(_server.Url) { Scheme = scheme }.Uri).Within();

        Assert.That(await client.CallAsync<string>("echo", "here").Within(), Is.EqualTo("here"));
    }

    [TestCase(10_000)]
    [TestCase(100_000)]
    [TestCase(10_000_000)]
    [Category("S9")]
    [Category("scenario-12")]
    public async Task Long_texts_pass_both_ways(int length)
    {
        await using var client = CreateClient();
        await client.ConnectAsync(_server.Url).Within();
        var text = string.Create(length, 0, (characters, _) =>
        {
            for (var i = 0; i < characters.Length; i++)
                characters[i] = (i % 97) switch { 0 => 'é', 1 => '\n', 2 => '世', _ => (char)('a' + (i % 26)) };
        });

        var echo = await client.CallAsync<string>("echo", text).Within();

        Assert.That(string.Equals(echo, text, StringComparison.Ordinal), Is.True);
    }

    [Test]
    [Category("S10")]
    [Category("scenario-26")]
    public async Task Large_packets_of_many_tasks_are_not_mixed_up()
    {
        await using var client = CreateClient();
        await client.ConnectAsync(_server.Url).Within();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(task => Task.Run(async () =>
        {
            for (var i = 0; i < 4; i++)
            {
                var text = new string((char)('a' + task), 70_000 + i);
                byte[][] parts = [.. Enumerable.Range(0, 3).Select(part => Enumerable.Repeat((byte)((16 * task) + (4 * i) + part), 66_000 + task).ToArray())];

                var echo = client.CallAsync<string>("echo", text);
                var (third, first, second) = await client.CallAsync<(byte[], byte[], byte[])>("echo bytes", (parts[0], parts[1], parts[2])).Within();

                Assert.That(await echo.Within() == text, Is.True);
                Assert.That(first.AsSpan().SequenceEqual(parts[0]) && second.AsSpan().SequenceEqual(parts[1]) && third.AsSpan().SequenceEqual(parts[2]), Is.True);
            }
        })));
    }

    [Test]
    [Category("M1")]
    public async Task Each_connection_begins_as_the_options_say_and_they_stay_as_they_are()
    {
        SocketIOClientOptions options = null!;
        await using var client = CreateClient(given => options = given);
        await client.ConnectAsync(_server.Url).Within();
        for (var i = 0; i < 2; i++)
        {
            await Soon.UntilAsync(() => client.Transport == transports[^1]);
            await client.ReconnectAsync().Within();
            Assert.That(options.Transports, Is.EqualTo(transports));
            await client.CallAsync<string>("echo", "here").Within();
            Assert.That(_server.Of("/").Clients.Single(peer => peer.Sid == client.GetSid()).Query["transport"],
                Is.EqualTo(transports[0] == TransportKind.Polling ? "polling" : "websocket"));
        }
    }

    [Test]
    [Category("M18")]
    [Category("scenario-56")]
    public async Task Connections_give_their_sockets_back()
    {
        var sockets = new ConcurrentQueue<Socket>(); // held, so that no finalizer closes what was forgotten
        for (var i = 0; i < 20; i++)
        {
            await using var client = CreateClient(options => options.ConfigureHttpHandler = handler => handler.ConnectCallback = ConnectAsync);
            await client.ConnectAsync(_server.Url).Within();
            await client.CallAsync<string>("echo", "here").Within();
        }

        Assert.That(sockets, Has.Count.GreaterThanOrEqualTo(20));
        await Soon.UntilAsync(() => sockets.All(socket => socket.SafeHandle.IsClosed));

        async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            sockets.Enqueue(socket);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
    }

    private AsyncClient CreateClient(Action<SocketIOClientOptions>? configure = null) => new(options =>
    {
        foreach (var transport in transports)
            options.Transports.Add(transport);
        configure?.Invoke(options);
    });
}
