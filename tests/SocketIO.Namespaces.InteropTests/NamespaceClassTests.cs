using System.Text.Json;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

[TestFixtureSource(typeof(Peer), nameof(Peer.All))]
[Category("S18")]
public sealed class NamespaceClassTests(Peer peer) : InteropTest(peer)
{
    private readonly ChatNamespace.Message _message = new("héllo");

    [TestCase("my_event")]
    [TestCase("my event")]
    [TestCase("my-event")]
    [TestCase("myEvent")]
    public async Task A_method_hears_each_spelling_of_its_event(string eventName)
    {
        var chat = await ConnectChatAsync();

        await chat.EmitAsync("say", (eventName, _message, 7));

        Assert.That(await chat.Heard.NextAsync(), Is.EqualTo("my event: héllo 7"));
    }

    [Test]
    [Category("S12")]
    [Category("S20")]
    public async Task What_methods_return_is_the_server_s_answer()
    {
        var chat = await ConnectChatAsync();

        var joined = await AskAsync<JsonElement>(chat, ("join", "lobby"));
        var twice = await AskAsync<int[]>(chat, ("twice", 21));
        var history = await AskAsync<string[][]>(chat, ("room:history", "lobby"));
        var uploaded = await AskAsync<byte[][]>(chat, ("upload", "name", new byte[] { 1, 2, 3 }));

        Assert.That(joined.GetRawText(), Is.EqualTo("""["joined lobby",123]"""));
        Assert.That(twice, Is.EqualTo([42]));
        Assert.That(history.Single(), Is.EqualTo(["lobby", "was", "founded"]));
        Assert.That(uploaded.Single(), Is.EqualTo(new byte[] { 3, 2, 1 }));
        Assert.That(await chat.Heard.NextAsync(), Is.EqualTo("upload: name"));
    }

    [Test]
    [Category("M10")]
    public async Task The_catch_all_hears_the_rest()
    {
        var chat = await ConnectChatAsync();

        await chat.EmitAsync("say", ("something else", 1, 2));

        Assert.That(await chat.Heard.NextAsync(), Is.EqualTo("something else: 2 arguments"));
    }

    [Test]
    [Category("S21")]
    public async Task The_class_emits_to_its_own_namespace()
    {
        var chat = await ConnectChatAsync();

        var info = await InfoAsync(chat);
        var received = await chat.CallAsync<Received[]>("received").Within("what the server received");

        Assert.That(chat.Namespace, Is.EqualTo("/chat"));
        Assert.That(received.Single().Args.Single().GetString(), Is.EqualTo(info.Sid), "recorded by OnConnect");
    }

    [Test]
    [Category("S21")]
    public async Task Its_disconnect_ends_its_own_namespace_only()
    {
        var chat = new ChatNamespace();
        var client = CreateClient();
        client.RegisterNamespace(chat);
        await ConnectAsync(client);
        Assert.That(await chat.Heard.NextAsync(), Is.EqualTo("connect, again: False"));

        await chat.DisconnectAsync().Within("the disconnect");

        Assert.That(await chat.Heard.NextAsync(), Is.EqualTo("disconnect: ClientDisconnect"));
        Assert.That(chat.IsConnected, Is.False);
        Assert.That((await InfoAsync(client)).Sid, Is.EqualTo(client.GetSid()));
    }

    private async Task<ChatNamespace> ConnectChatAsync()
    {
        var chat = new ChatNamespace();
        var client = CreateClient();
        client.RegisterNamespace(chat);
        await ConnectAsync(client);
        Assert.That(await chat.Heard.NextAsync(), Is.EqualTo("connect, again: False"));
        return chat;
    }

    private static Task<T> AskAsync<T>(ChatNamespace chat, object question)
        => chat.CallAsync<T>("ask", question).Within($"the answer to {question}");
}
