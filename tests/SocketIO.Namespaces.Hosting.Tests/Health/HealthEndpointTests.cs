using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace SocketIO.Namespaces.Hosting.Tests.Health;

/// <summary>What an ASP.NET Core application's health endpoints answer.</summary>
[Category("H6")]
public sealed class HealthEndpointTests
{
    private readonly FakeTimeProvider _clock = new();
    private SocketIOTestServer _server = null!;
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    private AsyncClient Client => _app.Services.GetRequiredService<AsyncClient>();

    [SetUp]
    public async Task StartServerAsync() => _server = await SocketIOTestServer.StartAsync();

    [TearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task A_connected_client_is_healthy()
    {
        await StartAsync();
        await Client.UntilAsync(ClientState.Connected);

        Assert.That(await GetAsync("/ready"), Is.EqualTo((HttpStatusCode.OK, "socketio: Healthy, Connected.")));
        Assert.That(await GetAsync("/socketio"), Is.EqualTo((HttpStatusCode.OK, "socketio: Healthy, Connected.")));
        Assert.That(await GetAsync("/live"), Is.EqualTo((HttpStatusCode.OK, "")));
    }

    [Test]
    public async Task A_client_that_has_lost_its_server_is_degraded_and_after_a_while_unhealthy()
    {
        await StartAsync();
        await Client.UntilAsync(ClientState.Connected);
        await _server.StopListeningAsync();
        await _server.DropConnectionsAsync();
        await Client.UntilAsync(ClientState.Reconnecting);

        (HttpStatusCode status, string body) = await GetAsync("/ready");
        _clock.Advance(TimeSpan.FromSeconds(29));
        (HttpStatusCode laterStatus, string laterBody) = await GetAsync("/ready");
        _clock.Advance(TimeSpan.FromSeconds(1));
        (HttpStatusCode lastStatus, string lastBody) = await GetAsync("/ready");

        Assert.That((status, laterStatus, lastStatus), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable)));
        Assert.That(body, Does.StartWith("socketio: Degraded, Reconnecting for 0 s."));
        Assert.That(laterBody, Does.StartWith("socketio: Degraded, Reconnecting for 29 s."));
        Assert.That(lastBody, Does.StartWith("socketio: Unhealthy, Reconnecting for 30 s."));
        Assert.That((await GetAsync("/live")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_refused_namespace_is_named()
    {
        _server.Refuse("/locked", "not allowed");
        await StartAsync(options => options.Namespaces.Add("/locked"));
        await Client.UntilAsync(ClientState.Connected);

        (HttpStatusCode status, string body) = await GetAsync("/ready");

        Assert.That((status, body), Is.EqualTo((HttpStatusCode.OK, "socketio: Degraded, Connected, but the server refuses /locked.")));
    }

    [Test]
    public async Task The_check_reads_what_the_client_knows_and_sends_nothing()
    {
        await StartAsync();
        await Client.UntilAsync(ClientState.Connected);
        int spans = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "SocketIO.Namespaces",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = _ => Interlocked.Increment(ref spans),
        };
        ActivitySource.AddActivityListener(listener);
        int connections = _server.Connections;

        for (int i = 0; i < 10; i++)
            await GetAsync("/ready");

        Assert.That((spans, _server.Connections, _server.Of("/").Received.Count), Is.EqualTo((0, connections, 0)));
    }

    private async Task StartAsync(Action<SocketIOClientOptions>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSocketIOClient(options =>
        {
            options.Url = _server.Url;
            options.TimeProvider = _clock;
            configure?.Invoke(options);
        });
        builder.Services.AddHealthChecks().AddSocketIOClient(unhealthyAfter: TimeSpan.FromSeconds(30));
        _app = builder.Build();
        _app.MapHealthChecks("/ready", WithTag("ready"));
        _app.MapHealthChecks("/socketio", WithTag("socketio"));
        _app.MapHealthChecks("/live", WithTag("live"));
        await _app.StartAsync().WaitAsync(TestHost.Patience);
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()), Timeout = TestHost.Patience };
    }

    private static HealthCheckOptions WithTag(string tag) => new()
    {
        Predicate = check => check.Tags.Contains(tag),
        ResponseWriter = static (context, report) => context.Response.WriteAsync(Describe(report)),
    };

    private static string Describe(HealthReport report)
        => string.Join(Environment.NewLine, report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Status}, {entry.Value.Description}"));

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using HttpResponseMessage response = await _http.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
