using System.Text.Json;
using System.Text.Json.Serialization;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

[Category("S9")]
public sealed class PacketSerializerTests
{
    private const string Zero = """{"_placeholder":true,"num":0}""";
    private const string First = """{"_placeholder":true,"num":1}""";

    private static readonly object?[][] Emissions =
    [
        [null, """42["e",null]"""],
        [true, """42["e",true]"""],
        [-1, """42["e",-1]"""],
        [1.5, """42["e",1.5]"""],
        ["hello\n\u001e\"世界", """42["e","hello\n\u001E\"世界"]"""],
        ["<a href='x'>+&", """42["e","<a href='x'>+&"]"""],
        [new[] { 1, 2 }, """42["e",[1,2]]"""],
        [new List<object?> { "a", 1, null }, """42["e",["a",1,null]]"""],
        [new Dictionary<string, object?> { ["Key"] = 1 }, """42["e",{"Key":1}]"""],
        [new { Foo = "bar" }, """42["e",{"foo":"bar"}]"""],
        [JsonDocument.Parse("""{"A":[1]}""").RootElement, """42["e",{"A":[1]}]"""],
        [("a", 1), """42["e","a",1]"""],
        [Tuple.Create("a", 1), """42["e","a",1]"""],
        [ValueTuple.Create("a"), """42["e","a"]"""],
        [default(ValueTuple), """42["e"]"""],
        [((string?)null, (int?)null), """42["e",null,null]"""],
        [("a", ("b", 2)), """42["e","a",["b",2]]"""],
        [new { Pair = ("b", 2) }, """42["e",{"pair":["b",2]}]"""],
        [new[] { (1, 2), (3, 4) }, """42["e",[[1,2],[3,4]]]"""],
        [(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16), """42["e",1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]"""],
        [new KeyValuePair<string, int>("k", 1), """42["e",{"key":"k","value":1}]"""],
        [new byte[] { 1 }, $$"""451-["e",{{Zero}}]"""],
        [new ReadOnlyMemory<byte>([1]), $$"""451-["e",{{Zero}}]"""],
        [new Memory<byte>([1]), $$"""451-["e",{{Zero}}]"""],
        [Array.Empty<byte>(), $$"""451-["e",{{Zero}}]"""],
        [("a", new byte[] { 1 }, new { Data = new byte[] { 2 } }), $$$"""452-["e","a",{{{Zero}}},{"data":{{{First}}}}]"""],
        [new Dictionary<string, object> { ["x"] = new[] { new byte[] { 1 }, [2] } }, $$$"""452-["e",{"x":[{{{Zero}}},{{{First}}}]}]"""],
        [new { None = (byte[]?)null }, """42["e",{"none":null}]"""],
    ];

    private readonly PacketSerializer _serializer = new(userOptions: null, new SocketIOLimits());

    [TestCaseSource(nameof(Emissions))]
    public void Data_becomes_arguments(object? data, string expected)
        => Assert.That(EventText(new Emission("e", data)), Is.EqualTo(expected));

    [TestCase("/", null, "42[\"e\"]")]
    [TestCase("/", 0L, "420[\"e\"]")]
    [TestCase("/", long.MaxValue, "429223372036854775807[\"e\"]")]
    [TestCase("/admin", null, "42/admin,[\"e\"]")]
    [TestCase("/admin", 12L, "42/admin,12[\"e\"]")]
    [TestCase("/é", 12L, "42/é,12[\"e\"]")]
    public void Event_has_namespace_and_id_in_its_header(string @namespace, long? id, string expected)
    {
        using var packet = _serializer.Event(@namespace, new Emission("e"), id);

        Assert.That(Codec.TextOf(packet), Is.EqualTo(expected));
        Assert.That(packet.AttachmentCount, Is.Zero);
        Assert.That(packet.ByteCount, Is.EqualTo(packet.Text.Length));
    }

    [TestCase("/", null, "451-[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("/admin", 12L, "451-/admin,12[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    public void Binary_event_counts_its_attachments_in_its_header(string @namespace, long? id, string expected)
    {
        using var packet = _serializer.Event(@namespace, new Emission("e", new byte[] { 1, 2, 3 }), id);

        Assert.That(Codec.TextOf(packet), Is.EqualTo(expected));
        Assert.That(packet.Attachment(0).ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(packet.ByteCount, Is.EqualTo(packet.Text.Length + 3));
    }

    [Test]
    public void Attachments_are_copies_in_the_order_of_their_placeholders()
    {
        byte[] first = [1, 2], second = [], third = new byte[5000];
        using var packet = _serializer.Event("/", new Emission("e", (first, new { second }, third)), id: null);
        first[0] = 99;

        Assert.That(packet.AttachmentCount, Is.EqualTo(3));
        Assert.That(packet.Attachment(0).ToArray(), Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(packet.Attachment(1).Length, Is.Zero);
        Assert.That(packet.Attachment(2).Length, Is.EqualTo(5000));
        Assert.That(() => packet.Attachment(3), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => packet.Attachment(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase("my event", "42[\"my event\"]")]
    [TestCase("a\"b\\\u0001\u001e\r\n", "42[\"a\\\"b\\\\\\u0001\\u001E\\r\\n\"]")]
    [TestCase("naïve", "42[\"naïve\"]")]
    public void Event_names_are_escaped(string name, string expected)
        => Assert.That(EventText(new Emission(name)), Is.EqualTo(expected));

    [TestCase(null)]
    [TestCase("")]
    public void Event_without_a_name_is_refused(string? name)
        => Assert.That(() => _serializer.Event("/", new Emission(name!), null), Throws.InstanceOf<ArgumentException>());

    private static readonly object[][] Mistakes =
    [
        [Task.FromResult(1), "await"],
        [new ValueTask(Task.CompletedTask), "await"],
        [new ValueTask<int>(1), "await"],
        [(string text) => Console.WriteLine(text), "callback"],
        [CancellationToken.None, "cancellationToken:"],
        [("a", CancellationToken.None), "cancellationToken:"],
        [("a", Task.FromResult(1)), "await"],
        [("a", new ValueTask<int>(1)), "await"],
        [("a", (object)(() => { })), "callback"],
        [(1, 2, 3, 4, 5, 6, 7, CancellationToken.None), "cancellationToken:"],
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void Data_that_nobody_means_to_send_is_refused_with_the_mend(object data, string mend)
    {
        Assert.That(() => _serializer.Event("/", new Emission("e", data), null), Throws.ArgumentException.With.Message.Contains(mend));
        Assert.That(() => _serializer.Ack("/", 1, data), Throws.ArgumentException.With.Message.Contains(mend));
    }

    [Test]
    public void Acknowledgement_of_a_task_is_refused_by_its_declared_type_too()
    {
        Assert.That(() => _serializer.Ack("/", 1, Task.FromResult(1)), Throws.ArgumentException.With.Message.Contains("await"));
        Assert.That(() => _serializer.Ack("/", 1, new ValueTask<int>(1)), Throws.ArgumentException.With.Message.Contains("await"));
        Assert.That(() => _serializer.Ack("/", 1, CancellationToken.None), Throws.ArgumentException.With.Message.Contains("cancellationToken:"));
    }

    [Test]
    [Category("S12")]
    public void Acknowledgements_hold_the_returned_values()
    {
        Assert.That(TextOf(_serializer.Ack("/", 0)), Is.EqualTo("430[]"));
        Assert.That(TextOf(_serializer.Ack("/admin", 12)), Is.EqualTo("43/admin,12[]"));
        Assert.That(TextOf(_serializer.Ack("/", 1, 7)), Is.EqualTo("431[7]"));
        Assert.That(TextOf(_serializer.Ack<string?>("/", 1, null)), Is.EqualTo("431[null]"));
        Assert.That(TextOf(_serializer.Ack<object?>("/", 1, null)), Is.EqualTo("431[null]"));
        Assert.That(TextOf(_serializer.Ack<(string, int)?>("/", 1, null)), Is.EqualTo("431[null]"));
        Assert.That(TextOf(_serializer.Ack("/", 1, ("OK", 123))), Is.EqualTo("431[\"OK\",123]"));
        Assert.That(TextOf(_serializer.Ack<object>("/", 1, ("OK", 123))), Is.EqualTo("431[\"OK\",123]"));
        Assert.That(TextOf(_serializer.Ack("/", 1, Tuple.Create(1, 2))), Is.EqualTo("431[1,2]"));
        Assert.That(TextOf(_serializer.Ack<object>("/", 1, new { Foo = 1 })), Is.EqualTo("431[{\"foo\":1}]"));
        Assert.That(TextOf(_serializer.Ack("/admin", 12, ("a", new byte[1]))), Is.EqualTo($"461-/admin,12[\"a\",{Zero}]"));
    }

    [TestCase("/", "40")]
    [TestCase("/admin", "40/admin,")]
    public void Connect_without_payload(string @namespace, string expected)
        => Assert.That(TextOf(_serializer.Connect(@namespace, payload: null)), Is.EqualTo(expected));

    [Test]
    public void Connect_with_payload()
    {
        Assert.That(TextOf(_serializer.Connect("/", new { Token = "123" })), Is.EqualTo("40{\"token\":\"123\"}"));
        Assert.That(TextOf(_serializer.Connect("/admin", new Dictionary<string, string> { ["a"] = "b" })), Is.EqualTo("40/admin,{\"a\":\"b\"}"));
    }

    private static readonly object[] NoObjects = ["token", 1, new[] { 1 }, ("a", 1), JsonDocument.Parse("null").RootElement, new { Data = new byte[1] }];

    [TestCaseSource(nameof(NoObjects))]
    public void Connect_refuses_what_is_no_plain_object(object payload)
        => Assert.That(() => _serializer.Connect("/", payload), Throws.ArgumentException);

    [Test]
    public void Disconnect_and_connect_error()
    {
        Assert.That(TextOf(_serializer.Disconnect("/")), Is.EqualTo("41"));
        Assert.That(TextOf(_serializer.Disconnect("/admin")), Is.EqualTo("41/admin,"));
        Assert.That(TextOf(_serializer.ConnectError("/", "no", null)), Is.EqualTo("44{\"message\":\"no\"}"));
        Assert.That(TextOf(_serializer.ConnectError("/admin", "no", new { Code = 1 })), Is.EqualTo("44/admin,{\"message\":\"no\",\"data\":{\"code\":1}}"));
        Assert.That(() => _serializer.ConnectError("/", "no", new byte[1]), Throws.ArgumentException);
    }

    [Test]
    [Category("M21")]
    public void Declared_types_of_tuple_items_keep_their_discriminators()
    {
        using var packet = _serializer.Event("/", new Emission("e", ((Shape)new Circle(2), 1)), id: null);

        Assert.That(Codec.TextOf(packet), Is.EqualTo("""42["e",{"$type":"circle","radius":2},1]"""));
    }

    [Test]
    [Category("M21")]
    public void Options_of_the_user_are_honoured_and_left_alone()
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper, WriteIndented = true };
        var serializer = new PacketSerializer(options, new SocketIOLimits());

        Assert.That(TextOf(serializer.Event("/", new Emission("e", new { FooBar = "é" }), null)), Is.EqualTo("42[\"e\",{\"FOO_BAR\":\"\\u00E9\"}]"));
        Assert.That(options.IsReadOnly, Is.False);
        Assert.That(options.Converters, Is.Empty);
        Assert.That(serializer.Options.IsReadOnly, Is.True);
    }

    [Test]
    [Category("M21")]
    public void Generated_resolvers_of_the_user_are_honoured()
    {
        var serializer = new PacketSerializer(new JsonSerializerOptions { TypeInfoResolver = GeneratedTypes.Default }, new SocketIOLimits());

        Assert.That(TextOf(serializer.Event("/", new Emission("e", (new Upload("a", [1]), "text", 1, new byte[1])), null)),
            Is.EqualTo($$"""452-["e",{"Name":"a","Content":{{Zero}}},"text",1,{{First}}]"""));
        Assert.That(() => serializer.Event("/", new Emission("e", new { NotGenerated = 1 }), null), Throws.TypeOf<NotSupportedException>());
    }

    [Test]
    [Category("M21")]
    public void Exception_of_a_converter_is_passed_on_and_leaves_the_serializer_usable()
    {
        using var codec = new Codec(options: new JsonSerializerOptions { Converters = { new ThrowingConverter() } });

        Assert.That(() => codec.Serializer.Event("/", new Emission("e", (new byte[10_000], new string('x', 10_000), new Thrower())), null),
            Throws.TypeOf<InvalidTimeZoneException>());
        Assert.That(codec.Buffers.Outstanding, Is.Zero);
        Assert.That(TextOf(codec.Serializer.Event("/", new Emission("e", 1), null)), Is.EqualTo("42[\"e\",1]"));
    }

    [Test]
    [Category("M21")]
    public void Converter_may_write_another_packet_in_the_middle_of_one()
    {
        OutgoingPacket? inner = null;
        var converter = new NestingConverter(() => inner = _serializer.Event("/inner", new Emission("i", new byte[] { 7 }), null));
        var serializer = new PacketSerializer(new JsonSerializerOptions { Converters = { converter } }, new SocketIOLimits());

        using var outer = serializer.Event("/outer", new Emission("o", (new byte[] { 1 }, new Thrower(), new byte[] { 2 })), null);

        Assert.That(Codec.TextOf(outer), Is.EqualTo($"452-/outer,[\"o\",{Zero},\"nested\",{First}]"));
        Assert.That(outer.Attachment(1).ToArray(), Is.EqualTo(new byte[] { 2 }));
        Assert.That(Codec.TextOf(inner!), Is.EqualTo($"451-/inner,[\"i\",{Zero}]"));
        Assert.That(inner!.Attachment(0).ToArray(), Is.EqualTo(new byte[] { 7 }));
        inner.Dispose();
    }

    [Test]
    [Category("M21")]
    public void Converter_that_writes_a_document_of_its_own_gets_base64_in_it()
    {
        PacketSerializer? serializer = null;
        var converter = new NestingConverter(() => Assert.That(JsonSerializer.Serialize(new byte[] { 1, 2, 3 }, serializer!.Options), Is.EqualTo("\"AQID\"")));
        serializer = new PacketSerializer(new JsonSerializerOptions { Converters = { converter } }, new SocketIOLimits());

        Assert.That(TextOf(serializer.Event("/", new Emission("o", new Thrower()), null)), Is.EqualTo("42[\"o\",\"nested\"]"));
    }

    [Test]
    [Category("S10")]
    public void Threads_do_not_mix_their_packets() => Parallel.For(0, 2_000, i =>
    {
        using var packet = _serializer.Event("/", new Emission("e", (i, new[] { (byte)i })), id: i);

        Assert.That(Codec.TextOf(packet), Is.EqualTo($"451-{i}[\"e\",{i},{Zero}]"));
        Assert.That(packet.Attachment(0).ToArray(), Is.EqualTo(new[] { (byte)i }));
    });

    [Test]
    public void Lone_surrogates_are_replaced()
        => Assert.That(EventText(new Emission("e\ud800", "\udc00")), Is.EqualTo("42[\"e\\uFFFD\",\"\\uFFFD\"]"));

    private string EventText(Emission emission) => TextOf(_serializer.Event("/", emission, id: null));

    private static string TextOf(OutgoingPacket packet)
    {
        using (packet)
            return Codec.TextOf(packet);
    }

    [JsonDerivedType(typeof(Circle), "circle")]
    private abstract record Shape;

    private sealed record Circle(int Radius) : Shape;

    private sealed class Thrower;

    private sealed class ThrowingConverter : JsonConverter<Thrower>
    {
        public override Thrower Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new InvalidTimeZoneException();

        public override void Write(Utf8JsonWriter writer, Thrower value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            throw new InvalidTimeZoneException();
        }
    }

    private sealed class NestingConverter(Action inTheMiddle) : JsonConverter<Thrower>
    {
        public override Thrower Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Thrower value, JsonSerializerOptions options)
        {
            inTheMiddle();
            writer.WriteStringValue("nested");
        }
    }
}

internal sealed record Upload(string Name, byte[] Content);

[JsonSerializable(typeof(Upload))]
internal sealed partial class GeneratedTypes : JsonSerializerContext;
