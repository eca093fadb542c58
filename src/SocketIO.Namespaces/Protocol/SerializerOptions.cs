using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Makes the options that payloads are written and read with.</summary>
internal static class SerializerOptions
{
    // The same objects for every client: options that agree share their metadata.

    /// <summary>What makes attachments and arguments: not the user's to replace.</summary>
    private static readonly JsonConverter[] First = [new ByteArrayConverter(), new ReadOnlyMemoryConverter(), new MemoryConverter(), new TupleConverterFactory()];

    /// <summary>What a user may well have a converter of his own for.</summary>
    private static readonly JsonConverter[] Last =
    [
        new JsonElementConverter(), new ObjectConverter(),
        new JsonNodeConverter<JsonNode>(), new JsonNodeConverter<JsonObject>(), new JsonNodeConverter<JsonArray>(), new JsonNodeConverter<JsonValue>(),
    ];

    /// <summary>Whether types need no metadata but what reflection finds: not in an application that is trimmed or compiled ahead of time, unless it says so.</summary>
    [FeatureSwitchDefinition("System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault")]
    [FeatureGuard(typeof(RequiresUnreferencedCodeAttribute))]
    [FeatureGuard(typeof(RequiresDynamicCodeAttribute))]
#pragma warning disable IL4000 // the switch is the one that this property reads
    private static bool IsReflectionEnabled => JsonSerializer.IsReflectionEnabledByDefault;
#pragma warning restore IL4000

    /// <summary>The user's options, or the web defaults, with our converters. Read-only.</summary>
    public static JsonSerializerOptions Create(JsonSerializerOptions? userOptions, int maxDepth)
    {
        var options = userOptions is null
            ? new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            : new JsonSerializerOptions(userOptions);
        for (var i = 0; i < First.Length; i++)
            options.Converters.Insert(i, First[i]);
        foreach (var converter in Last)
            options.Converters.Add(converter);
        if (options.MaxDepth == 0)
            options.MaxDepth = maxDepth;

        // Options that were used before have the default resolver, as if they had been given it.
        if (IsReflectionEnabled && (options.TypeInfoResolver is null || options.TypeInfoResolver == JsonSerializerOptions.Default.TypeInfoResolver))
            options.TypeInfoResolver = PlainRecords.Resolver;
        else
        {
            options.TypeInfoResolverChain.Add(BasicTypes.Default);
            options.TypeInfoResolverChain.Add(new TupleTypes());
        }

        options.MakeReadOnly();
        return options;
    }
}

/// <summary>What resolvers generated for the user's own types need not list.</summary>
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(bool?))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(long?))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(double?))]
[JsonSerializable(typeof(decimal))]
[JsonSerializable(typeof(decimal?))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(DateTime))]
[JsonSerializable(typeof(DateTime?))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(DateTimeOffset?))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(Guid?))]
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(byte[]))]
[JsonSerializable(typeof(Memory<byte>))]
[JsonSerializable(typeof(ReadOnlyMemory<byte>))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class BasicTypes : JsonSerializerContext;
