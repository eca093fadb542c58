using System.Text.Json.Serialization;

namespace SocketIO.Namespaces;

/// <summary>A client as it was at one moment; see <see cref="ISocketIOClientInspector"/>.</summary>
public sealed record ClientSnapshot
{
    /// <summary>The client's name; empty for the default client.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<ClientState>))]
    public required ClientState State { get; init; }

    /// <summary>Since when it has its connection; null while it has none.</summary>
    public DateTimeOffset? ConnectedSince { get; init; }

    /// <summary>The transport in use; null while there is no connection.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<TransportKind>))]
    public TransportKind? Transport { get; init; }

    /// <summary>The server's scheme, host and port, such as <c>https://chat.example.com</c>, without the query; null until a
    /// <see cref="SocketIOClientOptions.UrlProvider"/> has named it.</summary>
    public string? Url { get; init; }

    /// <summary>Why the last connection was lost or the last attempt failed, even if there is a connection again; null if neither has happened.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was; null if there is none.</summary>
    public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>Its namespaces, in the order in which they were first named.</summary>
    public required IReadOnlyList<NamespaceSnapshot> Namespaces { get; init; }
}
