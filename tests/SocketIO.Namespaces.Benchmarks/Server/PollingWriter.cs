using System.Buffers;

namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>Writes packets of a polling payload, each with the separator that its successor needs; the last one's is cut off.</summary>
internal static class PollingWriter
{
    public const byte Separator = 0x1e;

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> packet)
    {
        output.Write(packet);
        output.Write([Separator]);
    }
}
