using System.Diagnostics;

namespace SocketIO.Namespaces.Diagnostics;

/// <summary>The spans of what clients do, from the activity source <c>SocketIO.Namespaces</c>. They follow OpenTelemetry's conventions for messaging:
/// a span is named by its operation and its event.</summary>
internal static class Spans
{
    private static readonly ActivitySource Source = new(Telemetry.Name, Telemetry.Version);

    /// <summary>Whether anybody listens: to be asked before anything else, so that spans cost nothing where nobody does.</summary>
    public static bool AreWatched => Source.HasListeners();

    /// <summary>An event is emitted.</summary>
    /// <param name="namespace">Where to.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="server">The server; null while there is no connection.</param>
    public static Activity? StartSend(string @namespace, string eventName, Uri? server)
        => Start(Operations.Send, ActivityKind.Producer, @namespace, eventName, Operations.Send, server);

    /// <summary>An event is emitted and its acknowledgement awaited.</summary>
    /// <inheritdoc cref="StartSend"/>
    public static Activity? StartCall(string @namespace, string eventName, Uri? server)
        => Start(Operations.Call, ActivityKind.Client, @namespace, eventName, Operations.Send, server);

    /// <summary>A handler is called.</summary>
    /// <param name="namespace">Where the event arrived.</param>
    /// <param name="registeredAs">The event's name as its handler has it, so that the peer can't make up names of spans.</param>
    /// <param name="server">The server.</param>
    /// <param name="parent">The span's parent; <c>default</c> for the current one. Where nobody listens, what the handler does still belongs to its trace.</param>
    public static Activity? StartProcess(string @namespace, string registeredAs, Uri? server, ActivityContext parent = default)
        => Start(Operations.Process, ActivityKind.Consumer, @namespace, registeredAs, Operations.Process, server, parent)
            ?? (parent == default ? null : new Activity($"{Operations.Process} {registeredAs}").SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start());

    /// <summary>An attempt to connect begins.</summary>
    /// <param name="attempt">1 for the first.</param>
    public static Activity? StartConnect(int attempt)
        => Source.StartActivity(Operations.Connect, ActivityKind.Client)?
            .SetTag(TagNames.System, Telemetry.MessagingSystem)
            .SetTag(TagNames.OperationName, Operations.Connect)
            .SetTag(TagNames.Attempt, attempt);

    /// <summary>Where a connection leads has become known.</summary>
    public static void SetServer(Activity? span, Uri server)
        => span?.SetTag(TagNames.ServerAddress, server.Host).SetTag(TagNames.ServerPort, server.Port);

    /// <summary>A connection has been made.</summary>
    public static void SetTransport(Activity? span, TransportKind transport) => span?.SetTag(TagNames.Transport, TransportNames.Of(transport));

    /// <summary>What the span stands for has failed.</summary>
    public static void Fail(Activity? span, Exception failure) => Fail(span, ErrorTypes.Of(failure), failure.Message);

    /// <inheritdoc cref="Fail(Activity, Exception)"/>
    /// <param name="span">The span.</param>
    /// <param name="errorType">What kind of failure.</param>
    /// <param name="message">What happened.</param>
    public static void Fail(Activity? span, string errorType, string message)
        => span?.SetTag(TagNames.ErrorType, errorType).SetStatus(ActivityStatusCode.Error, message);

    // Given at the start, where a sampler sees them.
    private static Activity? Start(string operation, ActivityKind kind, string @namespace, string eventName, string type, Uri? server, ActivityContext parent = default)
    {
        var tags = new TagList
        {
            { TagNames.System, Telemetry.MessagingSystem },
            { TagNames.Destination, @namespace },
            { TagNames.OperationName, operation },
            { TagNames.OperationType, type },
            { TagNames.EventName, eventName },
        };
        if (server is not null)
        {
            tags.Add(TagNames.ServerAddress, server.Host);
            tags.Add(TagNames.ServerPort, server.Port);
        }

        return Source.StartActivity($"{operation} {eventName}", kind, parent, tags);
    }
}
