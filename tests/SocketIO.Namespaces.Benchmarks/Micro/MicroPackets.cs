using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Benchmarks.Micro;

/// <summary>What the micro-benchmarks read and write.</summary>
internal static class MicroPackets
{
    public static readonly SocketIOLimits Limits = new();

    public static PacketSerializer Serializer { get; } = new(userOptions: null, Limits);

    public static byte[] Small { get; } = "2[\"small\",{\"id\":123,\"name\":\"sensor-17\",\"value\":21.5}]"u8.ToArray();

    public static byte[] Three { get; } = "2[\"three\",17,\"sensor-17\",true]"u8.ToArray();

    /// <summary>A packet that is decoded once, and read by each call of a benchmark.</summary>
    public static IncomingPacket Decode(byte[] text) => new PacketDecoder(Limits).DecodeText(text)!;
}
