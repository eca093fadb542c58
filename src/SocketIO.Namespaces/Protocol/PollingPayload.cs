using System.Buffers;
using System.Buffers.Text;

namespace SocketIO.Namespaces.Protocol;

/// <summary>How polling bodies hold packets.</summary>
internal abstract class PollingPayload
{
    protected const byte BinaryPrefix = (byte)'b';

    /// <summary>A multiple of 3, so that no chunk but the last has padding.</summary>
    private const int EncodedChunk = 3 * 4096;

    /// <summary>The format of Engine.IO v4.</summary>
    public static PollingPayload V4 { get; } = new SeparatedPayload();

    /// <summary>The format of Engine.IO v3.</summary>
    public static PollingPayload V3 { get; } = new LengthPrefixedPayload();

    public static PollingPayload Of(EngineIOVersion version) => version == EngineIOVersion.V3 ? V3 : V4;

    /// <summary>Takes the next packet off the front of a body. Base64 is decoded in place, so the body is overwritten.</summary>
    /// <param name="body">What is left of the body; what follows the packet afterwards.</param>
    /// <exception cref="SocketIOProtocolException">The packet is malformed. An empty body is: call it once at least.</exception>
    public abstract EnginePacket ReadNext(ref Memory<byte> body);

    /// <summary>Whether a body is a handshake of the other version.</summary>
    public abstract bool IsForeignHandshake(ReadOnlySpan<byte> body);

    /// <summary>Appends a packet's text without its attachments.</summary>
    public abstract void AppendText(IBufferWriter<byte> body, ReadOnlySpan<byte> text, bool isFirst);

    /// <summary>Appends an attachment.</summary>
    public abstract void AppendBinary(IBufferWriter<byte> body, ReadOnlySpan<byte> data, bool isFirst);

    /// <summary>The bytes of a packet's text alone in a body.</summary>
    public abstract long EncodedTextLength(ReadOnlySpan<byte> text);

    /// <summary>The bytes of an attachment alone in a body.</summary>
    public abstract long EncodedBinaryLength(int byteCount);

    /// <summary>The bytes between two packets.</summary>
    public abstract int SeparatorLength { get; }

    /// <summary>The bytes that a packet adds to a body, its separator included.</summary>
    public long EncodedLength(OutgoingPacket packet)
    {
        var length = EncodedTextLength(packet.Text.Span) + SeparatorLength;
        for (var i = 0; i < packet.AttachmentCount; i++)
            length += EncodedBinaryLength(packet.Attachment(i).Length) + SeparatorLength;
        return length;
    }

    /// <summary>Appends a packet and its attachments to a body.</summary>
    public void Append(IBufferWriter<byte> body, OutgoingPacket packet, bool isFirst)
    {
        AppendText(body, packet.Text.Span, isFirst);
        for (var i = 0; i < packet.AttachmentCount; i++)
            AppendBinary(body, packet.Attachment(i).Span, isFirst: false);
    }

    protected static long Base64Length(int byteCount) => (byteCount + 2L) / 3 * 4;

    protected static void EncodeBase64(IBufferWriter<byte> body, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var chunk = data[..Math.Min(data.Length, EncodedChunk)];
            Base64.EncodeToUtf8(chunk, body.GetSpan(Base64.GetMaxEncodedToUtf8Length(chunk.Length)), out _, out var written);
            body.Advance(written);
            data = data[chunk.Length..];
        }
    }

    protected static EnginePacket DecodeBase64(Memory<byte> encoded)
    {
        var text = encoded.Span;
        var padding = text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0;
        var expected = text.Length / 4 * 3 - padding;

        // The decoder skips white space, which has no place here: less comes out than the length says.
        return text.Length % 4 == 0 && Base64.DecodeFromUtf8InPlace(text, out var written) == OperationStatus.Done && written == expected
            ? new EnginePacket(EnginePacketType.Message, encoded[..written], IsBinary: true)
            : throw new SocketIOProtocolException("An attachment in a polling body is not base64.");
    }
}
