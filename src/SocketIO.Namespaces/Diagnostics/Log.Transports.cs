using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Debug, "Upgraded from polling to WebSocket.")]
    public static partial void Upgraded(ILogger logger);

    [LoggerMessage(101, LogLevel.Debug, "Stays on polling, the upgrade to WebSocket failed: {Cause}")]
    public static partial void ProbeFailed(ILogger logger, string cause);
}
