using System.Text.Json.Serialization;

namespace SocketIO.Namespaces;

/// <summary>One namespace of a client as it was at one moment; see <see cref="ISocketIOClientInspector"/>.</summary>
public sealed record NamespaceSnapshot
{
    /// <summary>Its path, such as <c>/chat</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Where it stands.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<NamespaceState>))]
    public required NamespaceState State { get; init; }

    /// <summary>The session id that the server gave it; null while it is not joined. Keep it to yourself: servers know their clients by it, and often use it as the
    /// name of a room.</summary>
    public string? Sid { get; init; }

    /// <summary>What the server said when it refused the namespace last; null once it has been joined.</summary>
    public string? LastError { get; init; }

    /// <summary>How many events wait for their handlers or are being handled.</summary>
    public required int InboxLength { get; init; }

    /// <summary>How many calls and callbacks wait for their acknowledgement.</summary>
    public required int PendingCalls { get; init; }

    /// <summary>How many emits wait for the connection, or for connect handlers.</summary>
    public required int BufferedEmits { get; init; }

    /// <summary>How many deliveries are not acknowledged yet.</summary>
    public required int PendingDeliveries { get; init; }

    /// <summary>What handles its events. Where an event has two handlers, the first one runs.</summary>
    public required IReadOnlyList<HandlerSnapshot> Handlers { get; init; }
}
