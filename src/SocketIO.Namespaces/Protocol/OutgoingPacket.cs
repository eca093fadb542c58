namespace SocketIO.Namespaces.Protocol;

/// <summary>One encoded packet, ready for the wire: its text and the attachments that must follow it directly. Owned by one holder at a time,
/// who disposes it exactly once.</summary>
internal sealed class OutgoingPacket(PacketPool? pool) : PooledPacket(pool)
{
    private const int KeptAttachments = 16;

    private int _textLength;
    private int[] _attachmentEnds = [];

    /// <summary>The Engine.IO text packet, type digit included.</summary>
    public ReadOnlyMemory<byte> Text => Memory.AsMemory(0, _textLength);

    public int AttachmentCount { get; private set; }

    /// <summary>All bytes it holds: text and attachments.</summary>
    public int ByteCount => AttachmentCount == 0 ? _textLength : _attachmentEnds[AttachmentCount - 1];

    /// <summary>Where it comes from, for its sender's use.</summary>
    public PacketOrigin Origin { get; set; }

    /// <summary>A packet of a few fixed bytes, such as a pong, that may be sent any number of times: disposing it does nothing.</summary>
    public static OutgoingPacket Control(ReadOnlySpan<byte> text)
    {
        var packet = new OutgoingPacket(pool: null) { _textLength = text.Length };
        packet.Share(text.ToArray());
        return packet;
    }

    public ReadOnlyMemory<byte> Attachment(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)AttachmentCount, nameof(index));
        var start = index == 0 ? _textLength : _attachmentEnds[index - 1];
        return Memory.AsMemory(start, _attachmentEnds[index] - start);
    }

    /// <summary>A packet of a header, a payload and copies of the attachments.</summary>
    public static OutgoingPacket Create(in OutgoingHeader header, ReadOnlySpan<byte> payload, ReadOnlySpan<ReadOnlyMemory<byte>> attachments, PacketPool pool)
    {
        var textLength = (long)header.Length + payload.Length;
        var length = textLength;
        foreach (var attachment in attachments)
            length += attachment.Length;
        if (length > Array.MaxLength)
            throw PayloadBuffer.TooLarge();

        var packet = pool.Outgoing.Rent();
        packet.Own((int)length, pool.Buffers);
        packet._textLength = (int)textLength;
        header.Write(packet.Memory);
        payload.CopyTo(packet.Memory.AsSpan(header.Length));
        packet.Append(attachments);
        return packet;
    }

    /// <summary>Another packet with the same contents and origin.</summary>
    public OutgoingPacket Copy()
    {
        var copy = Pool!.Outgoing.Rent();
        copy.Own(ByteCount, Pool.Buffers);
        Memory.AsSpan(0, ByteCount).CopyTo(copy.Memory);
        copy._textLength = _textLength;
        if (copy._attachmentEnds.Length < AttachmentCount)
            copy._attachmentEnds = new int[AttachmentCount];
        _attachmentEnds.AsSpan(0, AttachmentCount).CopyTo(copy._attachmentEnds);
        copy.AttachmentCount = AttachmentCount;
        copy.Origin = Origin;
        return copy;
    }

    protected override void Recycle()
    {
        _textLength = 0;
        AttachmentCount = 0;
        Origin = default;
        if (_attachmentEnds.Length <= KeptAttachments)
            Pool?.Outgoing.Return(this);
    }

    private void Append(ReadOnlySpan<ReadOnlyMemory<byte>> attachments)
    {
        if (_attachmentEnds.Length < attachments.Length)
            _attachmentEnds = new int[attachments.Length];

        var end = _textLength;
        foreach (var attachment in attachments)
        {
            attachment.Span.CopyTo(Memory.AsSpan(end));
            end += attachment.Length;
            _attachmentEnds[AttachmentCount++] = end;
        }
    }
}
