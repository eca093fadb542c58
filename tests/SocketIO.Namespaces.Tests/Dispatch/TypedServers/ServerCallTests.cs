using System.Runtime.CompilerServices;
using SocketIO.Namespaces.Dispatch.TypedServers;

namespace SocketIO.Namespaces.Tests.Dispatch.TypedServers;

[Category("H5")]
public sealed class ServerCallTests
{
    private RecordingEmitter _emitter = null!;
    private IChatServer _server = null!;

    [SetUp]
    public void Make()
    {
        _emitter = new RecordingEmitter();
        _server = _emitter.As<IChatServer>(EventNaming.CamelCase);
    }

    [Test]
    public async Task A_value_task_emits()
    {
        await _server.Type();

        Assert.That(_emitter.Only, Is.EqualTo(new RecordingEmitter.Sent("emit", "type", RecordingEmitter.None, CancellationToken.None)));
    }

    [Test]
    public async Task A_task_waits_for_the_acknowledgement()
    {
        await _server.SaveAsync(7);

        Assert.That(_emitter.Only, Is.EqualTo(new RecordingEmitter.Sent("call", "save", 7, CancellationToken.None)), "without a time-out of its own");
    }

    [Test]
    public async Task A_task_without_parameters_calls_without_an_argument()
    {
        await _server.Ping();

        Assert.That(_emitter.Only.Data, Is.EqualTo(default(ValueTuple)));
    }

    [Test]
    public async Task Results_are_the_acknowledged_values()
    {
        _emitter.Answer = "fine";
        var one = await _server.JoinAsync("lobby");
        _emitter.Answer = 3;
        var value = await _server.CountAsync();
        _emitter.Answer = ("ok", 200);
        var several = await _server.StatusAsync();

        Assert.That((one, value, several), Is.EqualTo(("fine", 3, ("ok", 200))));
        Assert.That(_emitter.All.Select(sent => (sent.Verb, sent.EventName)), Is.EqualTo(new[] { ("call", "join"), ("call", "count"), ("call", "status") }));
        Assert.That(_emitter.All[1].Data, Is.SameAs(RecordingEmitter.None));
    }

    [Test]
    public async Task The_token_is_the_calls()
    {
        using var stop = new CancellationTokenSource();

        await _server.Say("hello", stop.Token);
        await _server.Say("hello");
        await _server.Leave(stop.Token);

        Assert.That(_emitter.All.Select(sent => sent.Token), Is.EqualTo(new[] { stop.Token, CancellationToken.None, stop.Token }));
        Assert.That(_emitter.All[0].Data, Is.EqualTo("hello"), "and no argument");
        Assert.That(_emitter.All[2].Data, Is.SameAs(RecordingEmitter.None));
    }

    [Test]
    public async Task Default_values_are_arguments()
    {
        await _server.Say2();

        Assert.That(_emitter.Only.Data, Is.EqualTo(("nothing", 1)));
    }

    [Test]
    public async Task Several_parameters_are_a_tuple_by_their_declared_types()
    {
        await _server.Move(1, null, [1, 2]);

        Assert.That(_emitter.Only.Data, Is.TypeOf<ValueTuple<object, string?, IReadOnlyList<int>>>());
        Assert.That(_emitter.Only.Data, Is.EqualTo(((object)1, (string?)null, (IReadOnlyList<int>)[1, 2])));
    }

    [TestCase(7)]
    [TestCase(8)]
    [TestCase(15)]
    public async Task Any_number_of_parameters_is_taken(int count)
    {
        int[] numbers = [.. Enumerable.Range(1, count)];
        var parameters = numbers.Select(_ => typeof(int)).ToArray();

        await (ValueTask)typeof(IChatServer).GetMethod(nameof(IChatServer.Many), parameters)!.Invoke(_server, [.. numbers])!;

        var tuple = (ITuple)_emitter.Only.Data!;
        Assert.That(Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), Is.EqualTo(numbers));
    }

    private static readonly TestCaseData[] Single =
    [
        new(null, null),
        new("text", "text"),
        new(new Message("hi"), new Message("hi")),
        new((1, 2), ValueTuple.Create<object>((1, 2))),
    ];

    [TestCaseSource(nameof(Single))]
    public async Task A_single_argument_of_type_object_stays_one(object? value, object? data)
    {
        await _server.Put(value);

        Assert.That(_emitter.Only.Data, Is.EqualTo(data));
    }

    [Test]
    public async Task A_single_argument_is_plain_where_that_writes_the_same()
    {
        await _server.Post(new Message("hi"));
        await _server.Post(new Shout("hi"));
        await _server.Post(null);
        await _server.Size(3);
        await _server.Size(null);

        Assert.That(
            _emitter.All.Select(sent => sent.Data),
            Is.EqualTo(new object?[] { new Message("hi"), ValueTuple.Create<Message>(new Shout("hi")), null, 3, null }));
        Assert.That(_emitter.All[1].Data, Is.TypeOf<ValueTuple<Message>>(), "so that the declared type writes it");
    }

    [Test]
    public async Task A_tuple_stays_one_argument()
    {
        await _server.At((1, 2));
        await _server.Perhaps((1, 2));
        await _server.Perhaps(null);

        Assert.That(
            _emitter.All.Select(sent => sent.Data),
            Is.EqualTo(new object?[] { ValueTuple.Create((1, 2)), ValueTuple.Create<(int, int)?>((1, 2)), null }));
    }

    [Test]
    public async Task Inherited_members_and_overloads_count()
    {
        var server = _emitter.As<IDerived<string>>(EventNaming.SnakeCase);

        await server.Say("a");
        await server.Say("a", "b");
        await server.TellAsync("c");
        await ((IBase<string>)server).Say("d");

        Assert.That(
            _emitter.All.Select(sent => (sent.EventName, sent.Data)),
            Is.EqualTo(new (string, object?)[] { ("say", "a"), ("say", ("a", "b")), ("tell", "c"), ("say", "d") }));
    }

    [Test]
    public async Task A_sealed_method_runs_as_it_is_written()
    {
        await _emitter.As<IDerived<string>>(EventNaming.SnakeCase).SayTwiceAsync("x");

        Assert.That(_emitter.All.Select(sent => sent.Data), Is.EqualTo(new[] { "x", "x" }));
    }

    [Test]
    public void What_the_emitter_throws_comes_out_of_the_task_as_it_was()
    {
        _emitter.Refusal = new ArgumentException("refused");

        foreach (var task in Faulted())
            Assert.That(() => task, Throws.Exception.SameAs(_emitter.Refusal));
    }

    [Test]
    public void What_fails_later_is_as_it_was()
    {
        _emitter.Failure = new SocketIOTimeoutException("late");

        foreach (var task in Faulted())
            Assert.That(() => task, Throws.Exception.SameAs(_emitter.Failure));
    }

    [Test]
    public async Task A_cancelled_call_is_a_cancelled_task()
    {
        _emitter.Refusal = new OperationCanceledException();

        foreach (var task in Faulted())
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Assert.That(task.IsCanceled, Is.True);
        }
    }

    [Test]
    public void An_interface_is_compiled_once_per_naming()
        => Assert.That(
            ServerPlan<IChatServer>.Get(EventNaming.CamelCase),
            Is.SameAs(ServerPlan<IChatServer>.Get(EventNaming.CamelCase)).And.Not.SameAs(ServerPlan<IChatServer>.Get(EventNaming.Exact)));

    [Test]
    public void An_emitter_is_needed()
        => Assert.That(() => ((ISocketIOEmitter)null!).As<IChatServer>(EventNaming.Exact), Throws.ArgumentNullException);

    private Task[] Faulted()
        => [_server.Type().AsTask(), _server.SaveAsync(1), _server.Ping(), _server.JoinAsync("a"), _server.CountAsync().AsTask(), _server.Say("x").AsTask()];

    private record Message(string Text);

    private sealed record Shout(string Text) : Message(Text);

    private interface IChatServer
    {
        ValueTask Type();

        Task SaveAsync(int number);

        Task Ping();

        Task<string> JoinAsync(string room);

        ValueTask<int> CountAsync();

        Task<(string Text, int Code)> StatusAsync();

        ValueTask Say(string text, CancellationToken cancellationToken = default);

        ValueTask Say2(string text = "nothing", int times = 1, CancellationToken cancellationToken = default);

        ValueTask Leave(CancellationToken cancellationToken);

        ValueTask Move(object x, string? y, IReadOnlyList<int> path);

        ValueTask Put(object? value);

        ValueTask Post(Message? message);

        ValueTask Size(int? size);

        ValueTask At((int X, int Y) point);

        ValueTask Perhaps((int X, int Y)? point);

        ValueTask Many(int a, int b, int c, int d, int e, int f, int g);

        ValueTask Many(int a, int b, int c, int d, int e, int f, int g, int h);

        ValueTask Many(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o);
    }

    private interface IBase<in T>
    {
        ValueTask Say(T text);

        Task TellAsync(T text);
    }

    private interface IDerived<in T> : IBase<T>
    {
        new ValueTask Say(T text);

        ValueTask Say(T text, T more);

        sealed async Task SayTwiceAsync(T text)
        {
            await Say(text);
            await Say(text);
        }
    }
}
