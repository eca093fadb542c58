using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Engine;

/// <summary>Engine.IO packets that never vary. Disposing them does nothing.</summary>
internal static class ControlPackets
{
    public static readonly OutgoingPacket Close = OutgoingPacket.Control("1"u8);
    public static readonly OutgoingPacket Ping = OutgoingPacket.Control("2"u8);
    public static readonly OutgoingPacket ProbePong = OutgoingPacket.Control("3probe"u8);
    public static readonly OutgoingPacket Noop = OutgoingPacket.Control("6"u8);
}
