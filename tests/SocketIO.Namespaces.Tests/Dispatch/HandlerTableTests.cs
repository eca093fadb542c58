using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Tests.Dispatch;

[Category("S18")]
public sealed class HandlerTableTests
{
    private readonly HandlerTable _table = NamespaceDefinition.Inspect(typeof(Chat)).Compile(Given.Context());

    [TestCase("my_event")]
    [TestCase("my event")]
    [TestCase("my-event")]
    [TestCase("myEvent")]
    [TestCase("MyEvent")]
    [TestCase("my.event")]
    [TestCase("my:event")]
    public void One_method_serves_every_spelling(string eventName) => Assert.That(Found(eventName), Is.EqualTo("Chat.OnMyEvent"));

    [TestCase("room:history", "Chat.History")]
    [TestCase("room_history", null)]
    [TestCase("Room:History", null)]
    [Category("S20")]
    public void A_name_given_by_attribute_is_matched_exactly(string eventName, string? expected) => Assert.That(Found(eventName), Is.EqualTo(expected));

    [TestCase("join", "Chat.JoinExactly")]
    [TestCase("Join", "Chat.OnJoinAsync")]
    [TestCase("jo-in", "Chat.OnJoinAsync")]
    [Category("S20")]
    public void An_exact_name_comes_before_the_convention(string eventName, string expected) => Assert.That(Found(eventName), Is.EqualTo(expected));

    [TestCase("connect")]
    [TestCase("con-nect")]
    [TestCase("Connect")]
    [TestCase("connect_error")]
    [TestCase("connectError")]
    [TestCase("disconnect")]
    [TestCase("DIS.CONNECT")]
    [Category("S4")]
    public void No_event_reaches_a_lifecycle_handler(string eventName) => Assert.That(Found(eventName), Is.Null);

    [TestCase("*")]
    [TestCase("unknown")]
    [TestCase("")]
    [TestCase("_")]
    [Category("S22")]
    public void The_catch_all_is_not_found_by_name(string eventName)
    {
        Assert.That(Found(eventName), Is.Null);
        Assert.That(_table.CatchAll?.DisplayName, Is.EqualTo("Chat.Anything"));
    }

    [Test]
    public void A_hostile_name_is_not_found() => Assert.That(Found(new string('m', 1_000_000)), Is.Null);

    [Test]
    public void Lifecycle_handlers_are_at_hand()
    {
        Assert.That(_table.Connect?.DisplayName, Is.EqualTo("Chat.OnConnect"));
        Assert.That(_table.ConnectError?.DisplayName, Is.EqualTo("Chat.OnConnectErrorAsync"));
        Assert.That(_table.Disconnect?.DisplayName, Is.EqualTo("Chat.Left"));
    }

    [Test]
    public void Handled_events_are_listed()
        => Assert.That(_table.EventNames, Is.EquivalentTo(new[] { "my_event", "join", "join", "room:history", "connect_again" }));

    [Test]
    [Category("S19")]
    public void The_nearest_name_is_a_handled_events()
    {
        Assert.That(_table.Nearest("my_evnet"), Is.EqualTo("my_event"));
        Assert.That(_table.Nearest("disconnec"), Is.Null);
        Assert.That(_table.Nearest("quite another"), Is.Null);
    }

    [Test]
    public void A_class_without_handlers_finds_nothing()
    {
        var table = NamespaceDefinition.Inspect(typeof(Silent)).Compile(Given.Context());

        Assert.That(table.Find("join"), Is.Null);
        Assert.That(table.Find(""), Is.Null);
        Assert.That(table.Connect, Is.Null);
        Assert.That(table.Nearest("join"), Is.Null);
    }

    [Test]
    public async Task A_found_handler_is_called_on_its_instance()
    {
        var chat = new Chat();
        using var packet = Given.Packet("""212["my event","hi"]""");
        var invocation = Given.Invocation(packet);
        await _table.Find(invocation.EventName)!.InvokeAsync(chat, invocation);

        Assert.That(chat.Heard, Is.EqualTo("hi"));
        Assert.That(Given.Text(invocation.Acknowledgement), Is.EqualTo("4312[\"OK\",123]"));
    }

    private string? Found(string eventName) => _table.Find(eventName)?.DisplayName;

    private sealed class Silent : AsyncClientNamespace;

    private sealed class Chat : AsyncClientNamespace
    {
        public string? Heard { get; private set; }

        public void OnConnect(ConnectInfo info) => Heard = info.Sid;

        public Task OnConnectErrorAsync() => Task.CompletedTask;

        [On("disconnect")]
        public void Left(DisconnectReason reason) => Heard = reason.ToString();

        public void OnConnectAgain()
        {
        }

        public (string Status, int Code) OnMyEvent(string text)
        {
            Heard = text;
            return ("OK", 123);
        }

        public Task OnJoinAsync() => Task.CompletedTask;

        [On("join")]
        public void JoinExactly()
        {
        }

        [On("room:history")]
        public int[] History() => [];

        [On("*")]
        public void Anything(string eventName) => Heard = eventName;

        [NonEvent]
        public void OnLooksLikeAHandler()
        {
        }
    }
}
