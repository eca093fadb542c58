using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Tests.Clients;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Diagnostics;

/// <summary>An outage is one warning and one piece of good news in the log, however many attempts are in between.</summary>
[Category("H7")]
public sealed class OutageLogTests
{
    private const int Dialling = 402;
    private const int DialFailed = 403;
    private const int Connected = 404;
    private const int ConnectionLost = 405;

    [Test]
    public async Task A_loss_is_told_once_attempts_at_debug_and_the_return_once()
    {
        var log = new TestLog();
        await using var server = await SocketIOTestServer.StartAsync();
        await using var client = new AsyncClient(options =>
        {
            options.Url = server.Url;
            options.LoggerFactory = log;
            options.Reconnection.Delay = TimeSpan.FromMilliseconds(1);
            options.Reconnection.MaxDelay = TimeSpan.FromMilliseconds(1);
        });
        await client.ConnectAsync();
        var atFirst = log.Of(Connected);

        await server.StopListeningAsync();
        await server.DropConnectionsAsync();
        await Soon.UntilAsync(() => log.Of(DialFailed).Count >= 3);
        await server.RestartAsync();
        await Soon.UntilAsync(() => client.State == ClientState.Connected && log.Of(Connected).Count > 1);

        Assert.That(atFirst, Is.EqualTo(new[] { LogLevel.Information }));
        Assert.That(log.Of(ConnectionLost), Is.EqualTo(new[] { LogLevel.Warning }));
        Assert.That(log.Of(DialFailed), Is.All.EqualTo(LogLevel.Debug));
        Assert.That(log.Of(Dialling), Is.EqualTo(Enumerable.Repeat(LogLevel.Debug, log.Of(DialFailed).Count + 2)));
        Assert.That(log.Of(Connected), Is.EqualTo(new[] { LogLevel.Information, LogLevel.Information }));
        Assert.That(log.Of(LogLevel.Error), Is.Empty);
    }

    [Test]
    public async Task A_loss_is_told_with_its_cause_even_if_no_exception_made_it()
    {
        var log = new TestLog();
        await using var server = await SocketIOTestServer.StartAsync();
        await using var client = new AsyncClient(options => options.LoggerFactory = log);
        await client.ConnectAsync(server.Url);

        await server.CloseConnectionsAsync();
        await Soon.UntilAsync(() => log.Of(ConnectionLost).Count == 1);

        Assert.That(log.Of(LogLevel.Warning), Has.One.EqualTo("The connection was lost (TransportClose): the server closed the transport. Reconnecting."));
    }
}
