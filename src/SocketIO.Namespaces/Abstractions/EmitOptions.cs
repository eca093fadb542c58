namespace SocketIO.Namespaces;

/// <summary>What becomes of an emit while there is no connection but the client is making one by itself.</summary>
public enum WhenDisconnected
{
    /// <summary>It waits, in order, and is sent once the namespace is joined again and its connect handlers have run.</summary>
    Buffer,

    /// <summary>It fails at once with <see cref="SocketIODisconnectedException"/>.</summary>
    Fail,

    /// <summary>It is dropped without an error: for data that is stale by the time of the next connection.</summary>
    Drop,
}

/// <summary>How to treat particular emits; see <see cref="ISocketIOEmitter.With"/>.</summary>
public sealed record EmitOptions
{
    /// <summary>What to do while reconnecting. Default: <see cref="WhenDisconnected.Buffer"/>.</summary>
    public WhenDisconnected WhenDisconnected { get; init; }

    /// <summary>How long a buffered emit stays worth sending. Default: <see cref="ReconnectionOptions.BufferedEmitMaxAge"/>.</summary>
    public TimeSpan? MaxAge { get; init; }
}
