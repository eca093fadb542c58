namespace SocketIO.Namespaces;

/// <summary>What happens to a namespace's events when <see cref="SocketIOLimits.InboxEvents"/> of them wait for its handlers.</summary>
public enum InboxFullMode
{
    /// <summary>Reading from the connection pauses, so that TCP pushes back on the server: for all namespaces of the connection, as they share it. It never
    /// pauses while an answer of the server is awaited, nor for longer than half the ping time-out at a time or past a ping that is due; then reading goes on, and once
    /// <see cref="SocketIOLimits.InboxBytes"/> wait, the connection ends with <see cref="DisconnectReason.InboxOverflow"/>.</summary>
    Wait,

    /// <summary>The event that finds no room is dropped.</summary>
    DropNewest,

    /// <summary>The event that has waited longest is dropped.</summary>
    DropOldest,
}
