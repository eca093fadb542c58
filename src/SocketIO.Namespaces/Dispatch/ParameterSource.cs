namespace SocketIO.Namespaces.Dispatch;

/// <summary>Where the value of a handler's parameter comes from.</summary>
internal enum ParameterSource
{
    /// <summary>The event's argument at the parameter's place among the arguments.</summary>
    Argument,

    /// <summary>All arguments that no parameter before it took: <c>params T[]</c>.</summary>
    RemainingArguments,

    /// <summary>The name of the event that a catch-all handles.</summary>
    EventName,

    /// <summary>The <see cref="ConnectInfo"/>, <see cref="ConnectError"/> or <see cref="DisconnectReason"/>.</summary>
    Lifecycle,

    CancellationToken,

    Context,

    Service,

    KeyedService,
}
