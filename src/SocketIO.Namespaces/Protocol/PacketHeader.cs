namespace SocketIO.Namespaces.Protocol;

/// <summary>What stands before a packet's payload: <c>&lt;type&gt;[&lt;attachments&gt;-][&lt;namespace&gt;,][&lt;id&gt;]</c>. Positions count from the start of the text.</summary>
/// <param name="Type">The packet's type; the binary kinds as their plain ones.</param>
/// <param name="Attachments">How many attachments follow; 0 for all but the binary kinds.</param>
/// <param name="NamespaceStart">Where the namespace starts.</param>
/// <param name="NamespaceLength">The namespace's length without a query; 0 where the packet names none.</param>
/// <param name="Id">The acknowledgement id; null where there is none.</param>
/// <param name="PayloadStart">Where the payload starts; the text's length where there is none.</param>
internal readonly record struct PacketHeader(
    PacketType Type, int Attachments, int NamespaceStart, int NamespaceLength, long? Id, int PayloadStart)
{
    /// <exception cref="SocketIOProtocolException">The header is malformed, or announces more attachments than allowed.</exception>
    public static PacketHeader Parse(ReadOnlySpan<byte> text, int maxAttachments)
    {
        var type = ParseType(text);
        var position = 1;
        var attachments = 0;
        if (type is PacketType.BinaryEvent or PacketType.BinaryAck)
        {
            type = type is PacketType.BinaryEvent ? PacketType.Event : PacketType.Ack;
            attachments = ParseAttachments(text, ref position, maxAttachments);
        }

        var namespaceStart = position;
        var namespaceLength = ParseNamespace(text, ref position);
        var id = type is PacketType.ConnectError ? null : ParseId(text, ref position);      // its payload may be a number
        if (id is not null && type is not (PacketType.Event or PacketType.Ack))
            throw new SocketIOProtocolException($"A packet of type {(int)type} has an acknowledgement id; only events and acknowledgements have one.");
        if (id is null && type is PacketType.Ack)
            throw new SocketIOProtocolException("An acknowledgement has no id.");

        return new PacketHeader(type, attachments, namespaceStart, namespaceLength, id, position);
    }

    private static PacketType ParseType(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            throw new SocketIOProtocolException("The packet is empty.");

        var type = (PacketType)(text[0] - '0');
        return type <= PacketType.BinaryAck
            ? type
            : throw new SocketIOProtocolException($"The packet's type is unknown: 0x{text[0]:x2} is not a digit from 0 to 6.");
    }

    private static int ParseAttachments(ReadOnlySpan<byte> text, ref int position, int maximum)
    {
        if (!TryParseNumber(text, ref position, out var count) || position == text.Length || text[position] != '-')
            throw new SocketIOProtocolException("A binary packet does not start with the number of its attachments and a '-'.");
        position++;

        if (count == 0)
            throw new SocketIOProtocolException("A binary packet announces no attachments.");
        if (count > maximum)
            throw new SocketIOProtocolException($"A packet announces {count} attachments; {maximum} are allowed (Limits.Attachments).") { Limit = nameof(SocketIOLimits.Attachments) };
        return (int)count;
    }

    private static int ParseNamespace(ReadOnlySpan<byte> text, ref int position)
    {
        var rest = text[position..];
        if (rest.IsEmpty || rest[0] != '/')
            return 0;

        var length = rest.IndexOf((byte)',');
        if (length >= 0)
        {
            position += length + 1;
        }
        else
        {
            // Without its comma a namespace can't be told from a payload behind it.
            length = rest.Length;
            position = text.Length;
            if (rest.IndexOfAny("[{\""u8) >= 0)
                throw new SocketIOProtocolException("There is no ',' between namespace and payload.");
        }

        var query = rest[..length].IndexOf((byte)'?');
        return query >= 0 ? query : length;
    }

    private static long? ParseId(ReadOnlySpan<byte> text, ref int position)
    {
        if (position == text.Length || !char.IsAsciiDigit((char)text[position]))
            return null;

        return TryParseNumber(text, ref position, out var id)
            ? id
            : throw new SocketIOProtocolException("The acknowledgement id is no number that a packet may have.");
    }

    /// <summary>Reads digits up to <see cref="long.MaxValue"/>, without leading zeros.</summary>
    private static bool TryParseNumber(ReadOnlySpan<byte> text, ref int position, out long number)
    {
        var start = position;
        number = 0;
        for (; position < text.Length && text[position] is >= (byte)'0' and <= (byte)'9'; position++)
        {
            var digit = text[position] - '0';
            if ((number == 0 && position > start) || number > (long.MaxValue - digit) / 10)
                return false;
            number = number * 10 + digit;
        }

        return position > start;
    }
}
