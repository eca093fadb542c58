using System.Buffers;
using System.Text;
using CsCheck;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

/// <summary>Whatever bytes come: a packet or a <see cref="SocketIOProtocolException"/>, and nothing rented stays out.</summary>
[Category("M16")]
public sealed class HostileInputProperties
{
    private static readonly Gen<byte[]> Bytes = Gen.OneOf(
        Gen.Byte.Array[0, 64],
        Gen.OneOf(Encoding.UTF8.GetBytes("0123456789-/,:?[]{}\":\\u_placeholdernumtruefalse.eE+ \n\u001eb=\u0000\u0001").Select(b => (byte)b).ToArray()).Array[0, 64]);

    private static readonly Gen<(int Position, int Kind, byte Byte)> Mutation = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 3], Gen.Byte);

    [Test]
    public void Any_bytes_as_messages() => Gen.Select(Bytes, Gen.Bool).Array[1, 4].Sample(messages =>
    {
        using var codec = new Codec();
        foreach (var (bytes, isBinary) in messages)
            Feed(codec, bytes, isBinary);
        AssertBalanced(codec);
    }, iter: 30_000);

    [Test]
    public void Any_mutation_of_a_packet() => Gen.Select(Generators.Packet, Mutation.Array[1, 3]).Sample((generated, mutations) =>
    {
        using var codec = new Codec();
        using (var outgoing = generated.Encode(codec.Serializer))
        {
            Feed(codec, mutations.Aggregate(outgoing.Text[1..].ToArray(), Mutate), isBinary: false);
            for (var i = 0; i < outgoing.AttachmentCount; i++)
                Feed(codec, outgoing.Attachment(i).ToArray(), isBinary: true);
        }

        AssertBalanced(codec);
    }, iter: 20_000);

    [TestCase(EngineIOVersion.V4)]
    [TestCase(EngineIOVersion.V3, Category = "M13")]
    public void Any_bytes_as_a_polling_body(EngineIOVersion version) => Bytes.Sample(bytes =>
    {
        using var codec = new Codec();
        FeedBody(codec, version, bytes);
        AssertBalanced(codec);
    }, iter: 20_000);

    [TestCase(EngineIOVersion.V4)]
    [TestCase(EngineIOVersion.V3, Category = "M13")]
    public void Any_mutation_of_a_polling_body(EngineIOVersion version) => Gen.Select(Generators.Packet.Array[1, 3], Mutation.Array[1, 3]).Sample((packets, mutations) =>
    {
        using var codec = new Codec();
        var body = new ArrayBufferWriter<byte>();
        foreach (var packet in packets)
        {
            using var outgoing = packet.Encode(codec.Serializer);
            PollingPayload.Of(version).Append(body, outgoing, isFirst: body.WrittenCount == 0);
        }

        FeedBody(codec, version, mutations.Aggregate(body.WrittenSpan.ToArray(), Mutate));
        AssertBalanced(codec);
    }, iter: 10_000);

    [Test]
    public void Any_bytes_as_a_handshake() => Gen.Select(Bytes, Mutation.Array[0, 3]).Sample((bytes, mutations) =>
    {
        var valid = """{"sid":"abc","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"""u8.ToArray();
        Attempt(() => Handshake.Parse(bytes));
        Attempt(() => Handshake.Parse(mutations.Aggregate(valid, Mutate)));
    }, iter: 20_000);

    private static void FeedBody(Codec codec, EngineIOVersion version, byte[] bytes) => Attempt(() =>
    {
        Memory<byte> body = bytes;
        do
        {
            var message = PollingPayload.Of(version).ReadNext(ref body);
            if (message.Type == EnginePacketType.Message)
                Feed(codec, message.Data.ToArray(), message.IsBinary);
        }
        while (!body.IsEmpty);
    });

    private static void Feed(Codec codec, byte[] bytes, bool isBinary) => Attempt(() =>
    {
        using var packet = isBinary ? codec.Decoder.DecodeBinary(bytes) : codec.Decoder.DecodeText(bytes);
        if (packet is not null)
            Touch(packet);
    });

    /// <summary>Everything of a decoded packet can be had.</summary>
    private static void Touch(IncomingPacket packet)
    {
        Assert.That(packet.Namespace[0], Is.EqualTo((byte)'/'));
        Assert.That(packet.EventName.Length, Is.LessThanOrEqualTo(packet.ByteCount));
        for (var i = 0; i < packet.ElementCount; i++)
            Assert.That(packet.Element(i).IsEmpty, Is.False);
        if (packet.Type is PacketType.Event)
            Assert.That(packet.ElementCount, Is.Positive);
    }

    private static byte[] Mutate(byte[] bytes, (int Position, int Kind, byte Byte) mutation)
    {
        if (bytes.Length == 0)
            return [mutation.Byte];

        var at = mutation.Position % bytes.Length;
        return mutation.Kind switch
        {
            0 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << (mutation.Byte % 8))), .. bytes[(at + 1)..]],
            1 => bytes[..at],
            2 => [.. bytes[..at], mutation.Byte, .. bytes[at..]],
            _ => [.. bytes[..at], .. bytes[(at + 1)..]],
        };
    }

    private static void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (SocketIOProtocolException exception)
        {
            Assert.That(exception.Message, Has.Length.LessThan(250));
        }
    }

    private static void AssertBalanced(Codec codec)
    {
        codec.Decoder.Dispose();
        Assert.That(codec.Buffers.Outstanding, Is.Zero);
    }
}
