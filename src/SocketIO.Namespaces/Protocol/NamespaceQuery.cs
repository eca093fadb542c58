using System.Text;
using System.Text.Json;

namespace SocketIO.Namespaces.Protocol;

/// <summary>The query behind a namespace, by which clients of Socket.IO 2.x authenticate themselves.</summary>
internal static class NamespaceQuery
{
    /// <summary>Writes an object's values as a query; null ones are left out.</summary>
    /// <exception cref="ArgumentException">It is not an object of texts, numbers and booleans.</exception>
    public static string Write(object values, JsonSerializerOptions options)
    {
        var json = JsonSerializer.SerializeToElement(values, options.GetTypeInfo(values.GetType()));
        if (json.ValueKind != JsonValueKind.Object)
            throw new ArgumentException($"A {values.GetType().Name} is not written as a JSON object, which authentication must be.", nameof(values));

        var query = new StringBuilder();
        foreach (var property in json.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
        {
            query.Append(query.Length == 0 ? '?' : '&')
                .Append(Uri.EscapeDataString(property.Name)).Append('=').Append(Uri.EscapeDataString(TextOf(property)));
        }

        return query.ToString();
    }

    private static string TextOf(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.String => property.Value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => property.Value.GetRawText(),
        _ => throw new ArgumentException(
            $"The authentication's '{property.Name}' is an object or a list: a server of Socket.IO 2.x takes a query, of texts, numbers and booleans."),
    };
}
