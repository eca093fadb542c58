using System.Text.Json;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Writes users' values into packets and reads them out again: System.Text.Json with the user's options, binary values as attachments,
/// tuples as arrays. One per client; thread-safe.</summary>
internal sealed class PacketSerializer(JsonSerializerOptions? userOptions, SocketIOLimits limits)
{
    /// <summary>The user's options, or the web defaults, with the converters for attachments and tuples before all others. Read-only.</summary>
    public JsonSerializerOptions Options => throw new NotImplementedException();

    /// <summary>A CONNECT packet; also a server's answer to one.</summary>
    /// <exception cref="ArgumentException">The payload is not written as a JSON object, or holds binary values.</exception>
    public OutgoingPacket Connect(string @namespace, object? payload) => throw new NotImplementedException();

    public OutgoingPacket Disconnect(string @namespace) => throw new NotImplementedException();

    /// <summary>A server's refusal of a CONNECT.</summary>
    public OutgoingPacket ConnectError(string @namespace, string message, object? data) => throw new NotImplementedException();

    /// <summary>An EVENT or BINARY_EVENT packet. A tuple's items become arguments.</summary>
    /// <exception cref="ArgumentException">The data is a task, delegate or token, which nobody means to send.</exception>
    public OutgoingPacket Event(string @namespace, in Emission emission, long? id) => throw new NotImplementedException();

    /// <summary>An ACK or BINARY_ACK packet without values.</summary>
    public OutgoingPacket Ack(string @namespace, long id) => throw new NotImplementedException();

    /// <summary>An ACK or BINARY_ACK packet. A tuple's items become values, anything else is one value.</summary>
    public OutgoingPacket Ack<T>(string @namespace, long id, T value) => throw new NotImplementedException();

    /// <summary>Reads one element of a packet's payload array.</summary>
    /// <exception cref="JsonException">The element does not fit the type.</exception>
    public T? Read<T>(IncomingPacket packet, int element) => throw new NotImplementedException();

    /// <summary>Reads a payload that is not an array, such as a CONNECT's.</summary>
    public T? ReadPayload<T>(IncomingPacket packet) => throw new NotImplementedException();

    /// <summary>Reads an acknowledgement: its first value, or all of them for a tuple type.</summary>
    /// <exception cref="SocketIOException">The values do not fit; says which were received.</exception>
    public TResult ReadAcknowledgement<TResult>(IncomingPacket packet) => throw new NotImplementedException();
}
