namespace SocketIO.Namespaces.Protocol;

/// <summary>The packet whose values are being read on this thread: where placeholders find their attachments.</summary>
internal readonly ref struct AttachmentSource : IDisposable
{
    [ThreadStatic]
    private static IncomingPacket? _current;

    private readonly IncomingPacket? _outer;

    private AttachmentSource(IncomingPacket packet)
    {
        _outer = _current;
        _current = packet;
    }

    /// <summary>Whether there are attachments to find.</summary>
    public static bool HasAny => _current is { Attachments.Count: > 0 };

    public static AttachmentSource Use(IncomingPacket packet) => new(packet);

    public static byte[]? TryTake(int number)
        => _current is { } packet && (uint)number < (uint)packet.Attachments.Count ? packet.TakeAttachment(number) : null;

    public void Dispose() => _current = _outer;
}
