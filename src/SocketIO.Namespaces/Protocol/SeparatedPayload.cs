using System.Buffers;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Engine.IO v4 polling bodies: packets separated by U+001E, binary ones as <c>b</c> and base64.</summary>
internal sealed class SeparatedPayload : PollingPayload
{
    private const byte Separator = 0x1E;

    public override int SeparatorLength => 1;

    public override EnginePacket ReadNext(ref Memory<byte> body)
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

        return !packet.IsEmpty && packet.Span[0] == BinaryPrefix ? DecodeBase64(packet[1..]) : EnginePacket.Decode(packet);
    }

    /// <summary>A server of Socket.IO 2 ignores which version it is asked for and answers in its own, with a length before each packet.</summary>
    public override bool IsForeignHandshake(ReadOnlySpan<byte> body)
    {
        var digits = body.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return (digits > 0 && body[digits..].StartsWith(":0{"u8)) || (body.Length > 0 && body[0] == 0);
    }

    public override long EncodedTextLength(ReadOnlySpan<byte> text) => text.Length;

    public override long EncodedBinaryLength(int byteCount) => 1 + Base64Length(byteCount);

    public override void AppendText(IBufferWriter<byte> body, ReadOnlySpan<byte> text, bool isFirst)
    {
        if (!isFirst)
            body.Write([Separator]);
        body.Write(text);
    }

    public override void AppendBinary(IBufferWriter<byte> body, ReadOnlySpan<byte> data, bool isFirst)
    {
        body.Write(isFirst ? [BinaryPrefix] : [Separator, BinaryPrefix]);
        EncodeBase64(body, data);
    }
}
