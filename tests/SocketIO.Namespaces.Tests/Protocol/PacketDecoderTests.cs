using System.Text;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

public sealed class PacketDecoderTests
{
    private Codec _codec = null!;

    [SetUp]
    public void SetUp() => _codec = new Codec();

    [TearDown]
    public void TearDown() => _codec.Dispose();

    [TestCase("0", PacketType.Connect, "/", null, "")]
    [TestCase("0{\"sid\":\"x\"}", PacketType.Connect, "/", null, "{\"sid\":\"x\"}")]
    [TestCase("0/admin", PacketType.Connect, "/admin", null, "")]
    [TestCase("0/admin,", PacketType.Connect, "/admin", null, "")]
    [TestCase("0/admin,{\"sid\":\"x\",\"pid\":\"y\"}", PacketType.Connect, "/admin", null, "{\"sid\":\"x\",\"pid\":\"y\"}")]
    [TestCase("0/admin?token=1&x=[2],{}", PacketType.Connect, "/admin", null, "{}")]
    [TestCase("0/?token=1", PacketType.Connect, "/", null, "")]
    [TestCase("0/,{}", PacketType.Connect, "/", null, "{}")]
    [TestCase("0/é[1]\"x\",{}", PacketType.Connect, "/é[1]\"x\"", null, "{}")]
    [TestCase("1", PacketType.Disconnect, "/", null, "")]
    [TestCase("1/admin", PacketType.Disconnect, "/admin", null, "")]
    [TestCase("1/admin,", PacketType.Disconnect, "/admin", null, "")]
    [TestCase("2[\"e\"]", PacketType.Event, "/", null, "[\"e\"]")]
    [TestCase("20[\"e\"]", PacketType.Event, "/", 0L, "[\"e\"]")]
    [TestCase("2/admin,12[\"e\",1]", PacketType.Event, "/admin", 12L, "[\"e\",1]")]
    [TestCase("29223372036854775807[\"e\"]", PacketType.Event, "/", long.MaxValue, "[\"e\"]")]
    [TestCase("30[]", PacketType.Ack, "/", 0L, "[]")]
    [TestCase("3/admin,456[1,[2]]", PacketType.Ack, "/admin", 456L, "[1,[2]]")]
    [TestCase("4", PacketType.ConnectError, "/", null, "")]
    [TestCase("4/admin,", PacketType.ConnectError, "/admin", null, "")]
    [TestCase("4\"no\"", PacketType.ConnectError, "/", null, "\"no\"")]
    [TestCase("4[1]", PacketType.ConnectError, "/", null, "[1]")]
    [TestCase("4/admin,403", PacketType.ConnectError, "/admin", null, "403")]
    [TestCase("4/admin,{\"message\":\"no\",\"data\":[1]}", PacketType.ConnectError, "/admin", null, "{\"message\":\"no\",\"data\":[1]}")]
    public void Text_packets(string text, object type, string @namespace, long? id, string json)
    {
        using var packet = _codec.Decode(text);

        Assert.That(packet.Type, Is.EqualTo(type));
        Assert.That(Text(packet.Namespace), Is.EqualTo(@namespace));
        Assert.That(packet.Id, Is.EqualTo(id));
        Assert.That(Text(packet.Json), Is.EqualTo(json));
        Assert.That(packet.Attachments, Is.Empty);
        Assert.That(packet.ByteCount, Is.EqualTo(Encoding.UTF8.GetByteCount(text)));
    }

    [TestCase("2[\"e\"]", "e")]
    [TestCase("2[\"e\",1,\"a,b\",[\"x\",[]],{\"y\":{}},null,true]", "e", "1", "\"a,b\"", "[\"x\",[]]", "{\"y\":{}}", "null", "true")]
    [TestCase("2[ \"e\" , 1 ]\n", "e", "1")]
    [TestCase("2[\"my event\",\"[\\\"\"]", "my event", "\"[\\\"\"")]
    [TestCase("2[\"\"]", "")]
    [TestCase("2[\"na\\u00efve\\n\\ud83c\\udf0d\\\"\"]", "naïve\n🌍\"")]
    [TestCase("2[\"e\",\"\\ud800\"]", "e", "\"\\ud800\"", Description = "user data that only a reader of it can judge")]
    [TestCase("2[\"e\",1e400,1234567890123456789012345678901234567890]", "e", "1e400", "1234567890123456789012345678901234567890")]
    [TestCase("2[\"e\",{\"a\":1,\"a\":2,\"__proto__\":3}]", "e", "{\"a\":1,\"a\":2,\"__proto__\":3}")]
    public void Event_has_a_name_and_elements(string text, string name, params string[] arguments)
    {
        using var packet = _codec.Decode(text);

        Assert.That(Text(packet.EventName), Is.EqualTo(name));
        Assert.That(packet.ElementCount, Is.EqualTo(1 + arguments.Length));
        for (var i = 0; i < arguments.Length; i++)
            Assert.That(Text(packet.Element(i + 1)), Is.EqualTo(arguments[i]));
    }

    [TestCase("3/n,7[]")]
    [TestCase("37[1]", "1")]
    [TestCase("37[null,{\"a\":[1]}]", "null", "{\"a\":[1]}")]
    public void Acknowledgement_has_its_values_as_elements(string text, params string[] values)
    {
        using var packet = _codec.Decode(text);

        Assert.That(Enumerable.Range(0, packet.ElementCount).Select(i => Text(packet.Element(i))), Is.EqualTo(values));
        Assert.That(packet.EventName.IsEmpty, Is.True);
    }

    [Test]
    public void Many_elements_are_counted_in_the_bytes_kept()
    {
        using var packet = _codec.Decode($"2[\"e\"{string.Concat(Enumerable.Repeat(",0", 1000))}]");

        Assert.That(packet.ElementCount, Is.EqualTo(1001));
        Assert.That(Text(packet.Element(1000)), Is.EqualTo("0"));
        Assert.That(packet.ByteCount, Is.GreaterThan(8 * 1001));
    }

    [Test]
    public void Element_outside_the_array_is_refused([Values(-1, 1, 4)] int index)
    {
        using var packet = _codec.Decode("2[\"e\"]");

        Assert.That(() => packet.Element(index).Length, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Namespace_in_the_default_one_is_not_kept_from_the_packet_before()
    {
        _codec.Decode("2/admin,7[\"e\\n\",1]").Dispose();

        using var packet = _codec.Decode("0");

        Assert.That(Text(packet.Namespace), Is.EqualTo("/"));
        Assert.That(packet.Id, Is.Null);
        Assert.That(packet.ElementCount, Is.Zero);
        Assert.That(packet.EventName.IsEmpty, Is.True);
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
