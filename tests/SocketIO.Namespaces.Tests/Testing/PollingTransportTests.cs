using System.Net;
using System.Text;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing;

public sealed class PollingTransportTests
{
    [Test]
    public async Task A_get_is_held_until_there_is_something_to_send()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);

        var held = client.GetAsync();
        await client.PostAsync("42[\"ready\"]");
        await server.Of("/").ReceiveAsync("ready");
        Assert.That(held.IsCompleted, Is.False);

        await server.Of("/").EmitAsync("news", ("é", 1));
        Assert.That(await held.Within(), Is.EqualTo("""42["news","é",1]"""));
    }

    [Test]
    public async Task What_has_piled_up_goes_in_one_answer_in_order()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);

        for (var i = 0; i < 3; i++)
            await server.Of("/").EmitAsync("n", i);

        Assert.That(await client.GetAsync(), Is.EqualTo("42[\"n\",0]\u001e42[\"n\",1]\u001e42[\"n\",2]"));
    }

    [Test]
    public async Task Binary_values_travel_as_base64_both_ways()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);

        await client.PostAsync("451-[\"up\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID\u001e42[\"next\"]");
        var received = await server.Of("/").ReceiveAsync("up");
        await server.Of("/").ReceiveAsync("next");
        await server.Of("/").EmitAsync("down", received.Get<byte[]>(0));

        Assert.That(received.Get<byte[]>(0), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(received.Attachments.Single(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(await client.GetAsync(), Is.EqualTo("451-[\"down\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID"));
    }

    [Test]
    public async Task A_second_get_is_refused_and_closes_the_session()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);
        var joined = await server.Of("/").WaitForClientAsync();

        var requests = new[] { client.RequestAsync(), client.RequestAsync() };
        var responses = await Task.WhenAll(requests).Within();

        Assert.That(responses.Select(response => response.StatusCode), Is.EquivalentTo([HttpStatusCode.OK, HttpStatusCode.BadRequest]));
        Assert.That(await responses.Single(response => response.IsSuccessStatusCode).Content.ReadAsStringAsync(), Is.EqualTo("1"));
        Assert.That(await joined.WaitForDisconnectAsync(), Is.EqualTo(DisconnectReason.ParseError));
        Assert.That(server.Connections, Is.Zero);
    }

    [Test]
    public async Task A_second_post_is_refused_and_closes_the_session()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);
        var joined = await server.Of("/").WaitForClientAsync();
        using var slow = new SlowContent();

        var first = client.PostAsync(slow);
        await slow.Started.Within();
        var second = HttpStatusCode.OK;
        while (second == HttpStatusCode.OK) // until the first one has reached the server
        {
            using var response = await client.PostAsync(new StringContent("42[\"a\"]"));
            second = response.StatusCode;
        }

        slow.Finish();
        using var answer = await first.Within();

        Assert.That(second, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await joined.WaitForDisconnectAsync(), Is.EqualTo(DisconnectReason.ParseError));
    }

    [Test]
    public async Task A_get_that_the_client_gives_up_ends_the_session()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);
        var joined = await server.Of("/").WaitForClientAsync();
        using var cancellation = new CancellationTokenSource();

        var held = client.GetAsync(cancellation.Token);
        await client.PostAsync("42[\"ready\"]");
        await server.Of("/").ReceiveAsync("ready");
        await cancellation.CancelAsync();

        Assert.That(async () => await held, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await joined.WaitForDisconnectAsync(), Is.EqualTo(DisconnectReason.TransportError));
    }

    [TestCase("", Description = "no packet")]
    [TestCase("9", Description = "an unknown type of Engine.IO")]
    [TestCase("4", Description = "no packet of Socket.IO")]
    [TestCase("42{}", Description = "an event without a name")]
    [TestCase("2", Description = "a ping, which only servers send")]
    [TestCase("bAQID", Description = "an attachment of nothing")]
    [TestCase("40", Description = "a second CONNECT")]
    [TestCase("42/other,[\"a\"]", Description = "an event before CONNECT")]
    [TestCase("44{\"message\":\"no\"}", Description = "a refusal")]
    [TestCase("451-[\"a\",{\"_placeholder\":true,\"num\":0}]\u001e42[\"b\"]", Description = "text in place of an attachment")]
    public async Task What_is_not_Socket_IO_is_refused_and_closes_the_session(string body)
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);
        var joined = await server.Of("/").WaitForClientAsync();

        using var response = await client.PostAsync(new StringContent(body));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await joined.WaitForDisconnectAsync(), Is.EqualTo(DisconnectReason.ParseError));
        using var after = await client.RequestAsync();
        Assert.That(await after.Content.ReadAsStringAsync(), Does.Contain("Session ID unknown"));
    }

    [Test]
    [Category("M15")]
    public async Task A_body_over_the_limit_is_answered_413_and_closes_the_session()
    {
        await using var server = await SocketIOTestServer.StartAsync(options => options.MaxPayload = 100);
        using var client = await PollingClient.JoinAsync(server);

        await client.PostAsync($"42[\"{new string('a', 100 - 6)}\"]");
        using var response = await client.PostAsync(new StringContent($"42[\"{new string('a', 101 - 6)}\"]"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(server.Connections, Is.Zero);
    }

    [Test]
    public async Task A_binary_body_is_refused()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);
        using var body = new ByteArrayContent("42[\"a\"]"u8.ToArray());
        body.Headers.ContentType = new("application/octet-stream");

        using var response = await client.PostAsync(body);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_client_may_close()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);
        var joined = await server.Of("/").WaitForClientAsync();

        var held = client.GetAsync();
        await client.PostAsync("1");

        await held.Within();
        Assert.That(await joined.WaitForDisconnectAsync(), Is.EqualTo(DisconnectReason.TransportClose));
        Assert.That(server.Connections, Is.Zero);
    }

    [Test]
    public async Task A_server_that_closes_says_so_behind_what_was_emitted()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        using var client = await PollingClient.JoinAsync(server);

        await server.Of("/").EmitAsync("last");
        var closing = server.CloseConnectionsAsync();

        Assert.That(await client.GetAsync(), Is.EqualTo("42[\"last\"]\u001e1"));
        await closing.Within();
        Assert.That(server.Connections, Is.Zero);
    }

    /// <summary>A body that has begun and does not end until it is told to.</summary>
    private sealed class SlowContent : HttpContent
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => _started.Task;

        public void Finish() => _finished.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes("42[\"slow\"]"));
            await stream.FlushAsync();
            _started.TrySetResult();
            await _finished.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
