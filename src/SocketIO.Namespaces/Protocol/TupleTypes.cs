using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Tuples stand for several arguments or values here, so that resolvers generated for the user's own types need not list them.</summary>
internal sealed class TupleTypes : IJsonTypeInfoResolver
{
    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) => TupleMetadata.Of(type)?.TypeInfo(options);
}
