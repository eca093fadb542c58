using System.Text.Json.Serialization;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Tests.Testing;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>Typed servers on the wire.</summary>
[Category("H5")]
public sealed class TypedServerTests
{
    [Test]
    public async Task Calls_and_emits_reach_the_server_as_declared()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        var chat = server.Of("/chat");
        chat.On("join", (string room, string? password) => $"{room}:{password ?? "none"}");
        chat.On("status", () => ("ok", 200));
        chat.On("ping", () => { });
        await using var client = new AsyncClient();
        await client.ConnectAsync(server.Url.ToString(), namespaces: ["/chat"]).Within();
        var typed = client.Of("/chat").As<IChatServer>(EventNaming.CamelCase);

        Assert.That(await typed.JoinAsync("lobby").Within(), Is.EqualTo("lobby:none"));
        Assert.That(await typed.JoinAsync("lobby", "secret").Within(), Is.EqualTo("lobby:secret"));
        Assert.That(await typed.StatusAsync().AsTask().Within(), Is.EqualTo(("ok", 200)));
        await typed.Typing();
        await typed.PingAsync().Within();
        await typed.Move((1, 2));
        await typed.Anywhere((1, 2));
        await typed.Draw(new Circle(3), "red");
        await typed.Draw(new Circle(3));
        await typed.Upload([1, 2], 1, 2, 3, 4, 5, 6, (7, 8));

        string[] expected =
        [
            """["typing"]""", """["ping"]""", """["move",[1,2]]""", """["anywhere",[1,2]]""",
            """["draw",{"kind":"circle","radius":3},"red"]""", """["draw",{"kind":"circle","radius":3}]""",
        ];
        foreach (var text in expected)
            Assert.That((await chat.ReceiveAsync(text.Split('"')[1])).ToString(), Is.EqualTo(text));
        var upload = await chat.ReceiveAsync("upload");
        Assert.That(upload.Get<byte[]>(0), Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(upload.Get<int[]>(7), Is.EqualTo(new[] { 7, 8 }));
    }

    private interface IChatServer
    {
        Task<string> JoinAsync(string room);

        Task<string> JoinAsync(string room, string password);

        ValueTask<(string Text, int Code)> StatusAsync();

        ValueTask Typing();

        Task PingAsync();

        ValueTask Move((int X, int Y) to);

        ValueTask Anywhere(object to);

        ValueTask Draw(Shape shape, string colour);

        ValueTask Draw(Shape shape);

        ValueTask Upload(byte[] file, int a, int b, int c, int d, int e, int f, (int, int) rest);
    }

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
    [JsonDerivedType(typeof(Circle), "circle")]
    private record Shape;

    private sealed record Circle(int Radius) : Shape;
}
