using System.Buffers;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Engine.IO v4 polling bodies: packets separated by U+001E, binary ones as <c>b</c> and base64.</summary>
internal static class PollingPayload
{
    /// <summary>Takes the next packet off the front of a body. Base64 is decoded in place, so the body is overwritten.</summary>
    /// <param name="body">What is left of the body; what follows the packet afterwards.</param>
    /// <exception cref="SocketIOProtocolException">The packet is malformed.</exception>
    public static EnginePacket ReadNext(ref Memory<byte> body) => throw new NotImplementedException();

    /// <summary>The bytes that a packet adds to a body, its separator included.</summary>
    public static long EncodedLength(OutgoingPacket packet) => throw new NotImplementedException();

    /// <summary>Appends a packet and its attachments to a body.</summary>
    public static void Append(IBufferWriter<byte> body, OutgoingPacket packet, bool isFirst) => throw new NotImplementedException();
}
