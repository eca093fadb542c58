using System.Text;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

[Category("S9")]
public sealed class PacketDecoderAttachmentTests
{
    private const string One = "{\"_placeholder\":true,\"num\":0}";

    private Codec _codec = null!;

    [SetUp]
    public void SetUp() => _codec = new Codec(new SocketIOLimits { Attachments = 100, AttachmentBytes = 1000 });

    [TearDown]
    public void TearDown() => _codec.Dispose();

    [Test]
    public void Packet_is_complete_with_its_last_attachment()
    {
        Assert.That(_codec.TryDecode("52-/admin,3[\"e\",{\"a\":[{\"_placeholder\":true,\"num\":1}]},{\"num\":0,\"_placeholder\":true}]"), Is.Null);
        Assert.That(_codec.Decoder.IsIncomplete, Is.True);
        Assert.That(_codec.Decoder.DecodeBinary([1, 2, 3]), Is.Null);
        using var packet = _codec.Decoder.DecodeBinary([])!;

        Assert.That(_codec.Decoder.IsIncomplete, Is.False);
        Assert.That(packet.Type, Is.EqualTo(PacketType.Event));
        Assert.That(packet.Id, Is.EqualTo(3));
        Assert.That(packet.Attachments, Is.EqualTo(new byte[][] { [1, 2, 3], [] }));
        Assert.That(packet.ByteCount, Is.EqualTo(packet.Json.Length + "52-/admin,3".Length + 3));
    }

    [Test]
    public void Binary_acknowledgement_is_an_acknowledgement()
    {
        using var packet = _codec.Decode($"61-/n,7[{One}]", [9]);

        Assert.That(packet.Type, Is.EqualTo(PacketType.Ack));
        Assert.That(packet.Id, Is.EqualTo(7));
    }

    [Test]
    public void Attachments_outlive_the_packet()
    {
        var packet = _codec.Decode($"51-[\"e\",{One}]", [1, 2]);
        var attachments = packet.Attachments;
        packet.Dispose();
        using var next = _codec.Decode($"51-[\"e\",{One}]", [3, 4]);

        Assert.That(attachments, Is.EqualTo(new byte[][] { [1, 2] }));
    }

    [TestCase("{\"_placeholder\":false,\"num\":0}")]
    [TestCase("{\"_placeholder\":true,\"num\":0,\"x\":1}")]
    [TestCase("{\"_placeholder\":1,\"num\":0}")]
    [TestCase("{\"num\":0}")]
    [TestCase("{\"num\":{\"num\":[]}}")]
    [TestCase("{\"_placeholder\":true,\"num\":[0]}")]
    [TestCase("{}")]
    public void Objects_of_another_shape_are_data(string json)
    {
        using var packet = _codec.Decode($"51-[\"e\",{json},[{json}],{One}]", [1]);

        Assert.That(Encoding.UTF8.GetString(packet.Element(1)), Is.EqualTo(json));
    }

    [Test]
    public void Objects_of_placeholder_shape_are_data_in_a_packet_without_attachments()
    {
        using var packet = _codec.Decode("2[\"e\",{\"_placeholder\":true,\"num\":\"splice\"}]");

        Assert.That(packet.ElementCount, Is.EqualTo(2));
    }

    [Test]
    public void Many_attachments_each_with_its_placeholder()
    {
        var order = Enumerable.Range(0, 100).Reverse();
        var text = $"5100-[\"e\",{string.Join(",", order.Select(n => $"{{\"_placeholder\":true,\"num\":{n}}}"))}]";

        using var packet = _codec.Decode(text, [.. Enumerable.Range(0, 100).Select(n => new[] { (byte)n })]);

        Assert.That(packet.Attachments[99], Is.EqualTo(new byte[] { 99 }));
    }

    [TestCase("50-[\"e\"]")]
    [TestCase("51-[\"e\"]")]
    [TestCase("52-[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("51-[\"e\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("52-[\"e\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("51-[\"e\",{\"_placeholder\":true,\"num\":1}]")]
    [TestCase("51-[\"e\",{\"_placeholder\":true,\"num\":7}]")]
    [TestCase("51-[\"e\",{\"_placeholder\":true,\"num\":-1}]")]
    [TestCase("51-[\"e\",{\"_placeholder\":true,\"num\":0.5}]")]
    [TestCase("51-[\"e\",{\"_placeholder\":true,\"num\":1e0}]")]
    [TestCase("51-[\"e\",{\"_placeholder\":true,\"num\":99999999999}]")]
    [TestCase("51-[\"e\",{\"_placeholder\":true,\"num\":\"splice\"}]")]
    [TestCase("51-[\"e\",{\"_placeholder\":true,\"num\":\"0\"}]")]
    [TestCase("51-[\"e\",{\"_placeholder\":true,\"num\":null}]")]
    [TestCase("51-[\"e\",{\"_placeholder\":true}]")]
    [TestCase("51-[\"e\",{\"_placeholder\":true},{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("51-[\"e\",{\"num\":0,\"num\":0,\"_placeholder\":true}]")]
    [TestCase("51-[\"e\",{\"_placeholder\":true,\"_placeholder\":true}]")]
    [TestCase("51-[\"e\",{\"\\u005fplaceholder\":true,\"num\":0}]")]
    [TestCase("51-[\"e\",{\"\\ud800\":true,\"num\":0}]")]
    [TestCase("51-[{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("61-[{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("5[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("51[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("5-[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("5-1-[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("5+1-[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("501-[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("51e0-[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("51e1-[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("50x1-[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("51.0-[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("5 1-[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("5101-[\"e\",{\"_placeholder\":true,\"num\":0}]")]
    [TestCase("52147483647-[\"e\"]")]
    [TestCase("52147483648-[\"e\"]")]
    [TestCase("599999999999999999999999999999-[\"e\"]")]
    [TestCase("5999999-[\"e\"]")]
    [TestCase("51")]
    [TestCase("51-")]
    [TestCase("50-")]
    [TestCase("61-7")]
    [TestCase("61-7[]")]
    [Category("M16")]
    public void Malformed_binary_packets_are_refused(string text)
    {
        Assert.That(() => _codec.TryDecode(text), Throws.TypeOf<SocketIOProtocolException>().With.Message.Length.LessThan(200));
        Assert.That(_codec.Decoder.IsIncomplete, Is.False);
    }

    [Test]
    [Category("M16")]
    public void Announced_attachments_cost_nothing_before_there_are_placeholders()
    {
        using var codec = new Codec(new SocketIOLimits { Attachments = int.MaxValue });
        Assert.That(() => codec.TryDecode("51-[\"warm up\"]"), Throws.TypeOf<SocketIOProtocolException>());

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => codec.TryDecode("52147483647-[\"e\"]"), Throws.TypeOf<SocketIOProtocolException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
    }

    [Test]
    [Category("M16")]
    public void Text_between_attachments_is_refused_and_drops_the_packet()
    {
        _codec.TryDecode($"51-[\"e\",{One}]");

        Assert.That(() => _codec.TryDecode("2[\"e\"]"), Throws.TypeOf<SocketIOProtocolException>());
        Assert.That(_codec.Decoder.IsIncomplete, Is.False);
    }

    [Test]
    [Category("M16")]
    public void Binary_that_nothing_announced_is_refused()
    {
        Assert.That(() => _codec.Decoder.DecodeBinary([1]), Throws.TypeOf<SocketIOProtocolException>());

        _codec.Decode($"51-[\"e\",{One}]", [1]).Dispose();
        Assert.That(() => _codec.Decoder.DecodeBinary([1]), Throws.TypeOf<SocketIOProtocolException>());
    }

    [Test]
    [Category("M16")]
    public void Attachments_are_limited_in_their_bytes_together()
    {
        const string two = "52-[\"e\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";
        _codec.Decode(two, new byte[500], new byte[500]).Dispose();

        _codec.TryDecode(two, new byte[500]);
        Assert.That(() => _codec.Decoder.DecodeBinary(new byte[501]), Throws.TypeOf<SocketIOProtocolException>().With.Message.Contains("1000"));
        Assert.That(_codec.Decoder.IsIncomplete, Is.False);
    }
}
