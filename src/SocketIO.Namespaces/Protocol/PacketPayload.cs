using System.Text.Json;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Checks a packet's payload in one pass and notes where the elements of its array stand.</summary>
internal static class PacketPayload
{
    /// <exception cref="SocketIOProtocolException">The payload is not what the packet's type demands.</exception>
    public static void Read(IncomingPacket packet, int attachments, int maxDepth)
    {
        var json = packet.Json;
        CheckStart(packet.Type, json);
        if (json.IsEmpty)
            return;
        if (attachments > json.Length / Placeholder.MinLength)
            throw new SocketIOProtocolException($"A packet announces {attachments} attachments, but has fewer placeholders.");

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            reader.Read();
            if (packet.Type is PacketType.Event or PacketType.Ack)
                ReadElements(ref reader, packet, attachments);
            else
                reader.Skip();

            // Throws at anything but white space.
            reader.Read();
        }
        catch (JsonException)
        {
            // The cause would quote what the peer sent.
            var isDeep = reader.CurrentDepth >= maxDepth - 1;
            var depth = isDeep ? $", or nests deeper than {maxDepth} levels (Limits.JsonDepth)" : "";
            throw new SocketIOProtocolException($"The payload is not well-formed JSON{depth} (at byte {reader.BytesConsumed} of {json.Length}).")
            {
                Limit = isDeep ? nameof(SocketIOLimits.JsonDepth) : null,
            };
        }

        if (packet.Type is PacketType.Event && EventNames.IsLifecycle(packet.EventName))
            throw new SocketIOProtocolException("An event bears a name that Socket.IO keeps for itself.");
    }

    private static void CheckStart(PacketType type, ReadOnlySpan<byte> json)
    {
        var start = json.IsEmpty ? '\0' : (char)json[0];
        var (isValid, expected) = type switch
        {
            PacketType.Connect => (start is '\0' or '{', "a CONNECT's payload is an object, or absent"),
            PacketType.Disconnect => (start is '\0', "a DISCONNECT has no payload"),
            PacketType.ConnectError => (true, ""),        // of Socket.IO 2 any JSON
            PacketType.Event => (start is '[', "an event's payload is an array"),
            _ => (start is '[', "an acknowledgement's payload is an array"),
        };
        if (!isValid)
            throw new SocketIOProtocolException($"The payload is invalid: {expected}.");
    }

    private static void ReadElements(ref Utf8JsonReader reader, IncomingPacket packet, int attachments)
    {
        var placeholders = attachments == 0 ? null : new PlaceholderCheck(attachments);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (packet.Type is PacketType.Event && packet.ElementCount == 0)
                CheckName(ref reader, packet);

            var start = reader.TokenStartIndex;
            if (placeholders is null)
                reader.Skip();
            else
                placeholders.Scan(ref reader);
            packet.AddElement(start, reader.BytesConsumed);
        }

        if (packet.Type is PacketType.Event && packet.ElementCount == 0)
            throw new SocketIOProtocolException("An event has no name.");
        placeholders?.Complete();
    }

    private static void CheckName(ref Utf8JsonReader reader, IncomingPacket packet)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new SocketIOProtocolException("An event's name is not a string.");
        if (!reader.ValueIsEscaped)
            return;

        var name = new byte[reader.ValueSpan.Length];
        try
        {
            packet.SetUnescapedName(name[..reader.CopyString(name)]);
        }
        catch (InvalidOperationException)
        {
            throw new SocketIOProtocolException("An event's name is not valid Unicode.");
        }
    }
}
