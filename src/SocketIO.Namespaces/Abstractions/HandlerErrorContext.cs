namespace SocketIO.Namespaces;

/// <summary>A handler's failure, as <see cref="SocketIOClientOptions.OnHandlerError"/> is told of it.</summary>
/// <param name="Exception">What the handler threw, or why its arguments could not be bound.</param>
/// <param name="Namespace">The namespace of the event.</param>
/// <param name="EventName">The event's name.</param>
/// <param name="Handler">Which handler failed, such as <c>ChatNamespace.OnJoin</c>.</param>
public sealed record HandlerErrorContext(Exception Exception, string Namespace, string EventName, string Handler);
