using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Hosting;

/// <summary>What the hosted service logs. Event ids 800 to 899.</summary>
internal static partial class Log
{
    [LoggerMessage(800, LogLevel.Information, "Starting {Client}: it connects in the background.", EventName = "ClientStarting")]
    public static partial void ClientStarting(ILogger logger, string client);

    [LoggerMessage(801, LogLevel.Information, "Stopping {Client}.", EventName = "ClientStopping")]
    public static partial void ClientStopping(ILogger logger, string client);

    [LoggerMessage(802, LogLevel.Warning, "The host's time for stopping was over before {Client} had disconnected.", EventName = "ClientStopTimedOut")]
    public static partial void ClientStopTimedOut(ILogger logger, string client);

    [LoggerMessage(804, LogLevel.Debug, "What {Client} listens to:{Handlers}", EventName = "ClientHandlers", SkipEnabledCheck = true)]
    public static partial void ClientHandlers(ILogger logger, string client, string handlers);

    [LoggerMessage(803, LogLevel.Warning, "The connection of {Client} has ended for good: {Reason}.", EventName = "ClientEnded")]
    public static partial void ClientEnded(ILogger logger, string client, DisconnectReason reason);
}
