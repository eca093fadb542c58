using System.Text.Json;

namespace SocketIO.Namespaces.Protocol;

/// <summary>What stands in the JSON for an attachment: <c>{"_placeholder":true,"num":0}</c>, with its keys in either order and no others.</summary>
internal static class Placeholder
{
    /// <summary>The length of the shortest one.</summary>
    public const int MinLength = 29;

    private static readonly JsonEncodedText MarkName = JsonEncodedText.Encode("_placeholder");
    private static readonly JsonEncodedText NumberName = JsonEncodedText.Encode("num");

    public static void Write(Utf8JsonWriter writer, int number)
    {
        writer.WriteStartObject();
        writer.WriteBoolean(MarkName, true);
        writer.WriteNumber(NumberName, number);
        writer.WriteEndObject();
    }

    /// <summary>Reads the object at whose start the reader stands, if it is a placeholder; otherwise leaves the reader where it is.
    /// Looks at no more than two keys and plain values, so that nested objects cost no more than linear time.</summary>
    /// <param name="reader">Stands at the object's end afterwards.</param>
    /// <param name="number">The attachment's number; negative where the placeholder has none that an attachment could have.</param>
    public static bool TryRead(ref Utf8JsonReader reader, out int number)
    {
        number = -1;
        var ahead = reader;
        bool isMarked = false, isNumbered = false;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            if (!isMarked && IsNamed(ref ahead, MarkName))
            {
                ahead.Read();
                if (ahead.TokenType != JsonTokenType.True)
                    return false;
                isMarked = true;
            }
            else if (!isNumbered && IsNamed(ref ahead, NumberName))
            {
                ahead.Read();
                if (ahead.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    return false;
                if (ahead.TokenType != JsonTokenType.Number || !ahead.TryGetInt32(out number))
                    number = -1;
                isNumbered = true;
            }
            else
            {
                return false;
            }
        }

        if (!isMarked)
            return false;

        reader = ahead;
        return true;
    }

    /// <summary>Compares a key as it is written: nobody escapes these, and unescaping others could fail.</summary>
    private static bool IsNamed(ref Utf8JsonReader reader, JsonEncodedText name)
        => !reader.ValueIsEscaped && reader.ValueTextEquals(name.EncodedUtf8Bytes);
}
