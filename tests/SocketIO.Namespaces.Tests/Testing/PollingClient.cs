using System.Net;
using System.Text;
using System.Text.Json;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

/// <summary>Long polling by hand.</summary>
internal sealed class PollingClient : IDisposable
{
    private readonly HttpClient _http;

    private PollingClient(HttpClient http, string sid)
    {
        _http = http;
        Sid = sid;
    }

    public string Sid { get; }

    public static async Task<PollingClient> ConnectAsync(SocketIOTestServer server)
    {
        var http = new HttpClient { BaseAddress = server.Url, Timeout = Soon.Patience };
        var handshake = await http.GetStringAsync("/socket.io/?EIO=4&transport=polling");
        return new PollingClient(http, JsonElement.Parse(handshake[1..]).GetProperty("sid").GetString()!);
    }

    /// <summary>Connects, and joins a namespace.</summary>
    public static async Task<PollingClient> JoinAsync(SocketIOTestServer server, string path = "/")
    {
        var client = await ConnectAsync(server);
        await client.PostAsync(path == "/" ? "40" : $"40{path},");
        Assert.That(await client.GetAsync(), Does.StartWith("40"));
        return client;
    }

    public Uri Address(string transport) => new(_http.BaseAddress!, $"/socket.io/?EIO=4&transport={transport}&sid={Sid}");

    public async Task<string> GetAsync(CancellationToken cancellationToken = default)
    {
        using var response = await RequestAsync(cancellationToken);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    public Task<HttpResponseMessage> RequestAsync(CancellationToken cancellationToken = default)
        => _http.GetAsync(Address("polling"), cancellationToken);

    public async Task PostAsync(string body)
    {
        using var response = await PostAsync(new StringContent(body, Encoding.UTF8, "text/plain"));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("ok"));
    }

    public Task<HttpResponseMessage> PostAsync(HttpContent body) => _http.PostAsync(Address("polling"), body);

    public void Dispose() => _http.Dispose();
}
