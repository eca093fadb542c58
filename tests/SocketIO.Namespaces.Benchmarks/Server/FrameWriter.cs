using System.Buffers;
using System.Buffers.Binary;

namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>Writes unmasked WebSocket messages of one frame each, as a server sends them.</summary>
internal static class FrameWriter
{
    private const byte FinalText = 0x81;
    private const byte FinalBinary = 0x82;

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> packet, byte[]? attachment = null)
    {
        WriteFrame(output, FinalText, packet);
        if (attachment is not null)
            WriteFrame(output, FinalBinary, attachment);
    }

    private static void WriteFrame(IBufferWriter<byte> output, byte first, ReadOnlySpan<byte> payload)
    {
        var header = output.GetSpan(payload.Length + 4);
        header[0] = first;
        var length = 2;
        if (payload.Length < 126)
        {
            header[1] = (byte)payload.Length;
        }
        else
        {
            header[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], checked((ushort)payload.Length));
            length = 4;
        }

        payload.CopyTo(header[length..]);
        output.Advance(length + payload.Length);
    }
}
