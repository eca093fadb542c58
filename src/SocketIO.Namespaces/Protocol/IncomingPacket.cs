namespace SocketIO.Namespaces.Protocol;

/// <summary>One decoded Socket.IO packet with its attachments, in pooled memory that its one owner gives back by disposing it exactly once.
/// The JSON has been checked: it is well-formed, within the depth limit and of the shape its type demands.</summary>
internal sealed class IncomingPacket : IDisposable
{
    /// <summary>CONNECT, DISCONNECT, EVENT, ACK or CONNECT_ERROR: the binary kinds show as their plain ones.</summary>
    public PacketType Type => throw new NotImplementedException();

    /// <summary>The namespace as UTF-8, <c>/</c> where the packet names none; a query after <c>?</c> is cut off.</summary>
    public ReadOnlySpan<byte> Namespace => throw new NotImplementedException();

    /// <summary>The acknowledgement id; null where there is none.</summary>
    public long? Id => throw new NotImplementedException();

    /// <summary>The payload's JSON; empty where there is none.</summary>
    public ReadOnlySpan<byte> Json => throw new NotImplementedException();

    /// <summary>How many elements the payload array has: an event's name and arguments, or an acknowledgement's values. 0 for other types.</summary>
    public int ElementCount => throw new NotImplementedException();

    /// <summary>The binary attachments, in placeholder order; arrays of their own that outlive the packet.</summary>
    public IReadOnlyList<byte[]> Attachments => throw new NotImplementedException();

    /// <summary>The event's name as UTF-8, unescaped.</summary>
    public ReadOnlySpan<byte> EventName => throw new NotImplementedException();

    /// <summary>The bytes this packet keeps from the pool and the heap: text and attachments.</summary>
    public int ByteCount => throw new NotImplementedException();

    /// <summary>The JSON of one element of the payload array.</summary>
    public ReadOnlySpan<byte> Element(int index) => throw new NotImplementedException();

    /// <summary>Gives its memory back to the pool.</summary>
    public void Dispose() => throw new NotImplementedException();
}
