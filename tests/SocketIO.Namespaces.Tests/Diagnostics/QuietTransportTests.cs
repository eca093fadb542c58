using System.Diagnostics;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Diagnostics;

/// <summary>Polls and handshakes are the client's plumbing: they make no spans of their own, and send no trace headers.</summary>
[Category("H7")]
public sealed class QuietTransportTests
{
    [TestCase(TransportKind.WebSocket)]
    [TestCase(TransportKind.Polling)]
    [TestCase(TransportKind.Polling, TransportKind.WebSocket)]
    public async Task A_connection_makes_no_http_spans_and_sends_no_trace_headers(params TransportKind[] transports)
    {
        using var spans = new RecordedSpans("System.Net.Http", "SocketIO.Namespaces", "test");
        using var source = new ActivitySource("test");
        using var outer = source.StartActivity("outer");
        await using var server = await SocketIOTestServer.StartAsync();
        server.Of("/").On("ask", () => 1);
        await using var client = new AsyncClient(options =>
        {
            options.Url = server.Url;
            foreach (var transport in transports)
                options.Transports.Add(transport);
        });

        await client.ConnectAsync();
        await client.CallAsync("ask", null);
        var peer = await server.Of("/").WaitForClientAsync();
        while (peer.Transport != transports[^1])
            await client.CallAsync("ask", null);

        Assert.That(peer.Headers.Keys.Select(name => name.ToLowerInvariant()), Has.None.AnyOf("traceparent", "tracestate", "request-id", "baggage", "correlation-context"));
        Assert.That(spans.Ended.Select(span => span.Source.Name).Distinct(), Is.EqualTo(new[] { "SocketIO.Namespaces" }));
    }

    [Test]
    public async Task Who_wants_them_gets_them()
    {
        using var spans = new RecordedSpans("System.Net.Http", "SocketIO.Namespaces");
        await using var server = await SocketIOTestServer.StartAsync();
        await using var client = new AsyncClient(options =>
        {
            options.Url = server.Url;
            options.ConfigureHttpHandler = handler => handler.ActivityHeadersPropagator = DistributedContextPropagator.Current;
        });

        await client.ConnectAsync();
        var peer = await server.Of("/").WaitForClientAsync();

        var request = spans.Ended.Single(span => span.Source.Name == "System.Net.Http");
        Assert.That(request.ParentId, Is.EqualTo(spans.Ended.Single(span => span.DisplayName == "connect").Id));
        Assert.That(peer.Headers.Keys, Has.Some.EqualTo("traceparent").IgnoreCase);
    }
}
