using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>A client that ends by itself says so once, and what to do.</summary>
[Category("H7")]
internal sealed class EndReportTests : ClientTest
{
    private const int Ended = 438;

    [Test]
    public async Task A_disconnect_by_the_server_is_a_warning_with_what_to_do()
    {
        var server = await ConnectAsync();
        server.Send("41");
        await Client.WaitAsync().Within();

        Assert.That(Log.Of(Ended), Is.EqualTo(new[] { LogLevel.Warning }));
        Assert.That(
            Log.Of(LogLevel.Warning),
            Has.One.Contains("ServerDisconnect").And.Contains("the server asked for it").And.Contains("ConnectAsync").And.EndsWith("with Reconnection.AfterServerDisconnect = true."));
    }

    [Test]
    public async Task A_loss_without_reconnection_is_one_too()
    {
        Options.Reconnection.Enabled = false;
        var server = await ConnectAsync();
        server.Close();
        await Client.WaitAsync().Within();

        Assert.That(Log.Of(Ended), Is.EqualTo(new[] { LogLevel.Warning }));
        Assert.That(Log.Of(LogLevel.Warning), Has.One.Contains("TransportClose").And.EndsWith("with Reconnection.Enabled = true."));
    }

    [Test]
    public async Task A_disconnect_by_the_server_without_reconnection_names_both_options()
    {
        Options.Reconnection.Enabled = false;
        var server = await ConnectAsync();
        server.Send("41");
        await Client.WaitAsync().Within();

        Assert.That(Log.Of(LogLevel.Warning), Has.One.EndsWith("with Reconnection.Enabled = true and Reconnection.AfterServerDisconnect = true."));
    }

    [Test]
    public async Task A_disconnect_of_ones_own_is_none()
    {
        await ConnectAsync();
        await Clock.RunUntilAsync(Client.DisconnectAsync());

        Assert.That(Log.Of(LogLevel.Warning), Is.Empty);
    }

    [Test]
    public async Task Nor_is_a_loss_that_a_reconnection_follows()
    {
        var server = await ConnectAsync();
        server.Close();
        await UntilStateAsync(ClientState.Reconnecting);

        Assert.That(Log.Of(Ended), Is.Empty);
    }

    [Test]
    public async Task Where_there_is_a_host_that_says_it()
    {
        Options.IsHosted = true;
        var server = await ConnectAsync();
        server.Send("41");
        await Client.WaitAsync().Within();

        Assert.That(Log.Of(Ended), Is.Empty);
    }

    [Test]
    public async Task A_client_that_gives_up_names_the_loss_of_the_connection_and_no_namespace()
    {
        Options.Reconnection.MaxAttempts = 1;
        Options.ConfigureReconnection = _ => { }; // gives up at once
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Client.StateChanged += (_, change) =>
        {
            if (change.Current == ClientState.Disconnected)
                ended.TrySetResult(Client.Status.LastFailure ?? "");
        };
        var server = await ConnectAsync("/chat");
        server.Close();

        Assert.That(await ended.Task.Within(), Does.Contain("The connection was lost: the server closed the transport").And.Not.Contains("'/'"));
        Assert.That(Log.Of(Ended), Is.Empty, "406 says it");
    }
}
