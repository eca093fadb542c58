using System.Text;
using System.Text.Json;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

/// <summary>A serializer and a decoder over a pool of their own, and what tests do with them.</summary>
internal sealed class Codec : IDisposable
{
    public Codec(SocketIOLimits? limits = null, JsonSerializerOptions? options = null)
    {
        Limits = limits ?? new SocketIOLimits();
        Pool = new PacketPool(Buffers);
        Serializer = new PacketSerializer(options, Limits, Pool);
        Decoder = new PacketDecoder(Limits, Pool);
    }

    public CountingArrayPool Buffers { get; } = new();

    public PacketPool Pool { get; }

    public SocketIOLimits Limits { get; }

    public PacketSerializer Serializer { get; }

    public PacketDecoder Decoder { get; }

    public IncomingPacket Decode(string text, params byte[][] attachments)
        => TryDecode(text, attachments) ?? throw new AssertionException("Attachments are missing.");

    public IncomingPacket? TryDecode(string text, params byte[][] attachments)
    {
        var packet = Decoder.DecodeText(Encoding.UTF8.GetBytes(text));
        foreach (var attachment in attachments)
            packet = Decoder.DecodeBinary(attachment);
        return packet;
    }

    /// <summary>Takes an outgoing packet to its other end, and disposes it.</summary>
    public IncomingPacket Transfer(OutgoingPacket outgoing)
    {
        using (outgoing)
        {
            var packet = Decoder.DecodeText(outgoing.Text.Span[1..]);
            for (var i = 0; i < outgoing.AttachmentCount; i++)
                packet = Decoder.DecodeBinary(outgoing.Attachment(i).Span);
            return packet ?? throw new AssertionException("Attachments are missing.");
        }
    }

    public static string TextOf(OutgoingPacket packet) => Encoding.UTF8.GetString(packet.Text.Span);

    public void Dispose() => Decoder.Dispose();
}
