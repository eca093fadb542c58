using System.Buffers;
using System.Text;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

[Category("M1")]
public sealed class PollingPayloadTests
{
    [Test]
    public void ReadNext_takes_packets_off_the_front_in_order()
    {
        Memory<byte> body = Bytes("4hello\u001e2\u001ebAQIDBA==\u001e4€");

        Assert.That(Next(ref body), Is.EqualTo("Message hello"));
        Assert.That(Next(ref body), Is.EqualTo("Ping "));
        Assert.That(Next(ref body), Is.EqualTo("Message 01020304"));
        Assert.That(Next(ref body), Is.EqualTo("Message €"));
        Assert.That(body.IsEmpty, Is.True);
    }

    [Test]
    public void ReadNext_reads_an_empty_attachment()
    {
        Memory<byte> body = Bytes("b");

        var packet = PollingPayload.V4.ReadNext(ref body);

        Assert.That(packet.IsBinary, Is.True);
        Assert.That(packet.Data.Length, Is.Zero);
    }

    [TestCase("", 0)]
    [TestCase("\u001e", 0)]
    [TestCase("\u001e4a", 0)]
    [TestCase("4a\u001e", 0)]
    [TestCase("4a\u001e\u001e4b", 1)]
    [TestCase("8", 0)]
    [TestCase("96:0{}2:40", 0)]
    [TestCase("bAQID*A==", 0)]
    [TestCase("bAQI", 0)]
    [TestCase("bAQIDBA", 0)]
    [TestCase("bAQIDBA=", 0)]
    [TestCase("bAQIDBA===", 0)]
    [TestCase("bAQ ID", 0)]
    [TestCase("bAQID    ", 0)]
    [TestCase("bAQID\nBA=", 0)]
    [TestCase("b====", 0)]
    [TestCase("bAQID====", 0)]
    [Category("M16")]
    public void ReadNext_refuses_malformed_packets(string text, int goodPackets)
    {
        Memory<byte> body = Bytes(text);
        for (var i = 0; i < goodPackets; i++)
            PollingPayload.V4.ReadNext(ref body);

        Assert.That(() => PollingPayload.V4.ReadNext(ref body), Throws.TypeOf<SocketIOProtocolException>());
    }

    [TestCase(0, "b")]
    [TestCase(1, "bAA==")]
    [TestCase(2, "bAAA=")]
    [TestCase(3, "bAAAA")]
    [TestCase(4, "bAAAAAA==")]
    public void Append_writes_attachments_as_base64_behind_their_packet(int length, string expected)
    {
        using var codec = new Codec();
        using var packet = codec.Serializer.Event("/", new Emission("e", new byte[length]), id: null);
        var body = new ArrayBufferWriter<byte>();

        PollingPayload.V4.Append(body, packet, isFirst: true);

        Assert.That(Encoding.UTF8.GetString(body.WrittenSpan), Is.EqualTo($"{Codec.TextOf(packet)}\u001e{expected}"));
    }

    [Test]
    public void EncodedLength_is_what_a_packet_adds_to_a_body([Values(0, 1, 2, 3, 100, 12_287, 12_288, 12_289, 100_000)] int length)
    {
        using var codec = new Codec();
        using var packet = codec.Serializer.Event("/chat", new Emission("e", (new byte[length], "text", new byte[1])), id: 12);
        var body = new ArrayBufferWriter<byte>();

        PollingPayload.V4.Append(body, packet, isFirst: false);

        Assert.That(PollingPayload.V4.EncodedLength(packet), Is.EqualTo(body.WrittenCount));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Next(ref Memory<byte> body)
    {
        var packet = PollingPayload.V4.ReadNext(ref body);
        return $"{packet.Type} {(packet.IsBinary ? Convert.ToHexString(packet.Data.Span) : Encoding.UTF8.GetString(packet.Data.Span))}";
    }
}
