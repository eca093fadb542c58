using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Testing.Diagnostics;

/// <summary>What the test server logs.</summary>
internal static partial class Log
{
    [LoggerMessage(700, LogLevel.Debug, "A session has started by {Transport}")]
    public static partial void SessionOpened(ILogger logger, TransportKind transport);

    [LoggerMessage(701, LogLevel.Debug, "A session has ended: {Reason}")]
    public static partial void SessionEnded(ILogger logger, DisconnectReason reason, Exception? cause);

    [LoggerMessage(702, LogLevel.Error, "{Handler} failed at '{EventName}' of {Namespace}")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string handler, string eventName, string @namespace);

    [LoggerMessage(703, LogLevel.Error, "OnHandlerError failed")]
    public static partial void ErrorHookFailed(ILogger logger, Exception exception);
}
