using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>Handlers on a namespace that nobody asks for never hear anything, which is easily overlooked.</summary>
[Category("H7")]
[Category("S16")]
internal sealed class LeftOutNamespaceTests : ClientTest
{
    private const int LeftOut = 439;
    private const int NotAskedFor = 440;

    [Test]
    public async Task Each_one_that_the_list_leaves_out_is_warned_of_once()
    {
        Client.On("message", () => { }, "/chat");
        Client.On("message", () => { }, "/news");
        Client.On("other", () => { }, "/news");
        Client.RegisterNamespace(new Lobby());
        Client.OnAny((string name) => Note(name), "/all");
        _ = Client.Of("/unheard");

        await ConnectAsync("/chat");

        Assert.That(Log.Of(LeftOut), Is.EqualTo(Enumerable.Repeat(LogLevel.Warning, 3)));
        var warnings = Log.Of(LogLevel.Warning);
        Assert.That(warnings, Has.One.Contains("'/news'").And.Contains("JoinAsync"));
        Assert.That(warnings, Has.One.Contains("'/lobby'"));
        Assert.That(warnings, Has.One.Contains("'/all'"));
    }

    [Test]
    public async Task None_is_where_there_is_no_list()
    {
        Client.On("message", () => { }, "/chat");
        var connecting = Client.ConnectAsync(Url);
        await AcceptAsync("/", "/chat");
        await connecting.Within();

        Assert.That(Log.Of(LogLevel.Warning), Is.Empty);
    }

    [Test]
    public async Task The_default_namespace_counts_where_it_is_turned_off()
    {
        Options.ConnectDefaultNamespace = false;
        Client.On("message", () => { });

        await ConnectAsync("/chat");

        Assert.That(Log.Of(LogLevel.Warning), Has.One.Contains("'/'"));
    }

    [Test]
    public async Task One_that_is_joined_before_the_connection_is_there_is_not_warned_of()
    {
        Client.On("message", () => { }, "/news");
        var connecting = Client.ConnectAsync(Url, ["/chat"], retry: true);
        var joining = Client.JoinAsync("/news");
        await AcceptAsync("/", "/chat", "/news");
        await Task.WhenAll(connecting, joining).Within();

        Assert.That(Log.Of(LeftOut), Is.Empty);
    }

    [Test]
    public async Task A_reconnection_does_not_say_it_again()
    {
        Client.On("message", () => { }, "/news");
        var server = await ConnectAsync("/chat");
        server.Close();
        await Clock.PassAsync(Options.Reconnection.Delay);
        await AcceptAsync("/", "/chat");
        await UntilStateAsync(ClientState.Connected);

        Assert.That(Log.Of(LeftOut), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_listener_added_later_is_told_of_once_and_quietly_since_a_join_may_follow()
    {
        await ConnectAsync("/chat");
        Client.On("message", () => { }, "/chat");
        Assert.That(Log.Of(NotAskedFor), Is.Empty);

        Client.On("message", () => { }, "/news");
        Client.On("other", () => { }, "/news");
        Client.RegisterNamespace(new Lobby());
        await using var stream = Client.Of("/prices").StreamAsync<int>("price").GetAsyncEnumerator();
        var next = stream.MoveNextAsync();
        Client.OnAnyOutgoing((string name) => Note(name), "/emits");

        Assert.That(Log.Of(NotAskedFor), Is.EqualTo(Enumerable.Repeat(LogLevel.Debug, 3)));
        Assert.That(Log.Of(LogLevel.Warning), Is.Empty);
        await Clock.RunUntilAsync(Client.DisposeAsync().AsTask());
        Assert.That(await next.AsTask().Within(), Is.False);
    }

    private sealed class Lobby() : AsyncClientNamespace("/lobby");
}
