using System.Text.Json;
using SocketIO.Namespaces.InteropTests.Faults.Watching;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>Answers to a CONNECT.</summary>
[Category("M22")]
[Category("fault-21")]
internal sealed class RefusalTests : FaultTest
{
    [TestCase("""44/chat,{"message":"no","data":{"code":7}}""", "no", """{"code":7}""")]
    [TestCase("""44/chat,"no" """, "no", null)]
    [TestCase("44/chat,", "The server refused without saying why.", null)]
    [TestCase("""44/chat,{"message":{"not":"text"}}""", "The server refused without saying why.", null)]
    public async Task A_refusal_tells_why_and_other_namespaces_live(string refusal, string message, string? data)
    {
        var errors = new Recorder<ConnectError>("connect_error");
        await using var server = RefuseChatWith(refusal);
        var client = CreateClient();
        client.Client.On("connect_error", (ConnectError error) => errors.Add(error), "/chat");
        await client.Client.ConnectAsync(server.Url, ["/"]).Within("the connection");

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.Client.JoinAsync("/chat"));

        var error = await errors.NextAsync();
        Assert.That(error.Message, Is.EqualTo(message));
        Assert.That(error.IsRefusal, Is.True);
        Assert.That(error.Data is { } given ? given.GetRawText() : null, Is.EqualTo(data));
        Assert.That(failure.Errors["/chat"].Message, Is.EqualTo(message));
        await client.HearsAsync();
        Assert.That(server.Dials, Is.EqualTo(1));
    }

    [TestCase("""44/chat,{"message":"\ud800"}""")]
    [TestCase("""44/chat,"\ud800" """)]
    [TestCase("""40/chat,{"sid":"\ud800"}""")]
    [TestCase("""40/chat,{"sid":"x","pid":"\udc00"}""")]
    [Category("fault-40")]
    public async Task An_answer_that_is_none_ends_the_connection_and_the_client_returns(string answer)
    {
        await using var server = RefuseChatWith(answer);
        var client = CreateClient();
        await client.Client.ConnectAsync(server.Url, ["/"]).Within("the connection");
        var join = client.Follow(client.Client.JoinAsync("/chat"), "the join");

        Assert.That(await client.Disconnects.NextAsync(), Is.EqualTo(DisconnectReason.ParseError));
        await Assert.ThrowsAsync<SocketIODisconnectedException>(() => join);
        await client.HearsAsync();
    }

    [TestCase("40/chat,")]
    [TestCase("40/chat,{}")]
    [TestCase("""40/chat,{"sid":5}""")]
    public async Task An_answer_without_a_session_is_taken_for_that_of_an_older_server(string answer)
    {
        await using var server = RefuseChatWith(answer);
        var client = CreateClient();
        await client.Client.ConnectAsync(server.Url, ["/"]).Within("the connection");
        var join = client.Follow(client.Client.JoinAsync("/chat"), "the join");

        Assert.That(await client.Disconnects.NextAsync(), Is.EqualTo(DisconnectReason.ParseError));
        var failure = await Assert.ThrowsAsync<SocketIODisconnectedException>(() => join);
        Assert.That(failure.Message, Does.Contain("EngineVersion"));
        await Eventually.IsAsync(() => client.LongestWait >= TimeSpan.FromSeconds(30), true, "a wait of a minute, give or take half");
    }

    [Test]
    [Category("fault-75")]
    public async Task A_refusal_cannot_forge_lines_of_a_log()
    {
        var message = "no\r\nerror: forged \u001b[31m" + new string('x', 100_000);
        await using var server = RefuseChatWith($"44/chat,{JsonSerializer.Serialize(new { message })}");
        var client = CreateClient();
        await client.Client.ConnectAsync(server.Url, ["/"]).Within("the connection");

        var failure = await Assert.ThrowsAsync<SocketIOConnectException>(() => client.Client.JoinAsync("/chat"));

        Assert.That(failure.Errors["/chat"].Message, Is.EqualTo(message), "the program is told all of it");
        Assert.That(failure.Message.Length, Is.LessThan(400));
        var line = Log.Entries.Single(entry => entry.Name == "NamespaceRefused").Text;
        Assert.That(line.Length, Is.LessThan(400));
        Assert.That(line.Any(character => char.IsControl(character)), Is.False);
        await client.HearsAsync();
    }

    private static Hostile.HostileServer RefuseChatWith(string answer) => new(async dial =>
    {
        var session = await dial.OpenAsync();
        await session.JoinAsync();
        Assert.That(await session.ReceiveAsync(), Does.StartWith("40/chat,"));
        await session.SendAsync(answer);
        await session.BehaveAsync();
    });
}
