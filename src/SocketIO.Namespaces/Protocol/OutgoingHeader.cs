using System.Buffers.Text;
using System.Text;

namespace SocketIO.Namespaces.Protocol;

/// <summary>What stands before an outgoing packet's payload, the Engine.IO type digit included.</summary>
internal readonly ref struct OutgoingHeader
{
    private readonly PacketType _type;
    private readonly int _attachments;
    private readonly string _namespace;
    private readonly long? _id;

    /// <param name="type">The packet's type; a plain one becomes binary where there are attachments.</param>
    /// <param name="namespace">The namespace.</param>
    /// <param name="id">The acknowledgement id, if any.</param>
    /// <param name="attachments">How many attachments follow.</param>
    public OutgoingHeader(PacketType type, string @namespace, long? id, int attachments)
    {
        _type = attachments == 0 ? type : type is PacketType.Event ? PacketType.BinaryEvent : PacketType.BinaryAck;
        _attachments = attachments;
        _namespace = @namespace;
        _id = id;
        Length = 2
            + (attachments == 0 ? 0 : Digits(attachments) + 1)
            + (@namespace == "/" ? 0 : Encoding.UTF8.GetByteCount(@namespace) + 1)
            + (id is { } value ? Digits(value) : 0);
    }

    public int Length { get; }

    public void Write(Span<byte> destination)
    {
        destination[0] = (byte)'4';
        destination[1] = (byte)('0' + (int)_type);
        var position = 2;
        if (_attachments > 0)
        {
            position += WriteNumber(_attachments, destination[position..]);
            destination[position++] = (byte)'-';
        }

        if (_namespace != "/")
        {
            position += Encoding.UTF8.GetBytes(_namespace, destination[position..]);
            destination[position++] = (byte)',';
        }

        if (_id is { } id)
            WriteNumber(id, destination[position..]);
    }

    private static int WriteNumber(long number, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(number, destination, out var written);
        return written;
    }

    private static int Digits(long number)
    {
        var digits = 1;
        while ((number /= 10) != 0)
            digits++;
        return digits;
    }
}
