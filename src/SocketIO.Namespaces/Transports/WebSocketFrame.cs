using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SocketIO.Namespaces.Transports;

/// <summary>A data frame from client to server, as RFC 6455 has it. The in-box framing asks the operating system for each frame's mask, which takes longer than
/// all else that a small packet needs to be sent; here one request gives the masks of many frames.</summary>
/// <param name="opcode">What the frame begins, or continues.</param>
/// <param name="isFinal">Whether it ends its message.</param>
/// <param name="payload">What it carries.</param>
internal readonly struct WebSocketFrame(WebSocketOpcode opcode, bool isFinal, ReadOnlyMemory<byte> payload)
{
    private const int MaskSize = sizeof(uint);
    private const int MasksKept = 256;
    private const int Final = 0x80;
    private const int Masked = 0x80;
    private const int LengthIn2Bytes = 126;
    private const int LengthIn8Bytes = 127;

    [ThreadStatic]
    private static uint[]? _masks;

    [ThreadStatic]
    private static int _masksLeft;

    /// <summary>How many bytes it takes on the wire.</summary>
    public int Length { get; } = 2 + payload.Length switch
    {
        < LengthIn2Bytes => 0,
        <= ushort.MaxValue => sizeof(ushort),
        _ => sizeof(ulong),
    } + MaskSize + payload.Length;

    /// <summary>Writes it, as many bytes as it has.</summary>
    public void Write(Span<byte> destination)
    {
        var data = payload.Span;
        var mask = NextMask();
        var start = Length - data.Length;
        destination[0] = (byte)((isFinal ? Final : 0) | (int)opcode);
        switch (start - MaskSize)
        {
            case 2:
                destination[1] = (byte)(Masked | data.Length);
                break;
            case 2 + sizeof(ushort):
                destination[1] = Masked | LengthIn2Bytes;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)data.Length);
                break;
            default:
                destination[1] = Masked | LengthIn8Bytes;
                BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)data.Length);
                break;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination[(start - MaskSize)..], mask);
        Mask(data, destination[start..], mask);
    }

    private static void Mask(ReadOnlySpan<byte> source, Span<byte> destination, uint mask)
    {
        var i = 0;
        var repeated = Vector.AsVectorByte(new Vector<uint>(BitConverter.IsLittleEndian ? mask : BinaryPrimitives.ReverseEndianness(mask)));
        for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(source[i..]) ^ repeated).CopyTo(destination[i..]);
        for (; i < source.Length; i++)
            destination[i] = (byte)(source[i] ^ (mask >> (i % MaskSize * 8)));
    }

    private static uint NextMask()
    {
        var masks = _masks ??= new uint[MasksKept];
        if (_masksLeft == 0)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(masks.AsSpan()));
            _masksLeft = masks.Length;
        }

        return masks[--_masksLeft];
    }
}

internal enum WebSocketOpcode
{
    Continuation,
    Text,
    Binary,
}
