using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Namespaces.Testing.Connections;

/// <summary>The payload with which the server lets a client into a namespace. It depends on nobody's JSON options.</summary>
internal sealed record ConnectAnswer(string Sid)
{
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, ConnectAnswerJson.Default.ConnectAnswer);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConnectAnswer))]
internal sealed partial class ConnectAnswerJson : JsonSerializerContext;
