namespace SocketIO.Namespaces.Dispatch;

/// <summary>An event's arguments do not fit a handler's parameters, or a service of theirs is missing. Its message never quotes what was received.</summary>
internal sealed class HandlerBindingException(string message, Exception? innerException = null) : Exception(message, innerException);
