using System.Buffers;
using System.Buffers.Text;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Engine.IO v4 polling bodies: packets separated by U+001E, binary ones as <c>b</c> and base64.</summary>
internal static class PollingPayload
{
    private const byte Separator = 0x1E;
    private const byte BinaryPrefix = (byte)'b';

    /// <summary>A multiple of 3, so that no chunk but the last has padding.</summary>
    private const int EncodedChunk = 3 * 4096;

    /// <summary>Takes the next packet off the front of a body. Base64 is decoded in place, so the body is overwritten.</summary>
    /// <param name="body">What is left of the body; what follows the packet afterwards.</param>
    /// <exception cref="SocketIOProtocolException">The packet is malformed. An empty body is: call it once at least.</exception>
    public static EnginePacket ReadNext(ref Memory<byte> body)
    {
        var packet = body;
        var separator = body.Span.IndexOf(Separator);
        if (separator >= 0)
        {
            packet = body[..separator];
            body = body[(separator + 1)..];
            if (body.IsEmpty)
                throw new SocketIOProtocolException("The polling body ends with a separator.");
        }
        else
        {
            body = default;
        }

        return !packet.IsEmpty && packet.Span[0] == BinaryPrefix
            ? new EnginePacket(EnginePacketType.Message, DecodeBase64(packet[1..]), IsBinary: true)
            : EnginePacket.Decode(packet);
    }

    /// <summary>The bytes that a packet adds to a body, its separator included.</summary>
    public static long EncodedLength(OutgoingPacket packet)
    {
        var length = packet.Text.Length + 1L;
        for (var i = 0; i < packet.AttachmentCount; i++)
            length += 1 + EncodedBinaryLength(packet.Attachment(i).Length);
        return length;
    }

    /// <summary>The bytes of an attachment in a body, without a separator.</summary>
    public static long EncodedBinaryLength(int byteCount) => 1 + (byteCount + 2L) / 3 * 4;

    /// <summary>Appends a packet and its attachments to a body.</summary>
    public static void Append(IBufferWriter<byte> body, OutgoingPacket packet, bool isFirst)
    {
        AppendText(body, packet.Text.Span, isFirst);
        for (var i = 0; i < packet.AttachmentCount; i++)
            AppendBinary(body, packet.Attachment(i).Span, isFirst: false);
    }

    /// <summary>Appends a packet's text without its attachments.</summary>
    public static void AppendText(IBufferWriter<byte> body, ReadOnlySpan<byte> text, bool isFirst)
    {
        if (!isFirst)
            body.Write([Separator]);
        body.Write(text);
    }

    /// <summary>Appends an attachment.</summary>
    public static void AppendBinary(IBufferWriter<byte> body, ReadOnlySpan<byte> data, bool isFirst)
    {
        body.Write(isFirst ? [BinaryPrefix] : [Separator, BinaryPrefix]);
        EncodeBase64(body, data);
    }

    private static void EncodeBase64(IBufferWriter<byte> body, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var chunk = data[..Math.Min(data.Length, EncodedChunk)];
            Base64.EncodeToUtf8(chunk, body.GetSpan(Base64.GetMaxEncodedToUtf8Length(chunk.Length)), out _, out var written);
            body.Advance(written);
            data = data[chunk.Length..];
        }
    }

    private static ReadOnlyMemory<byte> DecodeBase64(Memory<byte> encoded)
    {
        var text = encoded.Span;
        var padding = text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0;
        var expected = text.Length / 4 * 3 - padding;

        // The decoder skips white space, which has no place here: less comes out than the length says.
        return text.Length % 4 == 0 && Base64.DecodeFromUtf8InPlace(text, out var written) == OperationStatus.Done && written == expected
            ? encoded[..written]
            : throw new SocketIOProtocolException("An attachment in a polling body is not base64.");
    }
}
