using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SocketIO.Namespaces.InteropTests.Faults.Hostile;
using SocketIO.Namespaces.InteropTests.Faults.Watching;
using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>Servers that cannot prove who they are.</summary>
[Category("M19")]
[Category("M22")]
[Category("fault-12")]
internal sealed class TlsTests : FaultTest
{
    private readonly Authority _known = new("an authority this client knows");
    private readonly Authority _unknown = new("an authority nobody knows");

    [OneTimeTearDown]
    public void ReleaseAuthorities()
    {
        _known.Dispose();
        _unknown.Dispose();
    }

    [Test]
    public async Task A_server_with_a_proper_certificate_is_trusted([Values] TransportKind transport)
    {
        using var certificate = _known.Issue("localhost");
        await using var server = Serve(certificate);
        var client = CreateTrustingClient(transport);

        await client.Client.ConnectAsync(server.Url).Within("the connection");

        await client.HearsAsync();
    }

    [Test]
    public async Task A_server_that_proves_nothing_is_refused(
        [Values] TransportKind transport, [Values("expired", "of another host", "self-signed", "of an unknown authority")] string fault)
    {
        using var certificate = fault switch
        {
            "expired" => _known.Issue("localhost", validUntil: TimeProvider.System.GetUtcNow().AddHours(-1)),
            "of another host" => _known.Issue("other.example.com"),
            "self-signed" => Tests.TestDoubles.Certificates.CreateSelfSigned(),
            _ => _unknown.Issue("localhost"),
        };
        await using var server = Serve(certificate);
        var client = CreateTrustingClient(transport);

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.Client.ConnectAsync(server.Url).Within("the refusal"));

        Assert.That(Causes(failure), Has.Some.InstanceOf<AuthenticationException>());
        Assert.That(failure.Message, Does.Contain("TLS"));
        Assert.That(server.Dials, Is.Zero, "nothing was said to it");
    }

    [Test]
    public async Task A_server_that_speaks_outdated_TLS_alone_is_refused([Values("TLSv1", "TLSv1.1")] string version)
    {
        await using var server = await ServeOnNodeAsync(version);
        await AssertSpeaksAsync(version, server);
        var client = CreateTrustingClient(TransportKind.WebSocket);

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.Client.ConnectAsync($"https://localhost:{server.Port}").Within("the refusal"));

        Assert.That(Causes(failure), Has.Some.InstanceOf<AuthenticationException>());
        Assert.That(failure.Message, Does.Contain("TLS"));
    }

    [Test]
    public async Task A_server_that_speaks_one_version_of_TLS_is_served_by_it([Values("TLSv1.2", "TLSv1.3")] string version)
    {
        await using var server = await ServeOnNodeAsync(version);
        await AssertSpeaksAsync(version, server);
        var client = CreateTrustingClient(TransportKind.WebSocket);

        await client.Client.ConnectAsync($"https://localhost:{server.Port}").Within("the connection");

        await client.HearsAsync();
    }

    [Test]
    public async Task A_server_that_is_not_trusted_is_no_reason_to_hurry()
    {
        using var certificate = _unknown.Issue("localhost");
        await using var server = Serve(certificate);
        var client = CreateTrustingClient(TransportKind.WebSocket);
        ExpectError("PermanentFault");

        _ = client.Follow(client.Client.ConnectAsync(server.Url, retry: true), "the connect");

        await AssertWaitsForAMinuteAsync(client);
    }

    /// <summary>Sees that it is the version that is refused: a client that allows it gets through.</summary>
    private static async Task AssertSpeaksAsync(string version, ServerProcess server)
    {
        var script = $$"""
            const options = { port: {{server.Port}}, host: "localhost", minVersion: "{{version}}", maxVersion: "{{version}}", ciphers: "DEFAULT:@SECLEVEL=0", rejectUnauthorized: false };
            const socket = require("node:tls").connect(options, () => socket.end());
            """;
        Assert.That(await Requirements.FaultOfAsync(Requirements.Node, "-e", script), Is.Null);
    }

    private async Task<ServerProcess> ServeOnNodeAsync(string version)
    {
        using var certificate = _known.Issue("localhost");
        var pfx = Convert.ToBase64String(certificate.Export(X509ContentType.Pfx));
        return await ServerProcess.StartAsync(ServerKind.Node, ("TLS_PFX", pfx), ("TLS_VERSION", version));
    }

    private static HostileServer Serve(X509Certificate2 certificate) => new(new SslServerAuthenticationOptions { ServerCertificate = certificate });

    private static IEnumerable<Exception> Causes(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException) yield return exception;
    }

    private WatchedClient CreateTrustingClient(TransportKind transport) => CreateClient(options =>
    {
        options.Transports.Add(transport);
        options.ConfigureHttpHandler = handler => handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _known.Certificate },
            RevocationMode = X509RevocationMode.NoCheck,
        };
    });
}
