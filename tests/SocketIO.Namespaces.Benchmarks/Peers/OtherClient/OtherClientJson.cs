extern alias OtherClient;

using System.Text.Json;
using OtherClient::SocketIOClient.JsonSerializer;

namespace SocketIO.Namespaces.Benchmarks.Peers.OtherClient;

/// <summary>Its own serializer, told to read camel case. It changes the options it is given, so it needs new ones each time, as by default.</summary>
internal sealed class OtherClientJson : SystemTextJsonSerializer
{
    public OtherClientJson() => OptionsProvider = () => new(JsonSerializerDefaults.Web);
}
