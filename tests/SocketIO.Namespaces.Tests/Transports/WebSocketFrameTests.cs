using System.Buffers.Binary;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Transports;

[Category("F3")]
public sealed class WebSocketFrameTests
{
    [Test]
    public void Payloads_of_every_size_are_there_once_unmasked(
        [Values(0, 1, 3, 4, 5, 31, 32, 33, 125, 126, 127, 65_535, 65_536, 100_003)] int size)
    {
        var payload = new byte[size];
        Random.Shared.NextBytes(payload);
        var frame = new WebSocketFrame(WebSocketOpcode.Binary, isFinal: true, payload);
        var bytes = new byte[frame.Length];
        frame.Write(bytes);

        Assert.That(bytes[0], Is.EqualTo(0x82));
        Assert.That(bytes[1] & 0x80, Is.EqualTo(0x80), "masked");
        var (length, header) = (bytes[1] & 0x7f) switch
        {
            126 => (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2)), 4),
            127 => (checked((int)BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(2))), 10),
            var small => (small, 2),
        };
        Assert.That((length, bytes.Length), Is.EqualTo((size, header + 4 + size)));
        var mask = bytes[header..(header + 4)];
        Assert.That(bytes.Skip(header + 4).Select((one, i) => (byte)(one ^ mask[i % 4])), Is.EqualTo(payload));
    }

    [Test]
    public void A_length_takes_no_more_bytes_than_it_must([Values(125, 126, 65_535, 65_536)] int size)
    {
        var header = new WebSocketFrame(WebSocketOpcode.Text, isFinal: true, new byte[size]).Length - size;
        Assert.That(header, Is.EqualTo(size switch { 125 => 6, <= 65_535 => 8, _ => 14 }));
    }

    [TestCase(0, false, 0x00)]
    [TestCase(0, true, 0x80)]
    [TestCase(1, true, 0x81)]
    [TestCase(2, false, 0x02)]
    public void First_byte_tells_what_it_is_and_whether_more_follows(int opcode, bool isFinal, int first)
    {
        var bytes = new byte[6];
        new WebSocketFrame((WebSocketOpcode)opcode, isFinal, default).Write(bytes);
        Assert.That(bytes[0], Is.EqualTo(first));
    }

    [Test]
    public void No_two_frames_have_the_same_mask()
    {
        var masks = new HashSet<string>();
        var bytes = new byte[6];
        for (var i = 0; i < 1000; i++)
        {
            new WebSocketFrame(WebSocketOpcode.Text, isFinal: true, default).Write(bytes);
            masks.Add(Convert.ToHexString(bytes[2..]));
        }

        Assert.That(masks, Has.Count.GreaterThan(990), "chance may repeat one");
    }
}
