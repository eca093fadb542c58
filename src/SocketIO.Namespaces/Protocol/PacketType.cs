namespace SocketIO.Namespaces.Protocol;

/// <summary>The Socket.IO v5 packet types; on the wire, the digit of their value.</summary>
internal enum PacketType : byte
{
    Connect,
    Disconnect,
    Event,
    Ack,
    ConnectError,
    BinaryEvent,
    BinaryAck,
}
