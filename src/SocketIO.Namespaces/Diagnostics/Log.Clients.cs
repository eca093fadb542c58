using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Debug, "The client went from {Previous} to {Current}.")]
    public static partial void StateChanged(ILogger logger, ClientState previous, ClientState current);

    [LoggerMessage(401, LogLevel.Error, "A StateChanged handler failed.")]
    public static partial void StateChangedHandlerFailed(ILogger logger, Exception exception);

    [LoggerMessage(402, LogLevel.Debug, "Connecting, attempt {Attempt}.")]
    public static partial void Dialling(ILogger logger, int attempt);

    [LoggerMessage(403, LogLevel.Debug, "Connection attempt {Attempt} failed.")]
    public static partial void DialFailed(ILogger logger, int attempt, Exception exception);

    [LoggerMessage(404, LogLevel.Information, "Connected by {Transport}.")]
    public static partial void Connected(ILogger logger, TransportKind transport);

    [LoggerMessage(405, LogLevel.Warning, "The connection was lost ({Reason}): {Cause}. Reconnecting.")]
    public static partial void ConnectionLost(ILogger logger, DisconnectReason reason, string cause);

    [LoggerMessage(406, LogLevel.Error, "Gave up connecting; the client has ended.")]
    public static partial void GaveUp(ILogger logger, Exception exception);

    [LoggerMessage(407, LogLevel.Warning, "The server refused namespace '{Namespace}': {Message}")]
    public static partial void NamespaceRefused(ILogger logger, string @namespace, string message);

    [LoggerMessage(408, LogLevel.Debug, "The server refused the default namespace, which nobody named; the others are joined.")]
    public static partial void DefaultNamespaceRefused(ILogger logger);

    [LoggerMessage(409, LogLevel.Debug, "Namespace '{Namespace}' could not be joined again; trying further.")]
    public static partial void RejoinFailed(ILogger logger, string @namespace, Exception exception);

    [LoggerMessage(410, LogLevel.Warning, "A disconnect handler has run for longer than {Limit} and is no longer waited for.")]
    public static partial void DisconnectHandlerSlow(ILogger logger, TimeSpan limit);

    [LoggerMessage(411, LogLevel.Warning, "The connect handler of namespace '{Namespace}' has run for longer than {Limit}; buffered emits no longer wait for it.")]
    public static partial void ConnectHandlerSlow(ILogger logger, string @namespace, TimeSpan limit);

    [LoggerMessage(412, LogLevel.Error, "Reading from the connection failed unexpectedly.")]
    public static partial void ReadLoopFailed(ILogger logger, Exception exception);

    [LoggerMessage(413, LogLevel.Debug, "A packet for a namespace that was never asked for was dropped.")]
    public static partial void UnknownNamespace(ILogger logger);

    [LoggerMessage(414, LogLevel.Debug, "An acknowledgement with id {Id} that nobody waits for arrived on namespace '{Namespace}'.")]
    public static partial void AcknowledgementIgnored(ILogger logger, long id, string @namespace);

    [LoggerMessage(415, LogLevel.Warning, "An emit to namespace '{Namespace}' was dropped: {Why}")]
    public static partial void EmitDropped(ILogger logger, string @namespace, string why);

    [LoggerMessage(416, LogLevel.Warning, "{Count} emits to namespace '{Namespace}' were not sent: the client ended.")]
    public static partial void BufferedEmitsDropped(ILogger logger, int count, string @namespace);

    [LoggerMessage(417, LogLevel.Warning, "The callback of '{EventName}' to namespace '{Namespace}' was given up: {Why}")]
    public static partial void CallbackGivenUp(ILogger logger, string eventName, string @namespace, string why);

    [LoggerMessage(418, LogLevel.Error, "{Handler} failed on event '{EventName}' of namespace '{Namespace}'.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string handler, string eventName, string @namespace);

    [LoggerMessage(419, LogLevel.Debug, "{Handler} was cancelled on event '{EventName}' of namespace '{Namespace}'.")]
    public static partial void HandlerCancelled(ILogger logger, string handler, string eventName, string @namespace);

    [LoggerMessage(420, LogLevel.Error, "The OnHandlerError hook failed.")]
    public static partial void HandlerErrorHookFailed(ILogger logger, Exception exception);

    [LoggerMessage(421, LogLevel.Error, "A background task failed.")]
    public static partial void BackgroundTaskFailed(ILogger logger, Exception exception);

    [LoggerMessage(431, LogLevel.Warning, "The thread pool runs nothing any more, so the client's end was not waited for; it follows when the pool has a free thread.")]
    public static partial void StopNotAwaited(ILogger logger);

    [LoggerMessage(422, LogLevel.Warning, "Nothing handles the event '{EventName}' of namespace '{Namespace}'; said once per name. The nearest handled one is '{Nearest}'.")]
    public static partial void EventNotHandled(ILogger logger, string eventName, string @namespace, string? nearest);

    [LoggerMessage(423, LogLevel.Error, "{Failure} Somebody has to fix this; until then the client tries again slowly, or as the server asks.")]
    public static partial void PermanentFault(ILogger logger, string failure);

    [LoggerMessage(424, LogLevel.Warning, "{Handler} has not ended with event '{EventName}' of namespace '{Namespace}' for {Duration}; {Waiting} events wait behind it.")]
    public static partial void HandlerSlow(ILogger logger, string handler, string eventName, string @namespace, TimeSpan duration, int waiting);

    [LoggerMessage(425, LogLevel.Warning, "Events of namespace '{Namespace}' are dropped, since its handlers don't keep up: {Dropped} so far. The one that ran last is {Handler}.")]
    public static partial void EventsDropped(ILogger logger, string @namespace, long dropped, string? handler);

    [LoggerMessage(426, LogLevel.Warning, "An observer of '{EventName}' in namespace '{Namespace}' is too slow and has missed events: {Missed} so far.")]
    public static partial void ObserverSlow(ILogger logger, string eventName, string @namespace, long missed);

    [LoggerMessage(427, LogLevel.Warning, "The server reported an error on namespace '{Namespace}': {Message}")]
    public static partial void ErrorReported(ILogger logger, string @namespace, string message);

    [LoggerMessage(428, LogLevel.Warning, "Servers of Socket.IO 2.x take no authentication for the namespace '/': what Auth or AuthProvider give is sent to other namespaces only. Use Query or QueryProvider for it.")]
    public static partial void DefaultNamespaceTakesNoAuth(ILogger logger);

    [LoggerMessage(429, LogLevel.Warning, "Attempt {Attempt} to deliver '{EventName}' to namespace '{Namespace}' was not acknowledged within {Wait}. Later messages wait for it.")]
    public static partial void DeliveryNotAcknowledged(ILogger logger, int attempt, string eventName, string @namespace, TimeSpan wait);

    [LoggerMessage(430, LogLevel.Warning, "Authentication goes to {Host} over plain http, where others can read it: use https. Said once.")]
    public static partial void CredentialsInCleartext(ILogger logger, string host);

    [LoggerMessage(432, LogLevel.Warning, "An emit to namespace '{Namespace}' was refused: {Why} Said once a minute at most.")]
    public static partial void EmitRefused(ILogger logger, string @namespace, string why);

    [LoggerMessage(433, LogLevel.Debug, "The limit {Limit} is reached: {What}. Said once a minute at most.")]
    public static partial void LimitWaitedFor(ILogger logger, string limit, string what);

    [LoggerMessage(434, LogLevel.Warning, "Not connected yet, trying further. {Failure}")]
    public static partial void NotConnectedYet(ILogger logger, string failure);

    [LoggerMessage(435, LogLevel.Error, "What was registered on the cancellation token of a handler or background task failed.")]
    public static partial void CancellationCallbackFailed(ILogger logger, Exception exception);

    [LoggerMessage(436, LogLevel.Warning, "The server disconnected namespace '{Namespace}' alone. It is asked for again.")]
    public static partial void NamespaceLost(ILogger logger, string @namespace);

    [LoggerMessage(437, LogLevel.Warning, "The server disconnected namespace '{Namespace}' alone. It is not asked for again: until {Remedy} is called, nothing is sent or received there. The client returns by itself with {Options}.")]
    public static partial void NamespaceEnded(ILogger logger, string @namespace, string remedy, string options);

    [LoggerMessage(438, LogLevel.Warning, "The connection has ended for good ({Reason}): {Cause}. Nothing is sent or received until {Connect} is called. The client returns by itself with {Options}.")]
    public static partial void ConnectionEnded(ILogger logger, DisconnectReason reason, string cause, string connect, string options);

    [LoggerMessage(439, LogLevel.Warning, "Handlers or streams listen on namespace '{Namespace}', which is not among the namespaces to connect to, so they hear nothing: name it there, or call {Join}.")]
    public static partial void NamespaceLeftOut(ILogger logger, string @namespace, string join);

    [LoggerMessage(440, LogLevel.Debug, "Something listens on namespace '{Namespace}', which nobody has asked for: it hears nothing until {Join} is called. Said once.")]
    public static partial void NamespaceNotAskedFor(ILogger logger, string @namespace, string join);

    [LoggerMessage(441, LogLevel.Debug, "The server disconnected namespace '{Namespace}' alone once more, soon after letting it in. It is asked for again after a longer wait.")]
    public static partial void NamespaceLostAgain(ILogger logger, string @namespace);
}
