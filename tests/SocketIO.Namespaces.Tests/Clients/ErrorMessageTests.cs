using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>Messages say what to do, to whom it can be done.</summary>
internal sealed class ErrorMessageTests : ClientTest
{
    [Test]
    public async Task Without_a_connection_the_caller_is_to_connect() =>
        Assert.That((await FailedEmitAsync()).Message, Is.EqualTo("The client is not connected: call ConnectAsync first."));

    [Test]
    [Category("H5")]
    public async Task But_a_hosted_client_is_its_hosts_to_connect()
    {
        Options.IsHosted = true;

        Assert.That((await FailedEmitAsync()).Message, Does.Contain("start the host first").And.Not.Contains("ConnectAsync"));
        Assert.That((await ThrownAsync<InvalidOperationException>(() => Client.ReconnectAsync())).Message, Does.Contain("start the host first"));

        await ConnectAsync();
        Assert.That(
            (await ThrownAsync<NamespaceNotConnectedException>(() => Client.Of("/chat").EmitAsync("hello").AsTask())).Message,
            Does.Contain("SocketIOClientOptions.Namespaces").And.Contains("JoinAsync").And.Not.Contains("ConnectAsync"));

        await Clock.RunUntilAsync(Client.DisconnectAsync());
        Assert.That((await FailedEmitAsync()).Message, Does.Contain("its host has stopped").And.Not.Contains("ConnectAsync"));
    }

    [Test]
    [Category("M2")]
    public async Task A_call_that_is_not_acknowledged_names_what_may_be_the_cause()
    {
        await ConnectAsync();
        var call = Client.CallAsync("ask", data: null, TimeSpan.FromSeconds(2));
        await Clock.PassAsync(TimeSpan.FromSeconds(2));

        Assert.That(
            (await ThrownAsync<SocketIOTimeoutException>(() => call.Within())).Message,
            Does.Contain("within 2 s").And.Contains("no handler that acknowledges").And.Contains("AckTimeout"));
    }

    [Test]
    [Category("M2")]
    public async Task Forty_nine_days_are_not_too_long()
    {
        var server = await ConnectAsync();
        var call = Client.CallAsync<int>("ask", data: null, TimeSpan.FromDays(49));
        await server.ReceiveAsync();
        server.Send("430[1]");

        Assert.That(await call.Within(), Is.EqualTo(1));
    }

    [Test]
    [Category("M15")]
    public async Task A_buffered_emit_that_the_server_does_not_take_is_told_of_in_whole_sentences()
    {
        var connecting = Client.ConnectAsync(Url, retry: true);
        await Client.EmitAsync("upload", new string('x', 2000));
        var server = await Network.AcceptAsync();
        server.SendHandshake(pingInterval: 3_600_000, maxPayload: 1000);
        await JoinAsync(server, "/");
        await connecting.Within();

        await UntilAsync(() => Log.Of(415).Count == 1);
        Assert.That(Log.Of(Microsoft.Extensions.Logging.LogLevel.Warning), Has.One.EndsWith("maxHttpBufferSize).").And.Not.Contains(".."));
    }

    [Test]
    [Category("M16")]
    public void Data_for_which_there_is_no_array_is_refused_with_the_limit()
    {
        var buffer = new PayloadBuffer();

        Assert.That(() => { buffer.Advance(100); buffer.GetSpan(Array.MaxLength); }, Throws.ArgumentException.With.Message.Contains($"{Array.MaxLength} bytes").And.Message.Contains("in parts"));
    }

    private Task<SocketIODisconnectedException> FailedEmitAsync() => ThrownAsync<SocketIODisconnectedException>(() => Client.EmitAsync("hello").AsTask());
}
