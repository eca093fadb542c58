using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Hosting;

/// <summary>What the hosted service logs. Event ids 800 to 899.</summary>
internal static partial class Log
{
    [LoggerMessage(800, LogLevel.Information, "Starting {Client}.", EventName = "ClientStarting")]
    public static partial void ClientStarting(ILogger logger, string client);

    [LoggerMessage(801, LogLevel.Information, "Stopping {Client}.", EventName = "ClientStopping")]
    public static partial void ClientStopping(ILogger logger, string client);

    [LoggerMessage(802, LogLevel.Warning, "The host's time for stopping was over before {Client} had disconnected.", EventName = "ClientStopTimedOut")]
    public static partial void ClientStopTimedOut(ILogger logger, string client);

    [LoggerMessage(803, LogLevel.Warning, "The connection of {Client} has ended for good ({Reason}): {Cause}.", EventName = "ClientEnded")]
    public static partial void ClientEnded(ILogger logger, string client, DisconnectReason reason, string? cause);

    [LoggerMessage(804, LogLevel.Debug, "What {Client} listens to:{Handlers}", EventName = "ClientHandlers", SkipEnabledCheck = true)]
    public static partial void ClientHandlers(ILogger logger, string client, string handlers);

    [LoggerMessage(805, LogLevel.Error, "{Task} of {Client} failed.", EventName = "BackgroundTaskFailed")]
    public static partial void BackgroundTaskFailed(ILogger logger, Exception exception, string task, string client);

    [LoggerMessage(806, LogLevel.Information, "{Task} of {Client} is started again in {Delay}.", EventName = "BackgroundTaskRestarts")]
    public static partial void BackgroundTaskRestarts(ILogger logger, string task, string client, TimeSpan delay);

    [LoggerMessage(807, LogLevel.Warning, "{Task} of {Client} has not ended in the time for stopping, and is no longer waited for: it should heed its cancellation token.", EventName = "BackgroundTaskHangs")]
    public static partial void BackgroundTaskHangs(ILogger logger, string task, string client);

    [LoggerMessage(808, LogLevel.Information, "The host's start waits until {Client} is connected, for {Limit} at most.", EventName = "WaitingForConnection")]
    public static partial void WaitingForConnection(ILogger logger, string client, TimeSpan limit);

    [LoggerMessage(809, LogLevel.Warning, "The host's start was given up before {Client} was connected. Its last attempt: {LastFailure}", EventName = "StartGivenUp")]
    public static partial void StartGivenUp(ILogger logger, string client, string? lastFailure);
}
