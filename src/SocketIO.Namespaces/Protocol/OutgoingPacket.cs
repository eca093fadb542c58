namespace SocketIO.Namespaces.Protocol;

/// <summary>One encoded packet, ready for the wire: its text and the attachments that must follow it directly. Owned by one holder at a time,
/// who disposes it exactly once.</summary>
internal sealed class OutgoingPacket : IDisposable
{
    /// <summary>The Engine.IO text packet, type digit included.</summary>
    public ReadOnlyMemory<byte> Text => throw new NotImplementedException();

    public int AttachmentCount => throw new NotImplementedException();

    /// <summary>All bytes it holds: text and attachments.</summary>
    public int ByteCount => throw new NotImplementedException();

    /// <summary>A packet of a few fixed bytes, such as a pong.</summary>
    public static OutgoingPacket Control(ReadOnlySpan<byte> text) => throw new NotImplementedException();

    public ReadOnlyMemory<byte> Attachment(int index) => throw new NotImplementedException();

    /// <summary>Gives its memory back to the pool.</summary>
    public void Dispose() => throw new NotImplementedException();
}
