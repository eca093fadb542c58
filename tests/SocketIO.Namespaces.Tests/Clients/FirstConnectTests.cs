using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("M7")]
internal sealed class FirstConnectTests : ClientTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task A_failure_is_thrown_at_once()
    {
        Network.OnDial = (_, _, _) => new(new TransportException("refused"));
        var failure = await ThrownAsync<SocketIOConnectException>(() => Client.ConnectAsync(Url).Within());

        Assert.That(failure.Message, Does.Contain("refused"));
        Assert.That(Network.Dials, Has.Count.EqualTo(1));
        Assert.That(Client.State, Is.EqualTo(ClientState.Disconnected));
    }

    [Test]
    public async Task With_retry_it_keeps_trying_with_growing_waits()
    {
        Network.OnDial = (_, _, _) => new(new TransportException("refused"));
        var connecting = Client.ConnectAsync(Url, retry: true);
        foreach (var seconds in new[] { 1, 2, 4, 5, 5 })
            await Clock.PassAsync(TimeSpan.FromSeconds(seconds));
        await Clock.WaitForTimerAsync(TimeSpan.FromSeconds(5));
        Assert.That(Client.State, Is.EqualTo(ClientState.Connecting));

        Network.OnDial = (_, _, _) => default;
        await Clock.PassAsync(TimeSpan.FromSeconds(5));
        await AcceptAsync();
        await connecting.Within();
        Assert.That(Client.State, Is.EqualTo(ClientState.Connected));
    }

    [Test]
    [Category("H7")]
    public async Task Only_the_first_failure_of_a_client_that_keeps_trying_is_a_warning()
    {
        Network.OnDial = (_, _, _) => new(new TransportException("refused"));
        var connecting = Client.ConnectAsync(Url, retry: true);
        await Clock.PassAsync(Second);
        await Clock.WaitForTimerAsync(2 * Second);
        Assert.That(Log.Of(LogLevel.Warning), Has.Count.EqualTo(1).And.One.Contains("refused"));

        Network.OnDial = (_, _, _) => default;
        await Clock.PassAsync(2 * Second);
        await AcceptAsync();
        await connecting.Within();
    }

    [Test]
    public async Task A_failure_that_the_caller_is_told_of_is_no_warning()
    {
        Network.OnDial = (_, _, _) => new(new TransportException("refused"));
        await ThrownAsync<SocketIOConnectException>(() => Client.ConnectAsync(Url).Within());

        Assert.That(Log.Of(LogLevel.Warning), Is.Empty);
    }

    [Test]
    [Category("S23")]
    public async Task A_disconnect_during_a_dial_that_fails_is_told_as_such()
    {
        var dialled = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Network.OnDial = (_, _, _) => new(dialled.Task);
        var connecting = Client.ConnectAsync(Url, retry: true);
        await UntilAsync(() => Network.Dials.Count == 1);
        var disconnecting = Client.DisconnectAsync();
        dialled.TrySetResult(new TransportException("refused"));

        var failure = await ThrownAsync<SocketIOConnectException>(() => connecting.Within());
        Assert.That(failure.Message, Does.Contain("disconnected"));
        await disconnecting.Within();
    }

    [Test]
    [Category("M4")]
    public async Task A_pipeline_that_gives_up_ends_the_client_with_one_error_entry()
    {
        Options.ConfigureReconnection = pipeline => pipeline.AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 1, Delay = Second, BackoffType = DelayBackoffType.Constant });
        Network.OnDial = (_, _, _) => new(new TransportException("refused"));
        var connecting = Client.ConnectAsync(Url, retry: true);
        await Client.EmitAsync("waits");
        await Clock.PassAsync(Second);

        await ThrownAsync<SocketIOConnectException>(() => connecting.Within());
        Assert.That(await Client.WaitAsync().Within(), Is.EqualTo(DisconnectReason.ReconnectionFailed));
        Assert.That(Log.Of(LogLevel.Error), Has.Count.EqualTo(1));
        Assert.That(Log.Of(LogLevel.Warning), Has.One.Contains("1 emits"));
    }

    [Test]
    [Category("S17")]
    public async Task A_namespace_left_while_others_are_joined_hears_disconnect_and_the_server_too()
    {
        foreach (var moment in new[] { "connect", "disconnect" })
            Client.On(moment, () => Note(moment), "/a");
        var connecting = Client.ConnectAsync(Url, ["/a", "/b"], retry: true);
        var server = await OpenAsync();
        await JoinAsync(server, "/", "/a");
        await UntilNotedAsync("connect");
        await Clock.RunUntilAsync(Client.Of("/a").LeaveAsync());
        Assert.That(Notes, Is.EqualTo(new[] { "connect", "disconnect" }));

        var packets = new List<string> { await server.ReceiveAsync(), await server.ReceiveAsync() };
        Assert.That(packets, Is.EquivalentTo(new[] { "40/b,", "41/a," }));
        server.Send("""40/b,{"sid":"b"}""");
        await connecting.Within();
    }
}
