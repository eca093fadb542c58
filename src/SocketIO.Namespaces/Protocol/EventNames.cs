namespace SocketIO.Namespaces.Protocol;

/// <summary>The event names that Socket.IO keeps for itself.</summary>
internal static class EventNames
{
    public const string Connect = "connect";
    public const string ConnectError = "connect_error";
    public const string Disconnect = "disconnect";
    public const string CatchAll = "*";

    /// <summary>Whether a client may not emit this event.</summary>
    public static bool IsReservedForEmit(string name)
        => name is Connect or ConnectError or Disconnect or "disconnecting" or "newListener" or "removeListener";

    /// <summary>Refuses a name that a client may not emit.</summary>
    /// <exception cref="ArgumentException">The name is empty or reserved.</exception>
    public static void ThrowIfReservedForEmit(string eventName)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        if (IsReservedForEmit(eventName))
        {
            throw new ArgumentException(
                $"The event name '{eventName}' is reserved by Socket.IO and can't be emitted: choose another name.",
                nameof(eventName));
        }
    }

    /// <summary>Whether it names a moment in a namespace's life and so can't come from the server as an event.</summary>
    public static bool IsLifecycle(string name) => name is Connect or ConnectError or Disconnect;

    /// <inheritdoc cref="IsLifecycle(string)"/>
    public static bool IsLifecycle(ReadOnlySpan<byte> utf8Name)
        => utf8Name.SequenceEqual("connect"u8) || utf8Name.SequenceEqual("connect_error"u8) || utf8Name.SequenceEqual("disconnect"u8);
}
