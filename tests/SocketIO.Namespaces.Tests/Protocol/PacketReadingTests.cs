using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

[Category("M21")]
public sealed class PacketReadingTests
{
    private const string Zero = """{"_placeholder":true,"num":0}""";

    private Codec _codec = null!;

    [SetUp]
    public void SetUp() => _codec = new Codec();

    [TearDown]
    public void TearDown() => _codec.Dispose();

    [Test]
    public void Read_gives_an_element_as_a_type()
    {
        using var packet = _codec.Decode("""2["e",1,"text",{"name":"n","size":7},[1,2],null]""");

        Assert.That(Read<string>(packet, 0), Is.EqualTo("e"));
        Assert.That(Read<int>(packet, 1), Is.EqualTo(1));
        Assert.That(Read<string>(packet, 2), Is.EqualTo("text"));
        Assert.That(Read<FileInfo>(packet, 3), Is.EqualTo(new FileInfo("n", 7)));
        Assert.That(Read<int[]>(packet, 4), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Read<(int, int)>(packet, 4), Is.EqualTo((1, 2)));
        Assert.That(Read<string>(packet, 5), Is.Null);
        Assert.That(Read<int?>(packet, 5), Is.Null);
    }

    [Test]
    public void Read_refuses_what_does_not_fit()
    {
        using var packet = _codec.Decode("""2["e","text!",null,"\ud800",{"_placeholder":true,"num":0}]""");

        Assert.That(() => Read<int>(packet, 1), Throws.InstanceOf<JsonException>());
        Assert.That(() => Read<int>(packet, 2), Throws.InstanceOf<JsonException>());
        Assert.That(() => Read<string>(packet, 3), Throws.InstanceOf<JsonException>());
        Assert.That(() => Read<byte[]>(packet, 1), Throws.InstanceOf<JsonException>());
        Assert.That(() => Read<byte[]>(packet, 4), Throws.InstanceOf<JsonException>(), "the packet has no attachments");
        Assert.That(() => Read<(int, int)>(packet, 1), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public void Binary_types_are_read_from_attachments_wherever_they_stand()
    {
        using var packet = _codec.Decode(
            """53-["e",{"_placeholder":true,"num":2},{"content":{"num":0,"_placeholder":true}},[{"_placeholder":true,"num":1}]]""", [0], [1], [2]);

        Assert.That(Read<ReadOnlyMemory<byte>>(packet, 1).ToArray(), Is.EqualTo(new byte[] { 2 }));
        Assert.That(Read<Content>(packet, 2)!.Bytes, Is.EqualTo(new byte[] { 0 }));
        Assert.That(Read<Memory<byte>[]>(packet, 3)![0].ToArray(), Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public void Attachments_in_untyped_json_show_as_base64()
    {
        const string Data = """{"a":[{"_placeholder":true,"num":0},{"_placeholder":1}],"b\u0062":"\u00e9\ud800","c":1.50,"d":null,"e":{}}""";
        const string Shown = """{"a":["AQI=",{"_placeholder":1}],"bb":"\u00e9\ud800","c":1.50,"d":null,"e":{}}""";
        using var packet = _codec.Decode($"""51-["e",{Data}]""", [1, 2]);

        Assert.That(Read<JsonElement>(packet, 1).GetRawText(), Is.EqualTo(Shown));
        Assert.That(((JsonElement)Read<object>(packet, 1)!).GetRawText(), Is.EqualTo(Shown));
        Assert.That(Read<Dictionary<string, object>>(packet, 1)!["a"].ToString(), Does.Contain("AQI="));
        Assert.That(Read<JsonObject>(packet, 1)!["a"]![0]!.GetValue<string>(), Is.EqualTo("AQI="));
        Assert.That(Read<JsonNode>(packet, 1)!["d"], Is.Null);
        Assert.That(Read<byte[][]>(_codec.Decode("""51-["e",[{"_placeholder":true,"num":0}]]""", [1, 2]), 1), Is.EqualTo(new[] { new byte[] { 1, 2 } }));
    }

    [Test]
    public void Untyped_json_without_attachments_is_as_it_came()
    {
        const string Data = """{ "b\u0062" : { "_placeholder" : true, "num" : 0 } }""";
        using var packet = _codec.Decode($"""2["e",{Data}]""");

        Assert.That(Read<JsonElement>(packet, 1).GetRawText(), Is.EqualTo(Data));
        Assert.That(((JsonElement)Read<object>(packet, 1)!).GetRawText(), Is.EqualTo(Data));
    }

    [Test]
    public void Binary_types_are_read_from_base64_and_null_too()
    {
        using var packet = _codec.Decode("""2["e","AQID",null]""");

        Assert.That(Read<byte[]>(packet, 1), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(Read<Memory<byte>>(packet, 1).ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(Read<byte[]>(packet, 2), Is.Null);
        Assert.That(Read<ReadOnlyMemory<byte>>(packet, 2).Length, Is.Zero);
    }

    [Test]
    public void Values_hold_no_memory_of_the_packet()
    {
        var packet = _codec.Decode($$"""51-["e",{"a":"b"},{{Zero}}]""", [1]);
        var element = Read<JsonElement>(packet, 1);
        var boxed = Read<object>(packet, 1)!;
        var bytes = Read<byte[]>(packet, 2);
        packet.Dispose();
        using var next = _codec.Decode("""2["XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"]""");

        Assert.That(element.GetRawText(), Is.EqualTo("""{"a":"b"}"""));
        Assert.That(boxed.ToString(), Is.EqualTo("""{"a":"b"}"""));
        Assert.That(bytes, Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public void Every_reader_of_an_attachment_gets_an_array_of_its_own()
    {
        using var packet = _codec.Decode($"51-[\"e\",{Zero}]", [1]);

        var first = Read<byte[]>(packet, 1)!;
        var second = Read<byte[]>(packet, 1)!;

        Assert.That(second, Is.EqualTo(first));
        Assert.That(second, Is.Not.SameAs(first));
    }

    [Test]
    public void First_reader_of_an_attachment_gets_it_without_another_copy()
    {
        for (var i = 0; i < 3; i++)
        {
            using var packet = _codec.Decode($"51-[\"e\",{Zero}]", [1]);

            Assert.That(Read<byte[]>(packet, 1), Is.SameAs(packet.Attachments[0]), "however often the packet's object was used before");
        }
    }

    [Test]
    public void Converter_may_read_another_packet_in_the_middle_of_one()
    {
        var converter = new NestingConverter(_codec);
        using var codec = new Codec(options: new JsonSerializerOptions { Converters = { converter } });
        using var packet = codec.Decode("""52-["e",[{"_placeholder":true,"num":0},7,{"_placeholder":true,"num":1}]]""", [1], [2]);

        var (first, inner, second) = codec.Serializer.Read<(byte[], Inner, byte[])>(packet, 1);

        Assert.That(first, Is.EqualTo(new byte[] { 1 }));
        Assert.That(inner.Data, Is.EqualTo(new byte[] { 99 }));
        Assert.That(second, Is.EqualTo(new byte[] { 2 }));
    }

    [Test]
    public void Tuples_are_read_from_arrays_of_any_length_that_suffices()
    {
        using var packet = _codec.Decode("""2["e",[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16],["a",1,{"x":[2]}],["a"],[]]""");

        Assert.That(Read<(int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int)>(packet, 1),
            Is.EqualTo((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)));
        Assert.That(Read<Tuple<int, int, int, int, int, int, int, Tuple<int>>>(packet, 1), Is.EqualTo(Tuple.Create(1, 2, 3, 4, 5, 6, 7, 8)));
        Assert.That(Read<(string, int)>(packet, 2), Is.EqualTo(("a", 1)), "surplus elements are ignored");
        Assert.That(Read<(string, int?, string?)>(packet, 3), Is.EqualTo(("a", (int?)null, (string?)null)));
        Assert.That(() => Read<(string, int)>(packet, 3), Throws.InstanceOf<JsonException>().With.Message.Contains("Int32"));
        Assert.That(Read<ValueTuple>(packet, 4), Is.EqualTo(default(ValueTuple)));
        Assert.That(Read<ValueTuple<string>>(packet, 3).Item1, Is.EqualTo("a"));
        Assert.That(Read<(string, int)?>(packet, 2), Is.EqualTo(("a", 1)));
    }

    [Test]
    public void ReadPayload_reads_what_is_no_array()
    {
        using var connect = _codec.Decode("""0{"sid":"x"}""");
        using var refusal = _codec.Decode("""4/admin,"no" """);
        using var empty = _codec.Decode("4");

        Assert.That(_codec.Serializer.ReadPayload<JsonElement>(connect).GetProperty("sid").GetString(), Is.EqualTo("x"));
        Assert.That(_codec.Serializer.ReadPayload<string>(refusal), Is.EqualTo("no"));
        Assert.That(_codec.Serializer.ReadPayload<string>(empty), Is.Null);
        Assert.That(_codec.Serializer.ReadPayload<JsonElement>(empty).ValueKind, Is.EqualTo(JsonValueKind.Undefined));
    }

    [Test]
    public void Depth_of_reading_follows_the_limit()
    {
        using var codec = new Codec(new SocketIOLimits { JsonDepth = 200 });
        using var packet = codec.Decode($"2[\"e\",{new string('[', 150)}{new string(']', 150)}]");

        Assert.That(codec.Serializer.Read<JsonElement>(packet, 1).ValueKind, Is.EqualTo(JsonValueKind.Array));
    }

    private T? Read<T>(IncomingPacket packet, int element) => _codec.Serializer.Read<T>(packet, element);

    private sealed record Inner(byte[] Data);

    private sealed class NestingConverter(Codec codec) : JsonConverter<Inner>
    {
        public override Inner Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var packet = codec.Decode($"51-[\"i\",{Zero}]", [99]);
            return new Inner(codec.Serializer.Read<byte[]>(packet, 1)!);
        }

        public override void Write(Utf8JsonWriter writer, Inner value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    private sealed record FileInfo(string Name, int Size);

    private sealed record Content([property: JsonPropertyName("content")] byte[] Bytes);
}
