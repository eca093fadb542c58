using System.Diagnostics;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Tests.Testing;

namespace SocketIO.Namespaces.Tests.Clients.Synchronous;

/// <summary>The synchronous client where no thread of the pool is free, in a process of its own: <see cref="StarvedPool"/>.</summary>
[Category("S1")]
public sealed class StarvedPoolTests
{
    private SocketIOTestServer _server = null!;

    [SetUp]
    public async Task Start()
    {
        _server = await SocketIOTestServer.StartAsync();
        _server.Of("/").On("sum", (int a, int b) => a + b);
    }

    [TearDown]
    public async Task Stop() => await _server.DisposeAsync();

    [Test]
    public async Task Calls_succeed_if_the_pool_can_grow()
    {
        Assert.That(await RunAsync("growing"), Is.EqualTo(["sum 3", "end Disconnected"]));
    }

    [Test]
    public async Task Everything_ends_in_time_if_it_can_not_and_works_again_afterwards()
    {
        Assert.That(await RunAsync("full"), Is.EqualTo([
            "call: SocketIOTimeoutException",
            "delivery: ended",
            "connect: SocketIOConnectException",
            "connect again: SocketIOConnectException",
            "cancelled call: OperationCanceledException",
            "disconnect: ended",
            "state Disconnecting, Disconnected",
            "afterwards 3"]));
    }

    private async Task<string[]> RunAsync(string scenario)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "exec", typeof(StarvedPool).Assembly.Location, scenario, _server.Url.ToString() },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync().Within();
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
