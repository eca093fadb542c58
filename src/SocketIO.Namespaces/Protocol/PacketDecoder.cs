namespace SocketIO.Namespaces.Protocol;

/// <summary>Turns Engine.IO messages into Socket.IO packets, collecting the attachments of binary ones. One per connection; not thread-safe.</summary>
internal sealed class PacketDecoder(SocketIOLimits limits) : IDisposable
{
    /// <summary>Whether a binary packet waits for attachments: nothing but they may come next.</summary>
    public bool IsIncomplete => throw new NotImplementedException();

    /// <summary>Takes one message; its bytes are copied.</summary>
    /// <param name="text">The packet's text, without the Engine.IO type digit.</param>
    /// <returns>The packet, now the caller's to dispose, or null while attachments are missing.</returns>
    /// <exception cref="SocketIOProtocolException">The message is not Socket.IO, or exceeds a limit.</exception>
    public IncomingPacket? DecodeText(ReadOnlySpan<byte> text) => throw new NotImplementedException();

    /// <summary>Takes one attachment; its bytes are copied.</summary>
    /// <returns>The packet it completes, now the caller's to dispose, or null while more are missing.</returns>
    /// <exception cref="SocketIOProtocolException">No attachment was expected, or it exceeds a limit.</exception>
    public IncomingPacket? DecodeBinary(ReadOnlySpan<byte> data) => throw new NotImplementedException();

    /// <summary>Gives back a packet left incomplete.</summary>
    public void Dispose() => throw new NotImplementedException();
}
