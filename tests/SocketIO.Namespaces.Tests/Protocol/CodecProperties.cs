using System.Buffers;
using CsCheck;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

[Category("S9")]
public sealed class CodecProperties
{
    [Test]
    public void Decoding_what_was_encoded_gives_it_back() => Generators.Packet.Array[1, 4].Sample(packets =>
    {
        using var codec = new Codec();
        foreach (var expected in packets)
        {
            using var packet = codec.Transfer(expected.Encode(codec.Serializer));
            expected.AssertIs(packet);
        }

        Assert.That(codec.Buffers.Outstanding, Is.Zero);
    }, iter: 3_000);

    [TestCase(EngineIOVersion.V4)]
    [TestCase(EngineIOVersion.V3, Category = "M13")]
    public void Polling_bodies_hold_several_packets(EngineIOVersion version) => Generators.Packet.Array[1, 5].Sample(packets =>
    {
        using var codec = new Codec();
        var body = new ArrayBufferWriter<byte>();
        var payload = PollingPayload.Of(version);
        var length = (long)-payload.SeparatorLength;
        foreach (var packet in packets)
        {
            using var outgoing = packet.Encode(codec.Serializer);
            payload.Append(body, outgoing, isFirst: body.WrittenCount == 0);
            length += payload.EncodedLength(outgoing);
        }

        Assert.That(body.WrittenCount, Is.EqualTo(length));

        var rest = new Memory<byte>(body.WrittenSpan.ToArray());
        foreach (var expected in packets)
        {
            IncomingPacket? decoded = null;
            while (decoded is null)
            {
                var message = payload.ReadNext(ref rest);
                Assert.That(message.Type, Is.EqualTo(EnginePacketType.Message));
                decoded = message.IsBinary ? codec.Decoder.DecodeBinary(message.Data.Span) : codec.Decoder.DecodeText(message.Data.Span);
            }

            using (decoded)
                expected.AssertIs(decoded);
        }

        Assert.That(rest.IsEmpty, Is.True);
        Assert.That(codec.Buffers.Outstanding, Is.Zero);
    }, iter: 3_000);
}
