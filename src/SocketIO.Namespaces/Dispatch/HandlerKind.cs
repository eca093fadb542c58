namespace SocketIO.Namespaces.Dispatch;

/// <summary>What calls a handler, and so where its parameters come from.</summary>
internal enum HandlerKind
{
    /// <summary>An event: its arguments.</summary>
    Event,

    /// <summary>Any event: its name, then its arguments.</summary>
    CatchAll,

    /// <summary>A join: a <see cref="ConnectInfo"/>, or nothing.</summary>
    Connect,

    /// <summary>A failed join: a <see cref="global::SocketIO.Namespaces.ConnectError"/>, or nothing.</summary>
    ConnectError,

    /// <summary>A loss: a <see cref="DisconnectReason"/>, or nothing.</summary>
    Disconnect,

    /// <summary>An acknowledgement asked for with a callback: its values.</summary>
    Acknowledgement,
}
