using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>TLS inside a proxy's tunnel, with proxy and certificate set once for both transports.</summary>
[TestFixture(TransportKind.Polling)]
[TestFixture(TransportKind.WebSocket)]
[Category("M14")]
[Category("M19")]
public sealed class SecureProxyTests(TransportKind transport)
{
    private const string Host = "server.test";

    private SocketIOTestServer _server = null!;
    private HttpProxy _proxy = null!;

    private string Url => $"https://{Host}:{_server.Url.Port}";

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await SocketIOTestServer.StartAsync(options => options.Certificate = SelfSigned());
        _server.Of("/").On("ack", (string text) => text);
        _proxy = new HttpProxy();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    [Category("scenario-52")]
    public async Task A_certificate_the_user_accepts_is_accepted_behind_the_proxy()
    {
        await using var client = CreateClient(handler => handler.SslOptions.RemoteCertificateValidationCallback =
            (_, _, _, errors) => errors == SslPolicyErrors.RemoteCertificateChainErrors);

        await client.ConnectAsync(Url).Within("the connection");

        Assert.That(await client.CallAsync<string>("ack", "all the way").Within("an answer"), Is.EqualTo("all the way"));
        Assert.That(client.Transport, Is.EqualTo(transport));
        Assert.That(_proxy.Requests, Is.All.EqualTo($"CONNECT {Host}:{_server.Url.Port}"));
        Assert.That(_proxy.Responses, Does.Not.Contain("\"sid\""));
    }

    [Test]
    [Category("scenario-52")]
    public async Task A_certificate_nobody_vouches_for_is_refused()
    {
        await using var client = CreateClient(_ => { });

        var error = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.ConnectAsync(Url).Within("the failure"));

        Assert.That(error!.Message, Does.Contain($"TLS with {Host}"));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }

    private AsyncClient CreateClient(Action<SocketsHttpHandler> configure) => new(options =>
    {
        options.Transports.Add(transport);
        options.ConfigureHttpHandler = handler =>
        {
            handler.Proxy = new WebProxy(_proxy.Url);
            configure(handler);
        };
    });
}
