using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Writes users' values into packets and reads them out again: System.Text.Json with the user's options, binary values as attachments,
/// tuples as arrays. One per client; thread-safe. What a user's type or converter throws is passed on as it is.</summary>
internal sealed class PacketSerializer(JsonSerializerOptions? userOptions, SocketIOLimits limits, PacketPool? pool = null)
{
    private readonly PacketPool _pool = pool ?? PacketPool.Shared;

    /// <summary>The user's options, or the web defaults, with the converters for attachments and tuples before all others. Read-only.</summary>
    public JsonSerializerOptions Options { get; } = SerializerOptions.Create(userOptions, limits.JsonDepth);

    /// <summary>A CONNECT packet; also a server's answer to one.</summary>
    /// <param name="namespace">The namespace.</param>
    /// <param name="payload">The payload; null for none.</param>
    /// <param name="recovery">The session to ask for; null for a new one.</param>
    /// <exception cref="ArgumentException">The payload is not written as a JSON object, or holds binary values.</exception>
    public OutgoingPacket Connect(string @namespace, object? payload, RecoveryRequest? recovery = null)
    {
        using var writer = Begin();
        if (payload is not null)
        {
            JsonSerializer.Serialize(writer.Json, payload, Options.GetTypeInfo(payload.GetType()));
            if (writer.Payload is not [(byte)'{', ..])
                throw new ArgumentException($"A {payload.GetType().Name} is not written as a JSON object, which the payload of CONNECT must be.", nameof(payload));
            ThrowIfBinary(writer, nameof(payload));
        }

        if (recovery is null)
            return writer.ToPacket(PacketType.Connect, @namespace);
        using var merged = Begin();
        RecoveryPayload.Write(merged.Json, writer.Payload, recovery);
        return merged.ToPacket(PacketType.Connect, @namespace);
    }

    /// <summary>A CONNECT packet of Socket.IO 2.x, which carries a query in place of a payload.</summary>
    /// <exception cref="ArgumentException">The values are not written as a JSON object of texts, numbers and booleans.</exception>
    public OutgoingPacket ConnectWithQuery(string @namespace, object? values)
    {
        using var writer = Begin();
        return writer.ToPacket(PacketType.Connect, values is null ? @namespace : @namespace + NamespaceQuery.Write(values, Options));
    }

    public OutgoingPacket Disconnect(string @namespace)
    {
        using var writer = Begin();
        return writer.ToPacket(PacketType.Disconnect, @namespace);
    }

    /// <summary>A server's refusal of a CONNECT.</summary>
    /// <exception cref="ArgumentException">The data holds binary values.</exception>
    public OutgoingPacket ConnectError(string @namespace, string message, object? data)
    {
        using var writer = Begin();
        writer.Json.WriteStartObject();
        writer.Json.WriteString("message"u8, message);
        if (data is not null)
        {
            writer.Json.WritePropertyName("data"u8);
            JsonSerializer.Serialize(writer.Json, data, Options.GetTypeInfo(data.GetType()));
        }

        writer.Json.WriteEndObject();
        ThrowIfBinary(writer, nameof(data));
        return writer.ToPacket(PacketType.ConnectError, @namespace);
    }

    /// <summary>An EVENT or BINARY_EVENT packet. A tuple's items become arguments.</summary>
    /// <exception cref="ArgumentException">The data is a task, delegate or token, which nobody means to send; or the name is empty.</exception>
    public OutgoingPacket Event(string @namespace, in Emission emission, long? id)
    {
        ArgumentException.ThrowIfNullOrEmpty(emission.EventName, "eventName");
        using var writer = Begin();
        writer.Json.WriteStartArray();
        writer.Json.WriteStringValue(emission.EventName);
        if (emission.Arguments is { } arguments)
            EmissionData.WriteEach(writer.Json, arguments, Options);
        else if (emission.HasData)
            EmissionData.Write(writer.Json, emission.Data, Options);
        if (emission.MessageId is { } messageId)
            writer.Json.WriteStringValue(messageId);
        writer.Json.WriteEndArray();
        return writer.ToPacket(PacketType.Event, @namespace, id);
    }

    /// <summary>An EVENT or BINARY_EVENT packet whose arguments are given one by one. The only one may be a tuple, whose items become arguments.</summary>
    /// <exception cref="ArgumentException">An argument is a task, delegate or token; or the name is empty.</exception>
    public OutgoingPacket Event(string @namespace, string eventName, ReadOnlySpan<object?> arguments, long? id)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        using var writer = Begin();
        writer.Json.WriteStartArray();
        writer.Json.WriteStringValue(eventName);
        foreach (var argument in arguments)
            EmissionData.Write(writer.Json, arguments.Length == 1 ? argument : ValueTuple.Create(argument), Options);
        writer.Json.WriteEndArray();
        return writer.ToPacket(PacketType.Event, @namespace, id);
    }

    /// <summary>An ACK or BINARY_ACK packet without values.</summary>
    public OutgoingPacket Ack(string @namespace, long id)
    {
        using var writer = Begin();
        writer.Json.WriteStartArray();
        writer.Json.WriteEndArray();
        return writer.ToPacket(PacketType.Ack, @namespace, id);
    }

    /// <summary>An ACK or BINARY_ACK packet. A tuple's items become values, anything else is one value.</summary>
    /// <exception cref="ArgumentException">The value is a task, delegate or token, which nobody means to send.</exception>
    public OutgoingPacket Ack<T>(string @namespace, long id, T value)
    {
        using var writer = Begin();
        writer.Json.WriteStartArray();
        if (Values<T>.IsWrittenByType)
            JsonSerializer.Serialize(writer.Json, value, TypeInfo<T>());
        else
            EmissionData.Write(writer.Json, value, Options);
        writer.Json.WriteEndArray();
        return writer.ToPacket(PacketType.Ack, @namespace, id);
    }

    /// <summary>An ACK or BINARY_ACK packet for a value of a declared type. A tuple's items become values, anything else is one value.</summary>
    /// <exception cref="ArgumentException">The value is a task, delegate or token, which nobody means to send.</exception>
    public OutgoingPacket Ack(string @namespace, long id, object? value, Type type)
    {
        if (type == typeof(object) || value is ITuple || EmissionData.IsRefused(type))
            return Ack(@namespace, id, value);

        using var writer = Begin();
        writer.Json.WriteStartArray();
        JsonSerializer.Serialize(writer.Json, value, Options.GetTypeInfo(type));
        writer.Json.WriteEndArray();
        return writer.ToPacket(PacketType.Ack, @namespace, id);
    }

    /// <summary>Reads one element of a packet's payload array. The value is the caller's own: it holds no memory of the packet.</summary>
    /// <exception cref="JsonException">The element does not fit the type.</exception>
    public T? Read<T>(IncomingPacket packet, int element)
    {
        using var source = AttachmentSource.Use(packet);
        return JsonSerializer.Deserialize(packet.Element(element), TypeInfo<T>());
    }

    /// <summary>Reads one element of a packet's payload array as its metadata says, boxed where that is not <typeparamref name="T"/>'s own.</summary>
    /// <exception cref="JsonException">The element does not fit the type.</exception>
    public static T? Read<T>(IncomingPacket packet, int element, JsonTypeInfo typeInfo)
    {
        using var source = AttachmentSource.Use(packet);
        return typeInfo is JsonTypeInfo<T> own
            ? JsonSerializer.Deserialize(packet.Element(element), own)
            : (T?)JsonSerializer.Deserialize(packet.Element(element), typeInfo);
    }

    /// <summary>Reads a whole payload, such as a CONNECT's; null where there is none. The value is the caller's own.</summary>
    /// <exception cref="JsonException">The payload does not fit the type.</exception>
    public T? ReadPayload<T>(IncomingPacket packet)
    {
        if (packet.Json.IsEmpty)
            return default;

        using var source = AttachmentSource.Use(packet);
        return JsonSerializer.Deserialize(packet.Json, TypeInfo<T>());
    }

    /// <summary>Reads an event's arguments: the first, or all of them for a tuple type.</summary>
    /// <exception cref="JsonException">They do not fit the type.</exception>
    public T ReadArguments<T>(IncomingPacket packet)
    {
        if (Values<T>.AreTuple)
        {
            using var source = AttachmentSource.Use(packet);
            return JsonSerializer.Deserialize((byte[])[(byte)'[', .. packet.ElementsFrom(1)], TypeInfo<T>())!;
        }

        if (packet.ElementCount > 1)
            return Read<T>(packet, 1)!;
        return default(T) is null ? default! : throw new JsonException("The event has no argument.");
    }

    /// <summary>Reads an acknowledgement: its first value, or all of them for a tuple type.</summary>
    /// <exception cref="SocketIOException">The values do not fit; says which were received.</exception>
    public TResult ReadAcknowledgement<TResult>(IncomingPacket packet)
    {
        try
        {
            if (packet.ElementCount == 0 && default(TResult) is null)
                return default!;
            if (Values<TResult>.AreTuple)
                return ReadPayload<TResult>(packet)!;
            if (packet.ElementCount > 0)
                return Read<TResult>(packet, 0)!;
        }
        catch (JsonException exception)
        {
            throw AcknowledgementMismatch.Create(typeof(TResult), packet, exception);
        }

        throw AcknowledgementMismatch.Create(typeof(TResult), packet);
    }

    private static void ThrowIfBinary(PacketWriter writer, string parameter)
    {
        if (writer.AttachmentCount > 0)
            throw new ArgumentException("Only events and acknowledgements can hold binary values; pass them as base64 strings.", parameter);
    }

    private PacketWriter Begin() => PacketWriter.Begin(Options.Encoder, _pool);

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static class Values<T>
    {
        /// <summary>Whether a value of the type stands for several.</summary>
        public static readonly bool AreTuple = FindWhetherTuple();

        /// <summary>Whether a value is one element whatever its run-time type, and certainly data.</summary>
        public static readonly bool IsWrittenByType = !AreTuple && typeof(T) != typeof(object) && !EmissionData.IsRefused(typeof(T));

        private static bool FindWhetherTuple()
        {
            var underlying = Nullable.GetUnderlyingType(typeof(T));
            if (TupleShape.Of(underlying ?? typeof(T)) is null)
                return false;
            if (underlying is null)
                TupleMetadata.Know<T>();
            return true;
        }
    }
}
