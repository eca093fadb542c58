using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Namespaces.Protocol;

/// <summary>What System.Text.Json has to know of a tuple type, or of one that may be null.</summary>
internal abstract class TupleMetadata
{
    private static readonly ConcurrentDictionary<Type, TupleMetadata> Known = new();

    /// <summary>The metadata of a tuple type; null for any other type. Where no code can be made at run time, only types that <see cref="Know"/> was told of have some.</summary>
    public static TupleMetadata? Of(Type type)
    {
        if (Known.TryGetValue(type, out var known))
            return known;
        if (!RuntimeFeature.IsDynamicCodeSupported || TupleShape.Of(Nullable.GetUnderlyingType(type) ?? type) is null)
            return null;
        return Known.GetOrAdd(type, Create(type));
    }

    /// <summary>Makes the metadata of a tuple type that is known at compile time.</summary>
    public static void Know<TTuple>() => Known.TryAdd(typeof(TTuple), new TupleMetadata<TTuple>());

    public abstract JsonConverter Converter(JsonSerializerOptions options);

    public abstract JsonTypeInfo TypeInfo(JsonSerializerOptions options);

    [UnconditionalSuppressMessage("Trimming", "IL2071", Justification = "A struct has its parameterless constructor, which nothing here calls.")]
    [RequiresDynamicCode("It makes a generic type for the tuple.")]
    private static TupleMetadata Create(Type type)
        => (TupleMetadata)Activator.CreateInstance(Nullable.GetUnderlyingType(type) is { } underlying
            ? typeof(NullableTupleMetadata<>).MakeGenericType(underlying)
            : typeof(TupleMetadata<>).MakeGenericType(type))!;
}

internal sealed class TupleMetadata<TTuple> : TupleMetadata
{
    public override JsonConverter Converter(JsonSerializerOptions options) => new TupleConverter<TTuple>(options);

    public override JsonTypeInfo TypeInfo(JsonSerializerOptions options) => JsonMetadataServices.CreateValueInfo<TTuple>(options, Converter(options));
}

internal sealed class NullableTupleMetadata<TTuple> : TupleMetadata
    where TTuple : struct
{
    public override JsonConverter Converter(JsonSerializerOptions options)
        => JsonMetadataServices.GetNullableConverter((JsonTypeInfo<TTuple>)options.GetTypeInfo(typeof(TTuple)));

    public override JsonTypeInfo TypeInfo(JsonSerializerOptions options) => JsonMetadataServices.CreateValueInfo<TTuple?>(options, Converter(options));
}
