using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Transports;

[TestFixture(TransportKind.WebSocket)]
[TestFixture(TransportKind.Polling)]
public sealed class HttpTransportConnectorTests(TransportKind kind)
{
    [Test]
    [Category("M19")]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_for_good()
    {
        using var certificate = Certificates.CreateSelfSigned();
        await using var server = new ScriptedServer(certificate);
        using var connector = HttpTransportConnector.Create(new());
        var exception = (await Assert.CatchAsync<TransportException>(() => ConnectAsync(connector, server.Url).Within()))!;

        Assert.That(exception.Message, Does.StartWith($"TLS with localhost:{server.Port} failed"));
        Assert.That(exception.IsUnreachable, Is.True);
        Assert.That(exception.IsPermanent, Is.True);
        Assert.That(exception.InnerException!.InnerException, Is.InstanceOf<AuthenticationException>());
    }

    [TestCase("https")]
    [TestCase("wss")]
    public async Task TLS_works_with_what_the_handler_is_configured_to_trust(string scheme)
    {
        using var certificate = Certificates.CreateSelfSigned();
        await using var server = new ScriptedServer(certificate);
        var options = new SocketIOClientOptions
        {
            ConfigureHttpHandler = handler => handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented!.GetCertHashString() == certificate.GetCertHashString(),
        };
        using var connector = HttpTransportConnector.Create(options);
        var connecting = ConnectAsync(connector, new UriBuilder(server.Url) { Scheme = scheme }.Uri);
        var request = await server.NextAsync("GET");
        string[] texts = ["hello", new('x', 100_000), "", new('y', 16_384)];
        var serving = Task.Run(async () =>
        {
            if (kind == TransportKind.Polling)
            {
                await request.RespondAsync(string.Join('\u001e', texts.Select(text => "4" + text)));
            }
            else
            {
                var socket = await request.UpgradeAsync();
                foreach (var text in texts) await socket.SendTextAsync("4" + text);
                await socket.ReceiveMessageAsync();
            }
        });
        await using var transport = await connecting.Within();

        foreach (var text in texts) Assert.That(Packets.Show(await transport.ReceiveAsync(CancellationToken.None).Within()), Is.EqualTo("Message:" + text));
        if (kind == TransportKind.WebSocket)
        {
            await transport.WriteAsync(Packets.Control("4"), CancellationToken.None);
            await transport.FlushAsync(CancellationToken.None);
        }

        await serving.Within();
    }

    [Test]
    public async Task A_closed_port_is_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var connector = HttpTransportConnector.Create(new());
        var exception = (await Assert.CatchAsync<TransportException>(() => ConnectAsync(connector, new($"http://127.0.0.1:{port}/socket.io/?token=secret")).Within()))!;

        Assert.That(exception.IsUnreachable, Is.True);
        Assert.That(exception.IsPermanent, Is.False);
        Assert.That(exception.Message, Does.StartWith($"127.0.0.1:{port} could not be reached"));
        Assert.That(exception.ToString(), Does.Not.Contain("secret"));
    }

    [Test]
    public async Task A_name_that_does_not_resolve_is_unreachable()
    {
        using var connector = HttpTransportConnector.Create(new());
        var exception = (await Assert.CatchAsync<TransportException>(() => ConnectAsync(connector, new("http://nowhere.invalid/socket.io/")).Within()))!;

        Assert.That(exception.IsUnreachable, Is.True);
        Assert.That(exception.Message, Does.Contain("nowhere.invalid:80"));
    }

    [Test]
    public async Task A_connection_that_does_not_come_about_in_time_is_unreachable()
    {
        var options = new SocketIOClientOptions
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(50),
            ConfigureHttpHandler = handler => handler.ConnectCallback = async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return Stream.Null;
            },
        };
        using var connector = HttpTransportConnector.Create(options);

        Assert.That(() => ConnectAsync(connector, new("http://localhost/")).Within(),
            Throws.TypeOf<TransportException>().With.Property(nameof(TransportException.IsUnreachable)).True.And.Message.Contains("within 0.05 s (ConnectTimeout)"));
    }

    [TestCase("X-Name", "a\r\nX-Injected: b")]
    [TestCase("X-Name", "a\nb")]
    [TestCase("X-Na\r\nme", "a")]
    [TestCase("X Name", "a")]
    [TestCase("", "a")]
    [TestCase("Content-Length", "5")]
    [TestCase("upgrade", "h2c")]
    [TestCase("Sec-WebSocket-Extensions", "permessage-deflate")]
    [Category("M19")]
    public async Task A_header_that_cannot_be_sent_is_an_argument_error(string name, string value)
    {
        await using var server = new ScriptedServer();
        using var connector = HttpTransportConnector.Create(new());

        Assert.That(
            async () => await connector.ConnectAsync(kind, new(server.Url, new Dictionary<string, string> { [name] = value }), CancellationToken.None).Within(),
            Throws.ArgumentException.With.Message.Not.Contains("\n").And.Message.EndsWith("Remove it from Headers or HeadersProvider."));
        Assert.That(server.HasNext, Is.False);
    }

    [TestCase(-1, ExpectedResult = true)]
    [TestCase(0, ExpectedResult = true)]
    [TestCase(1, ExpectedResult = false)]
    [Category("M16")]
    public async Task<bool> Response_headers_up_to_the_limit_are_taken(int beyond)
    {
        const string Head = "HTTP/1.1 503 Whatever\r\nContent-Length: 0\r\nX-Large: \r\n\r\n";
        await using var server = new ScriptedServer();
        using var connector = HttpTransportConnector.Create(new() { Limits = { ResponseHeaderBytes = 2048 } });
        var connecting = ConnectAsync(connector, server.Url);
        var request = await server.NextAsync();
        await request.WriteAsync(Head.Replace("X-Large: ", "X-Large: " + new string('x', 2048 + beyond - Head.Length), StringComparison.Ordinal));
        try
        {
            await connecting.Within();
            throw new AssertionException("Status 503 is an error.");
        }
        catch (TransportException exception)
        {
            var isOver = exception.Message.Contains("Limits.ResponseHeaderBytes", StringComparison.Ordinal);
            Assert.That(exception.Message, isOver ? Does.Contain("headers") : Does.Contain("503"));
            return !isOver;
        }
    }

    [Test]
    [Category("M16")]
    public async Task A_flood_of_response_headers_is_refused()
    {
        await using var server = new ScriptedServer();
        using var connector = HttpTransportConnector.Create(new());
        var connecting = ConnectAsync(connector, server.Url);
        var request = await server.NextAsync();
        var serving = request.RespondAsync("", headers: $"X-Large: {new string('x', 1_000_000)}\r\n");

        Assert.That(async () => await connecting.Within(), Throws.TypeOf<TransportException>());
        await serving.ContinueWith(served => served.Exception, TaskScheduler.Default).Within();       // cut off or not
    }

    [Test]
    public async Task Disposing_the_connector_disposes_its_handler()
    {
        var connector = HttpTransportConnector.Create(new());
        connector.Dispose();

        Assert.That(async () => await ConnectAsync(connector, new("http://localhost/")), Throws.InstanceOf<ObjectDisposedException>());
        await Task.CompletedTask;
    }

    private async Task<ITransport> ConnectAsync(HttpTransportConnector connector, Uri url)
        => await connector.ConnectAsync(kind, new(url, new Dictionary<string, string>()), CancellationToken.None);
}
