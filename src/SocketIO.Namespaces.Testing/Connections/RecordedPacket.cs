using System.Buffers;
using System.Text;
using System.Text.Json;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Connections;

/// <summary>An event kept for a test to read, as often and from as many threads as it likes.</summary>
internal sealed class RecordedPacket(IncomingPacket packet, PacketSerializer serializer)
{
    // Never given back, and so no business of the pool in which clients must leave nothing behind.
    private static readonly PacketPool Records = new(ArrayPool<byte>.Shared);

    private readonly Lock _gate = new();

    public string Name { get; } = Encoding.UTF8.GetString(packet.EventName);

    public int Count => packet.ElementCount - 1;

    public IReadOnlyList<byte[]> Attachments { get; } = [.. packet.Attachments.Select(attachment => attachment.ToArray())];

    /// <summary>Copies a packet that goes back to its pool; the copy is left to the garbage collector.</summary>
    public static IncomingPacket Copy(IncomingPacket packet, SocketIOLimits limits)
    {
        using var decoder = new PacketDecoder(limits, Records);
        var header = packet.Attachments.Count == 0 ? "2" : $"5{packet.Attachments.Count}-";
        var copy = decoder.DecodeText([.. Encoding.UTF8.GetBytes(header), .. packet.Json]);
        foreach (var attachment in packet.Attachments)
            copy = decoder.DecodeBinary(attachment);
        return copy!;
    }

    /// <summary>Reads a packet as its receiver would, from its bytes. The copy is left to the garbage collector.</summary>
    public static IncomingPacket Read(OutgoingPacket packet, SocketIOLimits limits)
    {
        using var decoder = new PacketDecoder(limits, Records);
        return decoder.Decode(packet);
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    /// <exception cref="JsonException">It does not fit the type.</exception>
    public T? Get<T>(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        lock (_gate)
            return serializer.Read<T>(packet, index + 1);
    }

    /// <summary>Reads the first argument, or all of them for a tuple type.</summary>
    /// <exception cref="JsonException">They do not fit the type.</exception>
    public T Get<T>()
    {
        lock (_gate)
            return serializer.ReadArguments<T>(packet);
    }

    public override string ToString() => Encoding.UTF8.GetString(packet.Json);
}
