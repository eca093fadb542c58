using System.Buffers;
using System.Collections.Concurrent;

namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>One period of a flood, ready for the wire: as WebSocket frames or as one polling payload.</summary>
internal sealed class FloodBlock
{
    private static readonly ConcurrentDictionary<(FloodKind, bool), FloodBlock> Blocks = new();

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int[] _ends = new int[FloodPackets.Period];

    private FloodBlock(FloodKind kind, bool polling)
    {
        var output = new ArrayBufferWriter<byte>();
        for (var index = 0; index < _ends.Length; index++)
        {
            var (packet, attachment) = FloodPackets.Create(kind, index);
            if (polling)
                PollingWriter.Write(output, packet);
            else
                FrameWriter.Write(output, packet, attachment);
            _ends[index] = output.WrittenCount;
        }

        _bytes = output.WrittenMemory;
    }

    public static FloodBlock Frames(FloodKind kind) => Blocks.GetOrAdd((kind, false), static key => new(key.Item1, polling: false));

    public static FloodBlock Payload(FloodKind kind) => Blocks.GetOrAdd((kind, true), static key => new(key.Item1, polling: true));

    /// <summary>The bytes of the first events, of all if there are more.</summary>
    public ReadOnlyMemory<byte> First(int count) => _bytes[.._ends[Math.Min(count, FloodPackets.Period) - 1]];
}
