using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing.Harness;

public sealed class HarnessRaiseTests
{
    [Test]
    public async Task What_a_handler_returns_is_the_acknowledgement()
    {
        var wire = NamespaceHarness.Attach(new Lobby());

        JsonElement[]? acknowledgement = await wire.RaiseAsync("join", "lobby").Within();

        Assert.That(acknowledgement!.Select(value => value.GetRawText()), Is.EqualTo(["\"lobby\"", "123"]));
        Assert.That(wire.Emitted.Single("joined").Get<string>(0), Is.EqualTo("lobby"));
    }

    [Test]
    public async Task A_handler_that_returns_nothing_acknowledges_without_values() =>
        Assert.That(await NamespaceHarness.Attach(new Lobby()).RaiseAsync("quiet").Within(), Is.Empty);

    [Test]
    public async Task An_event_that_nothing_handles_gets_no_acknowledgement_and_the_nearest_name_is_told()
    {
        var wire = NamespaceHarness.Attach(new Lobby());

        Assert.That(await wire.RaiseAsync("jion", "lobby").Within(), Is.Null);
        Assert.That(wire.Unhandled, Is.EqualTo(["jion"]));
        Assert.That(() => wire.Emitted.Single("joined"), Throws.InvalidOperationException.With.Message.Contains("'jion'").And.Message.Contains("did you mean 'join'?"));
    }

    [Test]
    [Category("M9")]
    public void What_a_handler_throws_is_thrown_to_the_test()
    {
        var wire = NamespaceHarness.Attach(new Lobby());

        Assert.That(
            () => wire.RaiseAsync("break").Within(),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("broken").And.Property("StackTrace").Contains(nameof(Lobby.OnBreak)));
    }

    [Test]
    [Category("M9")]
    public async Task With_a_hook_failures_go_there_as_in_a_client()
    {
        List<HandlerErrorContext> errors = [];
        var wire = NamespaceHarness.Attach(new Lobby(), options => options.OnHandlerError = errors.Add);

        Assert.That(await wire.RaiseAsync("break").Within(), Is.Null);
        Assert.That(errors.Single().Exception, Is.TypeOf<InvalidDataException>());
        Assert.That(errors.Single().Handler, Does.EndWith("Lobby.OnBreak"));
    }

    [Test]
    [Category("M9")]
    public async Task An_EventException_is_the_acknowledgement()
    {
        var acknowledgement = await NamespaceHarness.Attach(new Lobby()).RaiseAsync("refuse").Within();

        Assert.That(acknowledgement!.Select(value => value.GetRawText()), Is.EqualTo(["\"no\"", "7"]));
    }

    [Test]
    public void Arguments_that_do_not_fit_are_thrown_to_the_test() =>
        Assert.That(
            () => NamespaceHarness.Attach(new Lobby()).RaiseAsync("join", new { room = 1 }).Within(),
            Throws.Exception.With.Message.Contains("room"));

    [Test]
    public async Task Arguments_travel_as_bytes()
    {
        var wire = NamespaceHarness.Attach(new Lobby());
        byte[] content = [1, 2, 3];

        await wire.RaiseAsync("upload", "a.txt", content).Within();
        content[0] = 9;
        await wire.RaiseAsync("upload", ("b.txt", new byte[] { 4 })).Within();

        Assert.That(wire.Emitted.Select(emitted => (emitted.Get<string>(0), emitted.Get<byte[]>(1))), Is.EqualTo([("a.txt", new byte[] { 1, 2, 3 }), ("b.txt", new byte[] { 4 })]));
        Assert.That(wire.Emitted[0].Attachments, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Null_and_arrays_are_one_argument_each()
    {
        var wire = NamespaceHarness.Attach(new Lobby());

        await wire.RaiseAsync("whatever", null).Within();
        await wire.RaiseAsync("whatever", new[] { "a", "b" }).Within();
        await wire.RaiseAsync("whatever", 1, ("x", 2)).Within();
        await wire.RaiseAsync("whatever").Within();

        Assert.That(wire.Emitted.Select(emitted => emitted.ToString()), Is.EqualTo(["[\"whatever\",null]", "[\"whatever\",[\"a\",\"b\"]]", "[\"whatever\",1,[\"x\",2]]", "[\"whatever\"]"]));
    }

    [Test]
    public void A_moment_is_no_event()
    {
        var wire = NamespaceHarness.Attach(new Lobby());

        Assert.That(() => wire.RaiseAsync("connect"), Throws.ArgumentException.With.Message.Contains("ConnectAsync"));
    }

    [Test]
    [Category("M8")]
    public async Task Events_are_handled_one_at_a_time_in_order()
    {
        var lobby = new Lobby();
        var wire = NamespaceHarness.Attach(lobby);

        Task[] raised = [wire.RaiseAsync("wait", 1), wire.RaiseAsync("wait", 2), wire.RaiseAsync("wait", 3)];
        await lobby.Waiting.Task.Within();
        Assert.That(lobby.Heard, Is.EqualTo([1]));
        lobby.Go.TrySetResult();
        await Task.WhenAll(raised).Within();

        Assert.That(lobby.Heard, Is.EqualTo([1, 2, 3]));
    }

    [Test]
    public async Task A_handler_that_heeds_its_cancelled_token_acknowledges_nothing()
    {
        var lobby = new Lobby();
        var wire = NamespaceHarness.Attach(lobby);

        var raised = wire.RaiseAsync("wait", 1);
        await lobby.Waiting.Task.Within();
        wire.CancelHandlers();

        Assert.That(await raised.Within(), Is.Null);
        Assert.That(await wire.RaiseAsync("quiet").Within(), Is.Empty);
    }

    [Test]
    [Category("H2")]
    public async Task Services_are_injected_from_a_scope_per_event()
    {
        await using var services = new ServiceCollection().AddScoped<Visit>().BuildServiceProvider();
        var wire = NamespaceHarness.Attach(new Lobby(), options => options.Services = services);

        await wire.RaiseAsync("visit").Within();
        await wire.RaiseAsync("visit").Within();

        var visits = wire.Emitted.All("visited");
        Assert.That(visits, Has.Count.EqualTo(2));
        Assert.That(visits[0].Get<Guid>(0), Is.Not.EqualTo(visits[1].Get<Guid>(0)));
    }

    [Test]
    public void A_class_that_is_wrong_is_refused_as_at_registration() =>
        Assert.That(() => NamespaceHarness.Attach(new Wrong()), Throws.TypeOf<NamespaceDefinitionException>());

    [Test]
    [Category("M10")]
    public async Task A_catch_all_hears_what_has_no_handler_of_its_own()
    {
        var wire = NamespaceHarness.Attach(new Everything());

        var acknowledgement = await wire.RaiseAsync("anything", 1, 2).Within();

        Assert.That(acknowledgement![0].GetString(), Is.EqualTo("anything:2"));
        Assert.That(wire.Unhandled, Is.Empty);
    }

    [Test]
    public async Task Emits_through_the_events_context_are_the_classs_own()
    {
        var wire = NamespaceHarness.Attach(new Everything());

        await wire.RaiseAsync("echo", "x").Within();

        Assert.That(wire.Emitted.Single("echoed").Get<string>(), Is.EqualTo("x"));
    }

    [Test]
    public void An_instance_has_one_harness()
    {
        var lobby = new Lobby();
        NamespaceHarness.Attach(lobby);

        Assert.That(() => NamespaceHarness.Attach(lobby), Throws.InvalidOperationException);
    }

    [Test]
    public void The_path_is_the_attributes_or_the_given_one()
    {
        var other = new Lobby();
        Assert.That(NamespaceHarness.Attach(new Lobby()).Namespace, Is.EqualTo("/lobby"));
        Assert.That(NamespaceHarness.Attach(other, path: "/other").Namespace, Is.EqualTo("/other"));
        Assert.That(other.Namespace, Is.EqualTo("/other"));
    }

    [Test]
    public async Task Json_options_hold_in_both_directions()
    {
        var wire = NamespaceHarness.Attach(new Lobby(), options => options.JsonSerializerOptions = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });

        var acknowledgement = await wire.RaiseAsync("greet", new Greeting("Ann")).Within();

        Assert.That(acknowledgement![0].GetRawText(), Is.EqualTo("{\"first_name\":\"ANN\"}"));
    }

    public sealed record Greeting(string FirstName);

    public sealed class Visit
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    [Namespace("/lobby")]
    private sealed class Lobby : AsyncClientNamespace
    {
        public List<int> Heard { get; } = [];

        public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<(string Room, int Code)> OnJoin(string room)
        {
            await EmitAsync("joined", room);
            return (room, 123);
        }

        public void OnQuiet()
        {
        }

        public void OnBreak() => throw new InvalidDataException("broken");

        public void OnRefuse() => throw new EventException("refused", ("no", 7));

        public ValueTask OnUpload(string name, byte[] content) => EmitAsync("uploaded", (name, content));

        [On("whatever")]
        public ValueTask Whatever(EventContext context) => context.Arguments switch
        {
            [] => EmitAsync("whatever"),
            [var only] => EmitAsync("whatever", only),
            var arguments => EmitAsync("whatever", (arguments[0], arguments[1])),
        };

        public async Task OnWait(int number, CancellationToken cancellationToken)
        {
            Heard.Add(number);
            Waiting.TrySetResult();
            await Go.Task.WaitAsync(cancellationToken);
        }

        public ValueTask OnVisit(Visit visit) => EmitAsync("visited", visit.Id);

        public Greeting OnGreet(Greeting greeting) => new(greeting.FirstName.ToUpperInvariant());
    }

    private sealed class Everything : AsyncClientNamespace
    {
        [On("*")]
        public string Anything(string eventName, params JsonElement[] arguments) => $"{eventName}:{arguments.Length}";

        public ValueTask OnEcho(string text, EventContext context) => context.Emitter.EmitAsync("echoed", text);
    }

    private sealed class Wrong : AsyncClientNamespace
    {
        public void OnGeneric<T>(T value) => _ = value;
    }
}
