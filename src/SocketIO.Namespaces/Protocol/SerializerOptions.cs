using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Makes the options that payloads are written and read with.</summary>
internal static class SerializerOptions
{
    /// <summary>The same objects for every client: options that agree share their metadata.</summary>
    private static readonly JsonConverter[] Converters =
        [new ByteArrayConverter(), new ReadOnlyMemoryConverter(), new MemoryConverter(), new TupleConverterFactory()];

    /// <summary>The user's options, or the web defaults, with our converters before all others. Read-only.</summary>
    public static JsonSerializerOptions Create(JsonSerializerOptions? userOptions, int maxDepth)
    {
        var options = userOptions is null
            ? new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            : new JsonSerializerOptions(userOptions);
        for (var i = 0; i < Converters.Length; i++)
            options.Converters.Insert(i, Converters[i]);
        if (options.MaxDepth == 0)
            options.MaxDepth = maxDepth;

        if (options.TypeInfoResolver is null && JsonSerializer.IsReflectionEnabledByDefault)
            options.TypeInfoResolver = JsonSerializerOptions.Default.TypeInfoResolver;
        else
            options.TypeInfoResolverChain.Add(BasicTypes.Default);

        options.MakeReadOnly();
        return options;
    }
}

/// <summary>What resolvers generated for the user's own types need not list.</summary>
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(decimal))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(DateTime))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(byte[]))]
[JsonSerializable(typeof(Memory<byte>))]
[JsonSerializable(typeof(ReadOnlyMemory<byte>))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class BasicTypes : JsonSerializerContext;
