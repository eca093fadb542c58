using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Debug, "Opened an engine session by {Transport}.")]
    public static partial void SessionOpened(ILogger logger, TransportKind transport);

    [LoggerMessage(201, LogLevel.Debug, "{Failed} could not be opened, falling back to {Next}: {Cause}")]
    public static partial void FallingBack(ILogger logger, TransportKind failed, TransportKind next, string cause);

    [LoggerMessage(202, LogLevel.Debug, "The engine session ended: {Reason}.")]
    public static partial void SessionEnded(ILogger logger, DisconnectReason reason, Exception? exception);

    [LoggerMessage(203, LogLevel.Debug, "The engine session could not be closed in an orderly way and was cut.")]
    public static partial void CloseCutShort(ILogger logger, Exception exception);

    [LoggerMessage(204, LogLevel.Debug, "The transport failed to release what it held.")]
    public static partial void ReleaseFailed(ILogger logger, Exception exception);
}
