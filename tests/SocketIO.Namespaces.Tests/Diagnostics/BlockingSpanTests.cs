using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Diagnostics;

/// <summary>The client that blocks makes the same spans.</summary>
[Category("H7")]
public sealed class BlockingSpanTests
{
    [Test]
    public async Task What_a_blocking_handler_calls_is_its_child()
    {
        using var spans = new RecordedSpans("SocketIO.Namespaces");
        var answered = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await SocketIOTestServer.StartAsync();
        server.Of("/").On("ask", () => 42);
        using var client = new Client(options => options.Url = server.Url);
        client.On("begin", () => answered.TrySetResult(client.Call<int>("ask")));
        client.Connect();

        await server.Of("/").WaitForClientAsync();
        await server.Of("/").EmitAsync("begin");
        Assert.That(await answered.Task.Within(), Is.EqualTo(42));
        client.Dispose(); // waits for the handler

        var handler = spans.Ended.Single(span => span.DisplayName == "process begin");
        Assert.That(spans.Ended.Single(span => span.DisplayName == "call ask").ParentId, Is.EqualTo(handler.Id));
    }
}
