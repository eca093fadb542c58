namespace SocketIO.Namespaces.Tests.Clients.Synchronous;

/// <summary>Namespace classes of the synchronous client.</summary>
[Category("S1")]
[Category("S18")]
public sealed class ClientNamespaceTests : SynchronousTest
{
    [Test]
    [Category("S21")]
    public void Its_methods_handle_block_and_answer_and_its_helpers_go_to_its_namespace()
    {
        Server.Of("/chat").On("double", (int number) => number * 2);
        var chat = new ChatNamespace(Notes.Add);
        Client.RegisterNamespace(chat);
        Client.Connect();

        Assert.That(NextNote(), Is.EqualTo("connect on Socket.IO /chat"));
        Assert.That(chat.IsConnected, Is.True);
        Assert.That(chat.Namespace, Is.EqualTo("/chat"));
        Assert.That(Get(Server.Of("/chat").CallAsync<(string, int)>("join", "lobby")), Is.EqualTo(("lobby", 42)));
        Assert.That(Get(Server.Of("/chat").CallAsync<string>("room:history")), Is.EqualTo("nothing yet"));
        Do(Server.Of("/chat").EmitAsync("my event", "hi").AsTask());
        Assert.That(Get(Server.Of("/chat").ReceiveAsync("message")).Get<string>(0), Is.EqualTo("got hi"));

        chat.Disconnect();

        Assert.That(NextNote(), Is.EqualTo("disconnect ClientDisconnect"));
        Assert.That(chat.IsConnected, Is.False);
        Assert.That(Client.IsConnected, Is.True);
        Assert.That(() => chat.Emit("x"), Throws.TypeOf<NamespaceNotConnectedException>().With.Message.Contains("Join."));
    }

    [Test]
    public void It_is_checked_like_any_namespace_class()
    {
        Assert.That(() => Client.RegisterNamespace(new Faulty()),
            Throws.TypeOf<NamespaceDefinitionException>().With.Property(nameof(NamespaceDefinitionException.Faults)).Count.EqualTo(2));
        Assert.That(() => new Lobby("/lobby").Emit("x"), Throws.InvalidOperationException.With.Message.Contains(nameof(Client.RegisterNamespace)));

        var lobby = new Lobby("/lobby");
        Client.RegisterNamespace(lobby);
        Assert.That(() => Client.RegisterNamespace(lobby), Throws.InvalidOperationException.With.Message.Contains("registered already"));
        Assert.That(() => Client.RegisterNamespace(new Lobby("/lobby")), Throws.InvalidOperationException.With.Message.Contains("has a class already"));
    }

    [Namespace("/chat")]
    private sealed class ChatNamespace(Action<string> note) : ClientNamespace
    {
        public void OnConnect() => note($"connect on {Thread.CurrentThread.Name}");

        public void OnDisconnect(DisconnectReason reason) => note($"disconnect {reason}");

        public (string Room, int Code) OnJoin(string room) => (room, Call<int>("double", 21));

        [On("room:history")]
        public async Task<string> History()
        {
            await Task.Yield();
            return "nothing yet";
        }

        public void OnMyEvent(string text) => Send($"got {text}");
    }

    private sealed class Lobby(string path) : ClientNamespace(path);

    private sealed class Faulty : ClientNamespace
    {
        public void OnMyEvent() { }

        public void OnMyEventAsync() { }

        public void OnOther(ref int value) => value++;
    }
}
