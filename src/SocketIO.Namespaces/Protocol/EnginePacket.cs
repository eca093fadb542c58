namespace SocketIO.Namespaces.Protocol;

/// <summary>The Engine.IO packet types; on the wire, the digit of their value.</summary>
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
    private const byte MessageType = (byte)EnginePacketType.Message;

    private static readonly byte[] V3Prefix = [MessageType];

    /// <summary>The bytes of the packet, the type digit of a text packet among them.</summary>
    public int ByteCount => IsBinary ? Data.Length : Data.Length + 1;

    /// <summary>What stands before the data in a binary WebSocket message.</summary>
    public static ReadOnlyMemory<byte> BinaryPrefix(EngineIOVersion version) => version == EngineIOVersion.V3 ? V3Prefix : default;

    /// <summary>Reads a binary WebSocket message.</summary>
    /// <exception cref="SocketIOProtocolException">It is not a message.</exception>
    public static EnginePacket DecodeBinary(ReadOnlyMemory<byte> message, EngineIOVersion version)
    {
        if (version != EngineIOVersion.V3)
            return new EnginePacket(EnginePacketType.Message, message, IsBinary: true);
        return message.Span is [MessageType, ..]
            ? new EnginePacket(EnginePacketType.Message, message[1..], IsBinary: true)
            : throw new SocketIOProtocolException("A binary packet is not a message.");
    }

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
