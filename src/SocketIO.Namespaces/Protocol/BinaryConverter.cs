using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Writes binary values as attachments, and reads them from attachments or base64.</summary>
internal abstract class BinaryConverter<T> : JsonConverter<T>
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return default;
        if (reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes))
            return Wrap(bytes);
        if (reader.TokenType == JsonTokenType.StartObject && Placeholder.TryRead(ref reader, out var number) && AttachmentSource.TryTake(number) is { } data)
            return Wrap(data);
        throw new JsonException("The value is neither an attachment nor a base64 string.");
    }

    /// <summary>A converter of the user's may be writing a document of its own, which an attachment can't go with.</summary>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var data = Unwrap(value);
        if (!PacketWriter.TryAttach(writer, data))
            writer.WriteBase64StringValue(data.Span);
    }

    protected abstract T Wrap(byte[] data);

    protected abstract ReadOnlyMemory<byte> Unwrap(T value);
}

internal sealed class ByteArrayConverter : BinaryConverter<byte[]>
{
    protected override byte[] Wrap(byte[] data) => data;

    protected override ReadOnlyMemory<byte> Unwrap(byte[] value) => value;
}

internal sealed class MemoryConverter : BinaryConverter<Memory<byte>>
{
    public override bool HandleNull => true;

    protected override Memory<byte> Wrap(byte[] data) => data;

    protected override ReadOnlyMemory<byte> Unwrap(Memory<byte> value) => value;
}

internal sealed class ReadOnlyMemoryConverter : BinaryConverter<ReadOnlyMemory<byte>>
{
    public override bool HandleNull => true;

    protected override ReadOnlyMemory<byte> Wrap(byte[] data) => data;

    protected override ReadOnlyMemory<byte> Unwrap(ReadOnlyMemory<byte> value) => value;
}
