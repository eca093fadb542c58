using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>A masked frame as a client sends it. Fragmented messages are not expected.</summary>
internal readonly ref struct ClientFrame
{
    private const int MaskBytes = 4;

    private ClientFrame(int opcode, Span<byte> payload, int length)
    {
        Opcode = opcode;
        Payload = payload;
        Length = length;
    }

    public int Opcode { get; }

    public Span<byte> Payload { get; }

    /// <summary>The bytes of the whole frame.</summary>
    public int Length { get; }

    public bool IsText => Opcode == 1;

    public bool IsClose => Opcode == 8;

    /// <summary>Reads the frame at the start of what has arrived, and unmasks it in place.</summary>
    public static bool TryRead(Span<byte> received, out ClientFrame frame)
    {
        frame = default;
        if (received.Length < 2)
            return false;
        var header = 2;
        long payload = received[1] & 0x7f;
        if (payload == 126)
        {
            if (received.Length < 4)
                return false;
            payload = BinaryPrimitives.ReadUInt16BigEndian(received[2..]);
            header = 4;
        }
        else if (payload == 127)
        {
            if (received.Length < 10)
                return false;
            payload = BinaryPrimitives.ReadInt64BigEndian(received[2..]);
            header = 10;
        }

        if (received.Length < header + MaskBytes + payload)
            return false;
        var content = received.Slice(header + MaskBytes, (int)payload);
        Unmask(content, MemoryMarshal.Read<uint>(received[header..]));
        frame = new(received[0] & 0x0f, content, header + MaskBytes + content.Length);
        return true;
    }

    private static void Unmask(Span<byte> payload, uint mask)
    {
        var wide = mask | ((ulong)mask << 32);
        var words = MemoryMarshal.Cast<byte, ulong>(payload);
        for (var i = 0; i < words.Length; i++)
            words[i] ^= wide;
        for (var i = words.Length * sizeof(ulong); i < payload.Length; i++)
        {
            payload[i] ^= (byte)mask;
            mask = BitOperations.RotateRight(mask, 8);
        }
    }
}
