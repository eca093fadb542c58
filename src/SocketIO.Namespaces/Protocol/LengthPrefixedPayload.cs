using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Engine.IO v3 polling bodies. As text, each packet follows its length in UTF-16 code units and a colon, binary ones as <c>b4</c> and
/// base64; bodies are written so. As bytes, which a server may answer with, each follows a byte 0 for text or 1 for binary, its length in bytes,
/// one byte per decimal digit, and a byte 255.</summary>
internal sealed class LengthPrefixedPayload : PollingPayload
{
    private const int MaxDigits = 9;
    private const int BinaryLengthEnd = 255;

    public override int SeparatorLength => 0;

    public override EnginePacket ReadNext(ref Memory<byte> body)
        => !body.IsEmpty && body.Span[0] <= 1 ? ReadNextOfBytes(ref body) : ReadNextOfText(ref body);

    public override bool IsForeignHandshake(ReadOnlySpan<byte> body) => body.StartsWith("0{"u8);

    public override long EncodedTextLength(ReadOnlySpan<byte> text)
    {
        var length = Encoding.UTF8.GetCharCount(text);
        return Digits(length) + 1 + text.Length;
    }

    public override long EncodedBinaryLength(int byteCount)
    {
        var length = 2 + Base64Length(byteCount);
        return Digits(length) + 1 + length;
    }

    public override void AppendText(IBufferWriter<byte> body, ReadOnlySpan<byte> text, bool isFirst)
    {
        AppendLength(body, Encoding.UTF8.GetCharCount(text));
        body.Write(text);
    }

    public override void AppendBinary(IBufferWriter<byte> body, ReadOnlySpan<byte> data, bool isFirst)
    {
        AppendLength(body, 2 + Base64Length(data.Length));
        body.Write("b4"u8);
        EncodeBase64(body, data);
    }

    private static EnginePacket ReadNextOfText(ref Memory<byte> body)
    {
        var header = body.Span[..Math.Min(body.Length, MaxDigits + 1)];
        var colon = header.IndexOf((byte)':');
        if (colon < 0 || !int.TryParse(header[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var codeUnits))
            throw new SocketIOProtocolException($"A packet in a polling body does not start with its length, a number of at most {MaxDigits} digits, and a ':'.");

        var packet = body[(colon + 1)..];
        packet = packet[..ByteCount(packet.Span, codeUnits)];
        body = body[(colon + 1 + packet.Length)..];
        return packet.Span switch
        {
            [] => new EnginePacket(EnginePacketType.Noop, default),
            [BinaryPrefix, (byte)'4', ..] => DecodeBase64(packet[2..]),
            [BinaryPrefix, ..] => throw new SocketIOProtocolException("A binary packet in a polling body is not a message."),
            _ => EnginePacket.Decode(packet),
        };
    }

    private static EnginePacket ReadNextOfBytes(ref Memory<byte> body)
    {
        var isBinary = body.Span[0] == 1;
        var position = 1;
        var length = 0L;
        for (; position < body.Length && body.Span[position] <= 9 && position <= MaxDigits; position++)
            length = length * 10 + body.Span[position];
        if (position == 1 || position == body.Length || body.Span[position] != BinaryLengthEnd)
            throw new SocketIOProtocolException($"A packet in a binary polling body does not start with its length, at most {MaxDigits} digits, and a byte 255.");

        var packet = body[(position + 1)..];
        if (length > packet.Length)
            throw EndsEarly();
        packet = packet[..(int)length];
        body = body[(position + 1 + packet.Length)..];
        return isBinary ? EnginePacket.DecodeBinary(packet, EngineIOVersion.V3) : EnginePacket.Decode(packet);
    }

    /// <summary>How many bytes of a text hold so many UTF-16 code units. Whether they are valid UTF-8 is for the packet's reader to see.</summary>
    private static int ByteCount(ReadOnlySpan<byte> text, int codeUnits)
    {
        if (codeUnits > text.Length)
            throw EndsEarly();

        // Most packets are ASCII, where both counts are the same.
        var bytes = text[..codeUnits].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
        if (bytes < 0)
            return codeUnits;

        var left = codeUnits - bytes;
        while (left > 0)
        {
            if (bytes >= text.Length)
                throw EndsEarly();
            var (length, units) = text[bytes] switch
            {
                < 0x80 => (1, 1),
                < 0xC0 => throw NotUtf8(),
                < 0xE0 => (2, 1),
                < 0xF0 => (3, 1),
                _ => (4, 2),
            };
            bytes += length;
            left -= units;
        }

        if (left < 0)
            throw NotUtf8();
        return bytes <= text.Length ? bytes : throw EndsEarly();
    }

    private static void AppendLength(IBufferWriter<byte> body, long length)
    {
        Utf8Formatter.TryFormat(length, body.GetSpan(MaxDigits + 2), out var written);
        body.Advance(written);
        body.Write(":"u8);
    }

    private static int Digits(long number) => number < 10 ? 1 : 1 + Digits(number / 10);

    private static SocketIOProtocolException EndsEarly() => new("A polling body ends before a packet of the length it states.");

    private static SocketIOProtocolException NotUtf8() => new("The length of a packet in a polling body does not end between two characters.");
}
