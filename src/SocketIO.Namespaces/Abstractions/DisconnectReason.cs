namespace SocketIO.Namespaces;

/// <summary>Why a namespace lost its connection, or why the client ended.</summary>
public enum DisconnectReason
{
    /// <summary>This side asked for it: a disconnect, a dispose, or a leave of the namespace. Never followed by a reconnection.</summary>
    ClientDisconnect,

    /// <summary>The server sent a DISCONNECT packet. Followed by a reconnection only with <see cref="ReconnectionOptions.AfterServerDisconnect"/>.</summary>
    ServerDisconnect,

    /// <summary>The server did not ping within its own ping interval plus ping time-out: the link is dead, whatever TCP thinks.</summary>
    PingTimeout,

    /// <summary>The peer closed the transport in an orderly way.</summary>
    TransportClose,

    /// <summary>The transport broke: a reset, a failed request, an unreadable frame.</summary>
    TransportError,

    /// <summary>The peer sent something that is not Socket.IO.</summary>
    ParseError,

    /// <summary>More events waited for this namespace's handlers than <see cref="SocketIOLimits.InboxBytes"/> allows.</summary>
    InboxOverflow,

    /// <summary>The reconnection gave up: its attempts are used up, or the user's own pipeline ended it.</summary>
    ReconnectionFailed,
}
