using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Writes and reads tuples as JSON arrays.</summary>
internal sealed class TupleConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => Nullable.GetUnderlyingType(typeToConvert) is null && TupleMetadata.Of(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => TupleMetadata.Of(typeToConvert)!.Converter(options);
}

/// <summary>Writes each item by its declared type. Reading ignores surplus elements; items that may be null may be missing.</summary>
internal sealed class TupleConverter<TTuple>(JsonSerializerOptions options) : JsonConverter<TTuple>
{
    private readonly TupleShape _shape = TupleShape.Of(typeof(TTuple))!;
    private JsonTypeInfo[]? _items;

    private JsonTypeInfo[] Items => _items ??= [.. _shape.ItemTypes.Select(options.GetTypeInfo)];

    public override void Write(Utf8JsonWriter writer, TTuple value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        WriteItems(writer, (ITuple)value!, Items);
        writer.WriteEndArray();
    }

    public override TTuple Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"A tuple of {_shape.ItemTypes.Count} items is read from an array.");

        var items = Items;
        var values = new object?[items.Length];
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count < items.Length)
                values[count] = JsonSerializer.Deserialize(ref reader, items[count]);
            else
                reader.Skip();
        }

        for (; count < items.Length; count++)
        {
            var type = items[count].Type;
            if (type.IsValueType && Nullable.GetUnderlyingType(type) is null)
                throw new JsonException($"Item {count + 1} of {items.Length}, of type {type.Name}, is missing.");
        }

        return (TTuple)_shape.Create(values);
    }

    private static void WriteItems(Utf8JsonWriter writer, ITuple tuple, JsonTypeInfo[] items)
    {
        for (var i = 0; i < items.Length; i++)
            JsonSerializer.Serialize(writer, tuple[i], items[i]);
    }
}
