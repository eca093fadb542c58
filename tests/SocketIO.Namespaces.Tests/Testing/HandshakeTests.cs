using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

public sealed class HandshakeTests
{
    [Test]
    public async Task The_polling_handshake_says_what_the_options_say()
    {
        await using var server = await SocketIOTestServer.StartAsync(options =>
        {
            options.PingInterval = TimeSpan.FromSeconds(3);
            options.PingTimeout = TimeSpan.FromSeconds(2);
            options.MaxPayload = 1234;
        });
        using var http = new HttpClient { BaseAddress = server.Url };

        using var response = await http.GetAsync("/socket.io/?EIO=4&transport=polling");
        var text = await response.Content.ReadAsStringAsync();
        var handshake = JsonElement.Parse(text[1..]);

        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/plain; charset=UTF-8"));
        Assert.That(text, Does.StartWith("0{"));
        Assert.That(handshake.GetProperty("sid").GetString(), Has.Length.EqualTo(20));
        Assert.That(handshake.GetProperty("upgrades").GetRawText(), Is.EqualTo("""["websocket"]"""));
        Assert.That(handshake.GetProperty("pingInterval").GetInt32(), Is.EqualTo(3000));
        Assert.That(handshake.GetProperty("pingTimeout").GetInt32(), Is.EqualTo(2000));
        Assert.That(handshake.GetProperty("maxPayload").GetInt32(), Is.EqualTo(1234));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_handshake_offers_no_upgrade_where_there_is_none()
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.AllowUpgrades = false);
        using var http = new HttpClient { BaseAddress = server.Url };

        Assert.That(await http.GetStringAsync("/socket.io/?EIO=4&transport=polling"), Does.Contain("\"upgrades\":[]"));
        using var socket = await WebSocketClient.ConnectAsync(new Uri(server.Url, "/socket.io/?EIO=4&transport=websocket"));
        Assert.That(await socket.ReceiveAsync(), Does.Contain("\"upgrades\":[]"));
    }

    [TestCase("GET", "EIO=4", 0)]
    [TestCase("GET", "EIO=4&transport=webtransport", 0)]
    [TestCase("GET", "EIO=4&transport=polling&sid=unknown", 1)]
    [TestCase("POST", "EIO=4&transport=polling&sid=unknown", 1)]
    [TestCase("POST", "EIO=4&transport=polling", 2)]
    [TestCase("GET", "EIO=4&transport=websocket", 3)]
    [TestCase("GET", "EIO=3&transport=polling", 5)]
    [TestCase("GET", "transport=polling", 5)]
    public async Task A_wrong_request_is_answered_400_with_the_code_of_the_official_server(string method, string query, int code)
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Url };

        using var response = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/socket.io/?{query}"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("code").GetInt32(), Is.EqualTo(code));
        Assert.That(server.Connections, Is.Zero);
    }

    [Test]
    public async Task A_transport_that_is_not_allowed_is_unknown()
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.Transports.Remove(TransportKind.Polling));
        using var http = new HttpClient { BaseAddress = server.Url };

        using var response = await http.GetAsync("/socket.io/?EIO=4&transport=polling");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"code":0,"message":"Transport unknown"}"""));
    }

    [Test]
    public async Task Only_the_path_of_the_options_is_served()
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.Path = "/realtime");
        using var http = new HttpClient { BaseAddress = server.Url };

        using var other = await http.GetAsync("/socket.io/?EIO=4&transport=polling");

        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await http.GetStringAsync("/realtime/?EIO=4&transport=polling"), Does.StartWith("0{"));
        Assert.That(await http.GetStringAsync("/realtime?EIO=4&transport=polling"), Does.StartWith("0{"));
    }

    [Test]
    [Category("M14")]
    public async Task With_a_cookie_the_session_is_known_only_to_requests_that_bring_it()
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.CookieName = "io");
        using var sticky = new HttpClient { BaseAddress = server.Url };
        using var forgetful = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Url };

        using var handshake = await sticky.GetAsync("/socket.io/?EIO=4&transport=polling");
        var sid = JsonElement.Parse((await handshake.Content.ReadAsStringAsync())[1..]).GetProperty("sid").GetString();
        using var refused = await forgetful.PostAsync($"/socket.io/?EIO=4&transport=polling&sid={sid}", new StringContent("40"));
        using var taken = await sticky.PostAsync($"/socket.io/?EIO=4&transport=polling&sid={sid}", new StringContent("40"));

        Assert.That(handshake.Headers.GetValues("Set-Cookie").Single(), Is.EqualTo($"io={sid}; path=/; samesite=lax; httponly"));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("Session ID unknown"));
        Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Pages_of_other_origins_are_let_in_by_option()
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.AllowAnyOrigin = true);
        using var http = new HttpClient { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Add("Origin", "http://elsewhere.example");

        using var question = await http.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/socket.io/?EIO=4&transport=polling"));
        using var handshake = await http.GetAsync("/socket.io/?EIO=4&transport=polling");

        Assert.That(question.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(question.Headers.GetValues("Access-Control-Allow-Methods").Single(), Is.EqualTo("GET, POST"));
        Assert.That(handshake.Headers.GetValues("Access-Control-Allow-Origin").Single(), Is.EqualTo("http://elsewhere.example"));
    }

    [TestCase("/")]
    [TestCase("realtime/")]
    public async Task The_path_may_be_written_as_one_likes(string path)
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.Path = path);
        using var http = new HttpClient { BaseAddress = server.Url };

        Assert.That(await http.GetStringAsync($"/{path.TrimStart('/')}?EIO=4&transport=polling"), Does.StartWith("0{"));
    }

    [Test]
    public void Options_that_make_no_sense_are_refused()
    {
        Refuses(options => options.PingInterval = TimeSpan.Zero, "PingInterval");
        Refuses(options => options.WebSocketPingInterval = TimeSpan.Zero, "WebSocketPingInterval");
        Refuses(options => options.WaitTimeout = TimeSpan.Zero, "WaitTimeout");
        Refuses(options => options.MaxPayload = 0, "MaxPayload");
        Refuses(options => options.Namespaces.Add("chat"), "write '/chat'");

        static void Refuses(Action<SocketIOTestServerOptions> configure, string fault) =>
            Assert.That(() => SocketIOTestServer.StartAsync(configure), Throws.InstanceOf<ArgumentException>().With.Message.Contains(fault));
    }

    [Test]
    public async Task Waits_may_last_for_ever()
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.WaitTimeout = Timeout.InfiniteTimeSpan);
        var joined = server.Of("/").WaitForClientAsync();
        using var client = await WebSocketClient.JoinAsync(server);

        Assert.That((await joined.Within()).IsConnected);
    }

    [Test]
    public async Task A_certificate_makes_it_https()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = await SocketIOTestServer.StartAsync(options => options.Certificate = certificate);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, found, _, _) => found?.GetCertHashString() == certificate.GetCertHashString();
        using var http = new HttpClient(handler) { BaseAddress = server.Url };

        Assert.That(server.Url.Scheme, Is.EqualTo("https"));
        Assert.That(await http.GetStringAsync("/socket.io/?EIO=4&transport=polling"), Does.StartWith("0{"));
    }

    [Test]
    public async Task The_environment_of_the_process_is_not_heeded()
    {
        var before = Environment.GetEnvironmentVariable("ASPNETCORE_URLS");
        Environment.SetEnvironmentVariable("ASPNETCORE_URLS", "http://127.0.0.1:1");
        try
        {
            await using var server = await SocketIOTestServer.StartAsync();
            Assert.That(server.Url.Port, Is.GreaterThan(1));
        }
        finally
        {
            Environment.SetEnvironmentVariable("ASPNETCORE_URLS", before);
        }
    }
}
