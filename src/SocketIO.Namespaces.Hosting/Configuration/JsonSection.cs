using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace SocketIO.Namespaces.Hosting.Configuration;

/// <summary>Reads a section as a JSON object. Its values are strings, as configuration has no other type, except that <c>true</c> and <c>false</c>
/// are booleans (a number could as well be a password of digits). Where exact types matter, the section is one value: the JSON text.</summary>
internal static class JsonSection
{
    /// <exception cref="InvalidOperationException">The section is neither an object nor the text of one.</exception>
    public static JsonObject? Read(IConfigurationSection section)
    {
        JsonNode? json = section.GetChildren().Any() ? ReadTree(section) : ReadText(section.Value);
        return json is null or JsonObject ? (JsonObject?)json : throw NotAnObject();
    }

    private static JsonNode? ReadTree(IConfigurationSection section)
    {
        IConfigurationSection[] children = [.. section.GetChildren()];
        if (children.Length == 0)
            return bool.TryParse(section.Value, out bool flag) ? JsonValue.Create(flag) : JsonValue.Create(section.Value);
        if (children.All(child => int.TryParse(child.Key, out _)))
            return new JsonArray([.. children.Select(ReadTree)]);
        return new JsonObject(children.Select(child => KeyValuePair.Create(child.Key, ReadTree(child))));
    }

    private static JsonNode? ReadText(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            throw NotAnObject(); // without the parser's message, which could quote a secret
        }
    }

    private static InvalidOperationException NotAnObject() => new("it is neither a section of named values nor the text of a JSON object.");
}
