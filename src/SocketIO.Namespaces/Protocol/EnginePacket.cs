namespace SocketIO.Namespaces.Protocol;

/// <summary>The Engine.IO v4 packet types; on the wire, the digit of their value.</summary>
internal enum EnginePacketType : byte
{
    Open,
    Close,
    Ping,
    Pong,
    Message,
    Upgrade,
    Noop,
}

/// <summary>One Engine.IO packet as received. The data is a view of the receiver's buffer, valid until its next receive.</summary>
/// <param name="Type">What kind of packet.</param>
/// <param name="Data">The bytes after the type digit; for a binary message, all of it.</param>
/// <param name="IsBinary">Whether it is a binary message (a Socket.IO attachment).</param>
internal readonly record struct EnginePacket(EnginePacketType Type, ReadOnlyMemory<byte> Data, bool IsBinary = false)
{
    /// <summary>Reads a text packet: a type digit and its data.</summary>
    /// <exception cref="SocketIOProtocolException">Empty, or an unknown type.</exception>
    public static EnginePacket Decode(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.IsEmpty)
            throw new SocketIOProtocolException("The Engine.IO packet is empty.");

        var digit = utf8.Span[0];
        var type = (EnginePacketType)(digit - '0');
        return type <= EnginePacketType.Noop
            ? new EnginePacket(type, utf8[1..])
            : throw new SocketIOProtocolException($"The Engine.IO packet's type is unknown: 0x{digit:x2} is not a digit from 0 to 6.");
    }
}
