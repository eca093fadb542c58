using System.Text.Json;
using System.Text.Json.Serialization;
using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Tests.Dispatch;

[Category("S5")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HandlerArgumentTests
{
    private readonly List<object?> _received = [];

    [Test]
    public async Task Arguments_are_bound_by_position()
    {
        await Given.CallAsync((string room, int seats, Order order) => Receive(room, seats, order), """2["join","lobby",3,{"id":7,"item":"tea"}]""");

        Assert.That(_received, Is.EqualTo(new object?[] { "lobby", 3, new Order(7, "tea") }));
    }

    [Test]
    public async Task Extra_arguments_are_ignored()
    {
        await Given.CallAsync((string room) => Receive(room), """2["join","lobby",3,{}]""");

        Assert.That(_received, Is.EqualTo(new object?[] { "lobby" }));
    }

    [Test]
    public async Task A_handler_without_parameters_hears_an_event_with_arguments()
    {
        await Given.CallAsync(() => Receive("called"), """2["join","lobby",3]""");

        Assert.That(_received, Is.EqualTo(new object?[] { "called" }));
    }

    [Test]
    public async Task Missing_arguments_take_the_parameters_defaults()
    {
        await Given.CallAsync(
            (string room = "lobby", DayOfWeek? day = DayOfWeek.Friday, Guid id = default, decimal price = 1.5m, DayOfWeek other = DayOfWeek.Monday)
                => Receive(room, day, id, price, other),
            """2["join"]""");

        Assert.That(_received, Is.EqualTo(new object?[] { "lobby", DayOfWeek.Friday, Guid.Empty, 1.5m, DayOfWeek.Monday }));
    }

    [Test]
    public async Task An_argument_wins_over_the_default()
    {
        await Given.CallAsync((string room = "lobby", int seats = 4) => Receive(room, seats), """2["join","attic"]""");

        Assert.That(_received, Is.EqualTo(new object?[] { "attic", 4 }));
    }

    [Test]
    public async Task Missing_arguments_are_null_where_the_parameter_may_be()
    {
        await Given.CallAsync((string? room, int? seats, Order? order) => Receive(room, seats, order), """2["join"]""");

        Assert.That(_received, Is.EqualTo(new object?[] { null, null, null }));
    }

    [Test]
    public async Task Null_is_bound_where_the_parameter_may_be_null()
    {
        await Given.CallAsync((string? room, int? seats, JsonElement raw) => Receive(room, seats, raw.ValueKind), """2["join",null,null,null]""");

        Assert.That(_received, Is.EqualTo(new object?[] { null, null, JsonValueKind.Null }));
    }

#nullable disable
    [Test]
    public async Task Code_without_nullable_annotations_may_be_given_null()
    {
        await Given.CallAsync((string room, Order order) => Receive(room, order), """2["join",null]""");

        Assert.That(_received, Is.EqualTo(new object[] { null, null }));
    }
#nullable restore

    [Test]
    public async Task A_missing_argument_that_may_not_be_null_is_an_error_that_names_it()
    {
        var error = await Given.RefusalAsync((string room, int seats) => Receive(room, seats), """2["join","lobby"]""");

        Assert.That(error.Message, Does.Contain(nameof(A_missing_argument_that_may_not_be_null_is_an_error_that_names_it)));
        Assert.That(error.Message, Does.Contain("'seats' (int)").And.Contain("argument 2 is missing").And.Contain("Received: 1"));
        Assert.That(_received, Is.Empty);
    }

    [Test]
    public async Task A_missing_reference_that_may_not_be_null_is_an_error()
        => Assert.That((await Given.RefusalAsync((string room) => Receive(room), """2["join"]""")).Message, Does.Contain("'room' (string)").And.Contain("missing"));

    [TestCase("""2["join",null,1]""", "'room' (string): argument 1 is null")]
    [TestCase("""2["join","lobby",null]""", "'seats' (int): argument 2 is null")]
    public async Task Null_for_a_parameter_that_may_not_be_null_is_an_error(string packet, string expected)
        => Assert.That((await Given.RefusalAsync((string room, int seats) => Receive(room, seats), packet)).Message, Does.Contain(expected));

    [TestCase("\"secret\"", "a string")]
    [TestCase("{\"a\":1}", "an object")]
    [TestCase("[1]", "an array")]
    [TestCase("true", "a boolean")]
    [TestCase("1.5", "a number")]
    public async Task An_argument_that_does_not_fit_is_an_error_that_tells_its_kind_but_never_quotes_it(string json, string kind)
    {
        var error = await Given.RefusalAsync((int seats) => Receive(seats), $"2[\"join\",{json}]");

        Assert.That(error.Message, Does.Contain("'seats' (int)").And.Contain("argument 1 does not fit").And.EndsWith($"Received: {kind}."));
        Assert.That(error.Message, Does.Not.Contain("secret"));
        Assert.That(error.InnerException, Is.InstanceOf<JsonException>());
    }

    [Test]
    public async Task What_a_users_converter_throws_is_a_binding_error_too()
    {
        var error = await Given.RefusalAsync((Fragile value) => Receive(value), """2["join",1]""");

        Assert.That(error.Message, Does.Contain("'value' (Fragile)"));
        Assert.That(error.InnerException, Is.InstanceOf<FormatException>());
    }

    [Test]
    public async Task A_params_array_takes_the_rest()
    {
        await Given.CallAsync((string room, params int[] seats) => Receive(room, seats), """2["join","lobby",1,2,3]""");

        Assert.That(_received, Is.EqualTo(new object?[] { "lobby", new[] { 1, 2, 3 } }));
    }

    [Test]
    public async Task A_params_array_is_empty_where_nothing_is_left()
    {
        await Given.CallAsync((string? room, params JsonElement[] rest) => Receive(room, rest.Length), """2["join"]""");

        Assert.That(_received, Is.EqualTo(new object?[] { null, 0 }));
    }

    [Test]
    public async Task Items_of_a_params_array_may_be_null_if_declared_so()
    {
        await Given.CallAsync((params string?[] rest) => Receive([rest]), """2["join",null,"a"]""");

        Assert.That(_received, Is.EqualTo(new object?[] { new[] { null, "a" } }));
    }

    [Test]
    public async Task A_null_item_of_a_params_array_that_may_not_hold_it_is_an_error()
        => Assert.That(
            (await Given.RefusalAsync((string room, params string[] rest) => Receive(rest), """2["join","lobby","a",null]""")).Message,
            Does.Contain("'rest' (string[]): argument 3 is null"));

    [Test]
    public async Task An_array_that_is_not_params_is_one_argument()
    {
        await Given.CallAsync((int[] seats, string room) => Receive(seats, room), """2["join",[1,2],"lobby"]""");

        Assert.That(_received, Is.EqualTo(new object?[] { new[] { 1, 2 }, "lobby" }));
    }

    [Test]
    [Category("S9")]
    public async Task Binary_arguments_are_bound_as_arrays_that_outlive_the_packet()
    {
        byte[]? received = null;
        var handler = HandlerMethod.Compile((string name, byte[] content) => received = content, HandlerKind.Event, Given.Context());
        using (var packet = Given.Emitted("upload", ("photo", new byte[] { 1, 2, 3 })))
            await handler.InvokeAsync(target: null, Given.Invocation(packet));

        Assert.That(received, Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [TestCase("""2["scores",{"a":1}]""")]
    public async Task Interfaces_of_collections_are_bound(string packet)
    {
        await Given.CallAsync((IReadOnlyDictionary<string, int> scores) => Receive(scores["a"]), packet);

        Assert.That(_received, Is.EqualTo(new object?[] { 1 }));
    }

    [Test]
    public async Task Tuples_are_bound_from_arrays()
    {
        await Given.CallAsync(((string Name, int Count) pair) => Receive(pair.Name, pair.Count), """2["pair",["a",2]]""");

        Assert.That(_received, Is.EqualTo(new object?[] { "a", 2 }));
    }

    [Test]
    [Category("S13")]
    public async Task The_values_of_an_acknowledgement_are_bound_like_arguments()
    {
        await Given.CallAsync((string status, int code, string? more) => Receive(status, code, more), """312["OK",123]""", HandlerKind.Acknowledgement);

        Assert.That(_received, Is.EqualTo(new object?[] { "OK", 123, null }));
    }

    [Test]
    [Category("S13")]
    public async Task A_value_that_a_callback_misses_is_an_error()
        => Assert.That(
            (await Given.RefusalAsync((string status, int code) => Receive(status, code), """312["OK"]""", HandlerKind.Acknowledgement)).Message,
            Does.Contain("argument 2 is missing").And.Contain("Received: 1"));

    [Test]
    public async Task The_token_and_the_context_take_no_argument()
    {
        await Given.CallAsync(
            (CancellationToken token, string room, EventContext context, int seats) => Receive(room, context.EventName, seats), """2["join","lobby",3]""");

        Assert.That(_received, Is.EqualTo(new object?[] { "lobby", "join", 3 }));
    }

    [Test]
    public async Task The_token_of_the_call_is_handed_on()
    {
        using var source = new CancellationTokenSource();
        CancellationToken received = default;
        var handler = HandlerMethod.Compile((CancellationToken token) => { received = token; }, HandlerKind.Event, Given.Context());
        using var packet = Given.Packet("""2["join"]""");
        await handler.InvokeAsync(target: null, Given.Invocation(packet, cancellationToken: source.Token));

        Assert.That(received, Is.EqualTo(source.Token));
    }

    private void Receive(params object?[] values) => _received.AddRange(values);

    private sealed record Order(int Id, string Item);

    [JsonConverter(typeof(FragileConverter))]
    private sealed class Fragile;

    private sealed class FragileConverter : JsonConverter<Fragile>
    {
        public override Fragile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new FormatException("odd");

        public override void Write(Utf8JsonWriter writer, Fragile value, JsonSerializerOptions options) => writer.WriteNullValue();
    }
}
