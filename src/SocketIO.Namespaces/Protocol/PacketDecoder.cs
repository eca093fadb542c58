using System.Text.Unicode;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Turns Engine.IO messages into Socket.IO packets, collecting the attachments of binary ones. One per connection; not thread-safe.</summary>
internal sealed class PacketDecoder(SocketIOLimits limits, PacketPool? pool = null) : IDisposable
{
    private readonly PacketPool _pool = pool ?? PacketPool.Shared;
    private IncomingPacket? _incomplete;
    private long _attachmentBytes;

    /// <summary>Whether a binary packet waits for attachments: nothing but they may come next.</summary>
    public bool IsIncomplete => _incomplete is not null;

    /// <summary>Takes one message; its bytes are copied.</summary>
    /// <param name="text">The packet's text, without the Engine.IO type digit.</param>
    /// <returns>The packet, now the caller's to dispose, or null while attachments are missing.</returns>
    /// <exception cref="SocketIOProtocolException">The message is not Socket.IO, or exceeds a limit.</exception>
    public IncomingPacket? DecodeText(ReadOnlySpan<byte> text)
    {
        if (_incomplete is { MissingAttachments: var missing })
        {
            Dispose();
            throw new SocketIOProtocolException($"A text message came while {missing} attachments of a binary packet were missing.");
        }

        if (!Utf8.IsValid(text))
            throw new SocketIOProtocolException("The packet is not valid UTF-8.");

        var header = PacketHeader.Parse(text, limits.Attachments);
        var packet = IncomingPacket.Create(text, header, _pool);
        try
        {
            PacketPayload.Read(packet, header.Attachments, limits.JsonDepth);
        }
        catch
        {
            packet.Dispose();
            throw;
        }

        if (header.Attachments == 0)
            return packet;

        _incomplete = packet;
        _attachmentBytes = 0;
        return null;
    }

    /// <summary>Takes one attachment; its bytes are copied.</summary>
    /// <returns>The packet it completes, now the caller's to dispose, or null while more are missing.</returns>
    /// <exception cref="SocketIOProtocolException">No attachment was expected, or it exceeds a limit.</exception>
    public IncomingPacket? DecodeBinary(ReadOnlySpan<byte> data)
    {
        if (_incomplete is not { } packet)
            throw new SocketIOProtocolException("A binary message came that no packet announced.");

        _attachmentBytes += data.Length;
        if (_attachmentBytes > limits.AttachmentBytes)
        {
            Dispose();
            throw new SocketIOProtocolException($"A packet's attachments have more than the {limits.AttachmentBytes} bytes allowed (Limits.AttachmentBytes).") { Limit = nameof(SocketIOLimits.AttachmentBytes) };
        }

        packet.AddAttachment(data.ToArray());
        if (packet.MissingAttachments > 0)
            return null;

        _incomplete = null;
        return packet;
    }

    /// <summary>Reads what is about to be sent, as its receiver would; the packet stays its owner's.</summary>
    /// <returns>What was read, now the caller's to dispose.</returns>
    /// <exception cref="SocketIOProtocolException">It exceeds a limit.</exception>
    public IncomingPacket Decode(OutgoingPacket packet)
    {
        var read = DecodeText(packet.Text.Span[1..]);
        for (var i = 0; i < packet.AttachmentCount; i++)
            read = DecodeBinary(packet.Attachment(i).Span);
        return read!;
    }

    /// <summary>Gives back a packet left incomplete.</summary>
    public void Dispose()
    {
        _incomplete?.Dispose();
        _incomplete = null;
    }
}
