using System.Buffers;

namespace SocketIO.Namespaces.Protocol;

/// <summary>One decoded Socket.IO packet with its attachments, in pooled memory that its one owner gives back by disposing it exactly once.
/// The JSON has been checked: it is well-formed, within the depth limit and of the shape its type demands.</summary>
internal sealed class IncomingPacket(PacketPool pool) : PooledPacket(pool)
{
    private const int KeptElements = 16;
    private const int ElementSize = 2 * sizeof(int);
    private const int KeptAttachments = 64;

    private static readonly List<byte[]> NoAttachments = [];

    private List<byte[]> _attachments = NoAttachments;
    private List<bool>? _isTaken;
    private PacketHeader _header;
    private int _length;
    private int _attachmentBytes;
    private byte[]? _unescapedName;
    private (int Start, int Length)[] _elements = new (int, int)[4];

    /// <summary>CONNECT, DISCONNECT, EVENT, ACK or CONNECT_ERROR: the binary kinds show as their plain ones.</summary>
    public PacketType Type => _header.Type;

    /// <summary>The namespace as UTF-8, <c>/</c> where the packet names none; a query after <c>?</c> is cut off.</summary>
    public ReadOnlySpan<byte> Namespace
        => _header.NamespaceLength == 0 ? "/"u8 : Memory.AsSpan(_header.NamespaceStart, _header.NamespaceLength);

    /// <summary>The acknowledgement id; null where there is none.</summary>
    public long? Id => _header.Id;

    /// <summary>The payload's JSON; empty where there is none.</summary>
    public ReadOnlySpan<byte> Json => Memory.AsSpan(_header.PayloadStart, _length - _header.PayloadStart);

    /// <summary>How many elements the payload array has: an event's name and arguments, or an acknowledgement's values. 0 for other types.</summary>
    public int ElementCount { get; private set; }

    /// <summary>The binary attachments, by placeholder number; list and arrays outlive the packet.</summary>
    public IReadOnlyList<byte[]> Attachments => _attachments;

    /// <summary>The event's name as UTF-8, unescaped; empty for other types.</summary>
    public ReadOnlySpan<byte> EventName => _unescapedName ?? (Type is PacketType.Event ? Element(0)[1..^1] : default);

    /// <summary>The bytes this packet keeps from the pool and the heap: text, attachments and, where it has many elements, their positions.</summary>
    public int ByteCount => _length + _attachmentBytes + (_elements.Length > KeptElements ? _elements.Length * ElementSize : 0);

    /// <summary>How many attachments are still to come.</summary>
    public int MissingAttachments => _header.Attachments - _attachments.Count;

    /// <summary>A packet with a copy of this text and nothing read of it yet.</summary>
    public static IncomingPacket Create(ReadOnlySpan<byte> text, in PacketHeader header, PacketPool pool)
    {
        var packet = pool.Incoming.Rent();
        packet.Own(text.Length, pool.Buffers);
        text.CopyTo(packet.Memory);
        packet._header = header;
        packet._length = text.Length;
        return packet;
    }

    /// <summary>A packet of one's own with the same content, that nobody acknowledges: its id is left out, its attachments are copies.</summary>
    public IncomingPacket CopyWithoutId()
    {
        var copy = Create(Memory.AsSpan(0, _length), _header with { Id = null }, Pool!);
        copy._unescapedName = _unescapedName;
        if (copy._elements.Length < ElementCount)
            copy._elements = new (int, int)[ElementCount];
        _elements.AsSpan(0, ElementCount).CopyTo(copy._elements);
        copy.ElementCount = ElementCount;
        foreach (var attachment in _attachments)
            copy.AddAttachment([.. attachment]);
        return copy;
    }

    /// <summary>Another packet with the same header, but these elements in its payload array. The attachments go over to it: they are its to hand out.</summary>
    public IncomingPacket WithElements(IReadOnlyList<byte[]> elements)
    {
        var text = new ArrayBufferWriter<byte>(_length);
        text.Write(Memory.AsSpan(0, _header.PayloadStart));
        text.Write("["u8);
        foreach (var (i, element) in elements.Index())
        {
            text.Write(i == 0 ? default : ","u8);
            text.Write(element);
        }

        text.Write("]"u8);
        var packet = Create(text.WrittenSpan, _header, Pool!);
        packet._unescapedName = _unescapedName;
        long start = 1;
        foreach (var element in elements)
        {
            packet.AddElement(start, start + element.Length);
            start += element.Length + 1;
        }

        foreach (var attachment in _attachments)
            packet.AddAttachment(attachment);
        return packet;
    }

    /// <summary>The JSON of one element of the payload array.</summary>
    public ReadOnlySpan<byte> Element(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)ElementCount, nameof(index));
        var (start, length) = _elements[index];
        return Memory.AsSpan(start, length);
    }

    /// <summary>The JSON of the elements from one on, without the bracket before them but with the one behind.</summary>
    public ReadOnlySpan<byte> ElementsFrom(int index)
        => index < ElementCount ? Memory.AsSpan(_elements[index].Start, _length - _elements[index].Start) : "]"u8;

    /// <summary>Hands an attachment out for keeps: the array itself to the first who takes it, copies to others.</summary>
    public byte[] TakeAttachment(int number)
    {
        var attachment = _attachments[number];
        if (_isTaken![number])
            return attachment.AsSpan().ToArray();

        _isTaken[number] = true;
        return attachment;
    }

    /// <summary>Notes where an element of the payload array stands, counted from the payload's start.</summary>
    public void AddElement(long start, long end)
    {
        if (ElementCount == _elements.Length)
            Array.Resize(ref _elements, ElementCount * 2);
        _elements[ElementCount++] = (_header.PayloadStart + (int)start, (int)(end - start));
    }

    /// <summary>Takes the last element away: it was for this library.</summary>
    public void DropLastElement() => ElementCount--;

    /// <summary>Notes an event's name that has escapes in the JSON.</summary>
    public void SetUnescapedName(byte[] utf8) => _unescapedName = utf8;

    public void AddAttachment(byte[] attachment)
    {
        if (_attachments == NoAttachments)
            _attachments = [];
        _attachments.Add(attachment);
        (_isTaken ??= []).Add(false);
        _attachmentBytes += attachment.Length;
    }

    protected override void Recycle()
    {
        _header = default;
        _length = 0;
        _attachmentBytes = 0;
        _unescapedName = null;
        ElementCount = 0;
        _attachments = NoAttachments;
        _isTaken?.Clear();
        if (_elements.Length <= KeptElements && _isTaken is not { Capacity: > KeptAttachments })
            Pool!.Incoming.Return(this);
    }
}
