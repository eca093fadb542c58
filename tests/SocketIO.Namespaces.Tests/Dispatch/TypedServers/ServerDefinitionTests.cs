using SocketIO.Namespaces.Dispatch.TypedServers;

namespace SocketIO.Namespaces.Tests.Dispatch.TypedServers;

[Category("H5")]
public sealed partial class ServerDefinitionTests
{
    [TestCase(EventNaming.CamelCase, "sendMessage", "urlChanged", "async")]
    [TestCase(EventNaming.SnakeCase, "send_message", "url_changed", "async")]
    [TestCase(EventNaming.KebabCase, "send-message", "url-changed", "async")]
    [TestCase(EventNaming.Exact, "SendMessage", "URLChanged", "Async")]
    public void Methods_name_their_events_by_the_policy(EventNaming naming, params string[] names)
        => Assert.That(ServerDefinition.Inspect(typeof(INamed), naming).Select(method => method.EventName), Is.EqualTo([.. names, "room:history"]));

    [Test]
    public void A_naming_must_be_chosen()
        => Assert.That(
            () => ServerDefinition.Inspect(typeof(INamed), default),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("CamelCase, SnakeCase, KebabCase, Exact"));

    [Test]
    public void Helpers_are_left_alone()
        => Assert.That(ServerDefinition.Inspect(typeof(IHelped), EventNaming.CamelCase).Select(method => method.EventName), Is.EqualTo(new[] { "join" }));

    private static readonly TestCaseData[] Faulty =
    [
        Case<string>("It is not an interface"),
        Case<IDisposed>("It inherits IDisposable, but there is nothing to dispose", "It inherits IAsyncDisposable"),
        Case<IProperty>("Topic is a property: make it a method that returns a task, such as Task<string> GetTopicAsync()", "Item[] is an indexer"),
        Case<IEvent>("Joined is an event: handle what the server emits with On"),
        Case<IStatic>("Join() is static", "op_Addition(IStatic, int) is static"),
        Case<IStaticProperty>("Default is a property"),
        Case<IBody>("Join() has a body, which would never run"),
        Case<IExplicitBody>("Join() has a body, which would never run"),
        Case<IGeneric>("Join(T) is generic: replace its type parameters"),
        Case<IVoid>("Join() returns void: nobody could wait for it or see it fail, so return ValueTask to emit"),
        Case<IValue>("Count() returns int: return ValueTask to emit"),
        Case<ITaskLike>("Join() returns YieldAwaitable: return ValueTask", "Derived() returns Task2: return", "Stream() returns IAsyncEnumerable<int>"),
        Case<ITaskOfTask>("Join() returns Task<Task>, but no Task can be acknowledged"),
        Case<IRefReturn>("Join() returns ref Task"),
        Case<IByRef>("parameter 'a' (ref int) is passed by reference", "parameter 'b'", "parameter 'c'", "parameter 'd' (ref CancellationToken) is passed by"),
        Case<ISpan>("parameter 'text' (ReadOnlySpan<char>) cannot be kept until it is written"),
        Case<ICallback>("parameter 'done' (Action) is no data: a callback for the acknowledgement is what the method returns"),
        Case<ITaskArgument>("parameter 'a' (Task<int>) is no data: take its result", "parameter 'b' (ValueTask) is no data"),
        Case<IParams>("parameter 'rooms' (string[]) is params"),
        Case<ITokenFirst>("parameter 'token' (CancellationToken) stands before an argument: put it last"),
        Case<ITwoTokens>("parameter 'second' (CancellationToken) is not the only one"),
        Case<INullableToken>("parameter 'token' (CancellationToken?) may be null"),
        Case<IReserved>("Connect() emits 'connect', which Socket.IO keeps for itself", "Leave() emits 'disconnect'"),
        Case<IAll>("Join() emits '*', which stands for all events"),
        Case<INameless>("Join() has an [On] without an event name"),
        Case<ITwins>("JoinAsync() and Join(string) both emit 'join'"),
        Case<ISameOn>("Second() and First() both emit 'x'"),
        Case<IInherits>("returns void"),
    ];

    [TestCaseSource(nameof(Faulty))]
    public void A_fault_is_told_with_its_mend(Type type, string[] expected)
    {
        var exception = Assert.Throws<ServerDefinitionException>(() => ServerDefinition.Inspect(type, EventNaming.CamelCase))!;

        Assert.That(exception.ServerType, Is.EqualTo(type));
        Assert.That(exception.Faults, Has.Count.EqualTo(expected.Length));
        foreach (var fault in expected)
            Assert.That(exception.Message, Does.Contain(fault));
    }

    [Test]
    public void As_tells_all_faults_at_the_call()
        => Assert.That(
            () => new RecordingEmitter().As<IManyFaults>(EventNaming.CamelCase),
            Throws.TypeOf<ServerDefinitionException>().With.Property(nameof(ServerDefinitionException.Faults)).Count.EqualTo(4)
                .And.Message.StartsWith("IManyFaults cannot be used as a typed server:"));

    private static TestCaseData Case<T>(params string[] expected) => new(typeof(T), expected) { TestName = $"{{m}}({typeof(T).Name})" };
}
