namespace SocketIO.Namespaces;

/// <summary>What is known of whether the server has received something.</summary>
public enum Delivery
{
    /// <summary>It may or may not have been received: it was handed to the transport, and no answer came.</summary>
    Unknown,

    /// <summary>It was not sent; trying again cannot duplicate it.</summary>
    NotSent,

    /// <summary>The server has acknowledged it. No exception says so: only <see cref="ISocketIOEmitter.DeliverAsync"/> does.</summary>
    Acknowledged,
}

/// <summary>The base of this library's own exceptions. A wrong argument is an <see cref="ArgumentException"/>, and a caller's own cancellation an
/// <see cref="OperationCanceledException"/>, never one of these.</summary>
public class SocketIOException : Exception
{
    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What went wrong, and how to fix it.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public SocketIOException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether what was to be sent may have reached the server.</summary>
    public Delivery Delivery { get; init; }

    /// <summary>Which one of <see cref="SocketIOLimits"/> was exceeded; null if none was.</summary>
    internal string? Limit { get; init; }
}

/// <summary>The connection, or a namespace asked for, could not be had.</summary>
/// <param name="message">What went wrong, and how to fix it.</param>
/// <param name="errors">Per namespace, why it could not be joined; empty where the server was not reached.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class SocketIOConnectException(string message, IReadOnlyDictionary<string, ConnectError>? errors = null, Exception? innerException = null)
    : SocketIOException(message, innerException)
{
    /// <summary>Per namespace, why it could not be joined; empty where the server was not reached.</summary>
    public IReadOnlyDictionary<string, ConnectError> Errors { get; } = errors ?? new Dictionary<string, ConnectError>();
}

/// <summary>There is no connection, or it was lost before an answer came.</summary>
/// <param name="message">What went wrong, and how to fix it.</param>
/// <param name="reason">Why the connection ended, where one did.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class SocketIODisconnectedException(string message, DisconnectReason? reason = null, Exception? innerException = null)
    : SocketIOException(message, innerException)
{
    /// <summary>Why the connection ended, where one did.</summary>
    public DisconnectReason? Reason { get; } = reason;
}

/// <summary>The namespace was never asked for, was refused by the server, or has been left.</summary>
/// <param name="message">What went wrong, and how to fix it.</param>
/// <param name="namespace">The namespace meant.</param>
public sealed class NamespaceNotConnectedException(string message, string @namespace) : SocketIOException(message)
{
    /// <summary>The namespace meant.</summary>
    public string Namespace { get; } = @namespace;
}

/// <summary>No acknowledgement came in time. The server may still have handled the event.</summary>
/// <param name="message">What was waited for, and how long.</param>
public sealed class SocketIOTimeoutException(string message) : SocketIOException(message);

/// <summary>What the peer sent is not Socket.IO as the protocol defines it, or is larger than the limits allow.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class SocketIOProtocolException(string message, Exception? innerException = null) : SocketIOException(message, innerException)
{
    /// <summary>Whether the peer speaks another version of the protocol, so that trying again is of no use.</summary>
    internal bool IsVersionMismatch { get; init; }
}

/// <summary>A namespace class is wrong. Lists every fault at once, each with its fix.</summary>
/// <param name="namespaceType">The class.</param>
/// <param name="faults">Every fault found.</param>
public sealed class NamespaceDefinitionException(Type namespaceType, IReadOnlyList<string> faults)
    : SocketIOException($"{namespaceType.Name} cannot be used as a namespace class:{string.Concat(faults.Select(fault => $"{Environment.NewLine}- {fault}"))}")
{
    /// <summary>The class.</summary>
    public Type NamespaceType { get; } = namespaceType;

    /// <summary>Every fault found, each with its fix.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>The interface of a typed server is wrong. Lists every fault at once, each with its fix.</summary>
/// <param name="serverType">The interface.</param>
/// <param name="faults">Every fault found.</param>
public sealed class ServerDefinitionException(Type serverType, IReadOnlyList<string> faults)
    : SocketIOException($"{serverType.Name} cannot be used as a typed server:{string.Concat(faults.Select(fault => $"{Environment.NewLine}- {fault}"))}")
{
    /// <summary>The interface.</summary>
    public Type ServerType { get; } = serverType;

    /// <summary>Every fault found, each with its fix.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>Thrown by a handler to acknowledge an event with values that tell the server of a failure.</summary>
/// <param name="message">What went wrong.</param>
/// <param name="data">The acknowledgement: one value, or a tuple for several.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class EventException(string message, object? data, Exception? innerException = null) : SocketIOException(message, innerException)
{
    /// <summary>The acknowledgement: one value, or a tuple for several.</summary>
    public object? Acknowledgement { get; } = data;
}
