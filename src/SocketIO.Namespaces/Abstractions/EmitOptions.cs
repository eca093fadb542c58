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
    /// <summary>What to do while there is no connection. Default: <see cref="WhenDisconnected.Buffer"/>.</summary>
    public WhenDisconnected WhenDisconnected { get; init; }

    /// <summary>How long a buffered emit stays worth sending, counted from the emit; one that is older is dropped, with a warning. Zero or more; more than a
    /// day, or <see cref="Timeout.InfiniteTimeSpan"/>, means without limit. Default: null, <see cref="ReconnectionOptions.BufferedEmitMaxAge"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public TimeSpan? MaxAge
    {
        get;
        init
        {
            if (value is { } age && age != Timeout.InfiniteTimeSpan)
                ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero, nameof(value));
            field = value;
        }
    }
}
