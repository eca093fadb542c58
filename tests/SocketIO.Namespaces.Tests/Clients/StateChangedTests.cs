using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>Whatever handlers of <see cref="AsyncClient.StateChanged"/> do, the client goes on.</summary>
[Category("M23")]
internal sealed class StateChangedTests : ClientTest
{
    [Test]
    public async Task A_handler_that_throws_is_logged_and_keeps_none_from_hearing()
    {
        Client.StateChanged += (_, _) => throw new InvalidOperationException("mine");
        Client.StateChanged += (sender, change) => Note($"{change.Current} of {(sender == Client ? "the client" : "another")}");
        await ConnectAsync();
        var reconnecting = Client.ReconnectAsync();
        await AcceptAsync();
        await reconnecting.Within();

        await UntilAsync(() => Notes.Count == 4);
        Assert.That(Notes, Is.EqualTo(new[] { "Connecting", "Connected", "Reconnecting", "Connected" }.Select(state => $"{state} of the client")));
        Assert.That(Log.Of(LogLevel.Error), Has.Count.EqualTo(4));
    }

    [Test]
    [Category("M3")]
    public async Task A_reconnection_ends_though_a_handler_throws()
    {
        Client.StateChanged += (_, _) => throw new InvalidOperationException("mine");
        var connecting = Client.ConnectAsync(Url, ["/", "/locked"], retry: true);
        await OpenAndRefuseAsync("a");
        await connecting.Within();
        var reconnecting = Client.ReconnectAsync();
        await OpenAndRefuseAsync("b");

        await reconnecting.Within();
    }

    [Test]
    public async Task A_handler_that_is_removed_hears_nothing_more()
    {
        Client.StateChanged += OnStateChanged;
        await ConnectAsync();
        Client.StateChanged -= OnStateChanged;
        await Client.DisconnectAsync().Within();

        Assert.That(Notes, Is.EqualTo(new[] { "Connecting", "Connected" }));

        void OnStateChanged(object? sender, ClientStateChangedEventArgs change) => Note(change.Current.ToString());
    }

    [Test]
    [Category("S23")]
    [Category("M18")]
    public async Task A_handler_may_wait_for_the_stop_that_it_asks_for(
        [Values] bool disposes,
        [Values(ClientState.Connecting, ClientState.Connected, ClientState.Reconnecting, ClientState.Disconnecting, ClientState.Disconnected)] ClientState state)
    {
        Client.StateChanged += (_, change) =>
        {
            if (change.Current == state)
                Note((disposes ? Client.DisposeAsync().AsTask() : Client.DisconnectAsync()).Wait(TimeSpan.FromSeconds(20)) ? "asked" : "hung");
        };

        var connecting = Client.ConnectAsync(Url);
        if (state == ClientState.Connecting)
        {
            await ThrownAsync<SocketIOConnectException>(() => connecting.Within());
        }
        else
        {
            var server = await AcceptAsync();
            await connecting.Within();
            if (state == ClientState.Reconnecting)
                server.Break();
            else if (state != ClientState.Connected)
                await Client.DisconnectAsync().Within();
            await server.ClientGone.Within();
        }

        await UntilStateAsync(disposes ? ClientState.Disposed : ClientState.Disconnected);
        Assert.That(Notes, Is.EqualTo(new[] { "asked" }));
        Assert.That(Network.Dials, Has.Count.LessThanOrEqualTo(1));
    }

    [Test]
    [Category("S23")]
    public async Task Work_that_a_handler_has_begun_waits_for_the_stop_as_any_other()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = Task.CompletedTask;
        Client.StateChanged += (_, change) =>
        {
            if (change.Current == ClientState.Connected)
                work = StopAsync();
        };
        await ConnectAsync();
        told.TrySetResult();
        await work.Within();

        Assert.That(Notes, Is.EqualTo(new[] { "Disconnected" }));

        async Task StopAsync()
        {
            await told.Task;
            await Client.DisconnectAsync();
            Note(Client.State.ToString());
        }
    }

    /// <summary>Joins <c>/</c>, and refuses <c>/locked</c> once the client knows.</summary>
    private async Task OpenAndRefuseAsync(string sid)
    {
        var server = await OpenAsync();
        await server.ReceiveAsync();
        await server.ReceiveAsync();
        server.Send($$"""40{"sid":"{{sid}}"}""");
        await UntilAsync(() => Client.GetSid() == sid);
        server.Send("""44/locked,{"message":"no"}""");
    }
}
