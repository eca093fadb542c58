using System.Buffers;
using System.Text;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Protocol;

[Category("M13")]
public sealed class LengthPrefixedPayloadTests
{
    private const string Family = "👨‍👩‍👧";      // 8 UTF-16 code units, 18 bytes

    [Test]
    public void ReadNext_takes_packets_off_the_front_in_order()
    {
        Memory<byte> body = Bytes($"6:4hello2:4€10:b4AQIDBA==1:29:4{Family}2:406:4😀é😀");

        Assert.That(All(body), Is.EqualTo(new[] { "Message hello", "Message €", "binary 01020304", "Ping ", $"Message {Family}", "Message 0", "Message 😀é😀" }));
    }

    [Test]
    public void ReadNext_reads_bodies_of_bytes_too()
    {
        byte[] body = [0, 6, 255, .. "4hello"u8, 1, 5, 255, 4, 1, 2, 3, 4, 0, 1, 0, 255, .. "4"u8, .. Bytes("é😀123")];

        Assert.That(All(body), Is.EqualTo(new[] { "Message hello", "binary 01020304", "Message é😀123" }));
    }

    [Test]
    public void ReadNext_takes_a_packet_of_no_length_for_nothing() => Assert.That(All(Bytes("0:2:4a")), Is.EqualTo(new[] { "Noop ", "Message a" }));

    [Test]
    public void ReadNext_reads_an_empty_attachment() => Assert.That(All(Bytes("2:b4")), Is.EqualTo(new[] { "binary " }));

    [TestCase("")]
    [TestCase("4")]
    [TestCase("12")]
    [TestCase(":4a")]
    [TestCase("a:4a")]
    [TestCase("-2:4a")]
    [TestCase("+2:4a")]
    [TestCase(" 2:4a")]
    [TestCase("2 :4a")]
    [TestCase("2.0:4a")]
    [TestCase("3:4a")]
    [TestCase("999999999:4a")]
    [TestCase("9999999999:4a")]
    [TestCase("99999999999999999999999999:4a")]
    [TestCase("2147483648:4a")]
    [TestCase("1e1:4a")]
    [TestCase("1:9")]
    [TestCase("1:€")]
    [TestCase("2:4😀", Description = "ends within a character")]
    [TestCase("4:4😀", Description = "counts code points or bytes")]
    [TestCase("3:4€")]
    [TestCase("1:b")]
    [TestCase("6:b2AQID")]
    [TestCase("5:b4AQI")]
    [TestCase("6:b4AQ*D")]
    [TestCase("40{\"sid\":\"a\"}")]
    [Category("M16")]
    public void ReadNext_refuses_malformed_packets(string text)
        => Assert.That(() => All(Bytes(text)), Throws.TypeOf<SocketIOProtocolException>());

    [TestCase("00")]
    [TestCase("01")]
    [TestCase("00FF")]
    [TestCase("0001")]
    [TestCase("0001FF")]
    [TestCase("0002FF34")]
    [TestCase("000AFF34")]
    [TestCase("0009090909090909090909FF34")]
    [TestCase("00010A34")]
    [TestCase("01FF04")]
    [TestCase("0101FF03")]
    [TestCase("0100FF")]
    [TestCase("02")]
    [Category("M16")]
    public void ReadNext_refuses_malformed_packets_in_bodies_of_bytes(string hex)
        => Assert.That(() => All(Convert.FromHexString(hex)), Throws.TypeOf<SocketIOProtocolException>());

    [Test]
    [Category("M16")]
    public void ReadNext_refuses_lengths_amid_a_character([Values("2:\u0080a", "3:4\u0080\u0080")] string latin)
        => Assert.That(() => All(Encoding.Latin1.GetBytes(latin)), Throws.TypeOf<SocketIOProtocolException>());

    [Test]
    public void Append_counts_UTF16_code_units_and_writes_attachments_as_base64()
    {
        using var packet = Packets.Event("[\"é😀\"]", [1, 2, 3, 4]);
        var body = new ArrayBufferWriter<byte>();

        PollingPayload.V3.Append(body, packet, isFirst: true);

        Assert.That(Encoding.UTF8.GetString(body.WrittenSpan), Is.EqualTo("""11:451-["é😀"]10:b4AQIDBA=="""));
    }

    [Test]
    public void EncodedLength_is_what_a_packet_adds_to_a_body([Values(0, 1, 2, 3, 4, 5, 6, 70, 74, 75, 12_287, 12_288, 12_289, 100_000)] int length)
    {
        using var codec = new Codec();
        using var packet = codec.Serializer.Event("/chat", new Emission("é😀", (new byte[length], "text", new byte[1])), id: 12);
        var body = new ArrayBufferWriter<byte>();

        PollingPayload.V3.Append(body, packet, isFirst: false);

        Assert.That(PollingPayload.V3.EncodedLength(packet), Is.EqualTo(body.WrittenCount));
    }

    [TestCase("""96:0{"sid":"a"}2:40""", true, false)]
    [TestCase("\0\u0009\u0006\u00ff0{}", true, false)]
    [TestCase("""0{"sid":"a"}""", false, true)]
    [TestCase("""40{"sid":"a"}""", false, false)]
    [TestCase("", false, false)]
    [TestCase("96", false, false)]
    public void A_handshake_of_the_other_version_is_known(string text, bool isForeignToV4, bool isForeignToV3)
    {
        Assert.That(PollingPayload.V4.IsForeignHandshake(Encoding.Latin1.GetBytes(text)), Is.EqualTo(isForeignToV4));
        Assert.That(PollingPayload.V3.IsForeignHandshake(Encoding.Latin1.GetBytes(text)), Is.EqualTo(isForeignToV3));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static List<string> All(Memory<byte> body)
    {
        var packets = new List<string>();
        do
        {
            var packet = PollingPayload.V3.ReadNext(ref body);
            packets.Add(packet.IsBinary ? $"binary {Convert.ToHexString(packet.Data.Span)}" : $"{packet.Type} {Encoding.UTF8.GetString(packet.Data.Span)}");
        }
        while (!body.IsEmpty);
        return packets;
    }
}
