using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>What waits in an inbox: an event, a moment of the namespace's life, or somebody who wants to know when all before it is done.</summary>
internal readonly struct InboxItem
{
    /// <summary>An event, the connection it came by, and whether it came before its namespace was joined on that, as missed events do.</summary>
    public InboxItem(IncomingPacket packet, Connection connection, bool isEarly) => (Packet, Connection, IsEarly) = (packet, connection, isEarly);

    /// <summary>A moment: <paramref name="done"/> completes when its handler has run.</summary>
    public InboxItem(HandlerKind kind, object value, TaskCompletionSource done) => (Kind, Value, Done) = (kind, value, done);

    /// <summary>A marker: <paramref name="done"/> completes when everything before it has been handled.</summary>
    public InboxItem(TaskCompletionSource done) => Done = done;

    public IncomingPacket? Packet { get; }

    public Connection? Connection { get; }

    public bool IsEarly { get; }

    public HandlerKind Kind { get; }

    public object? Value { get; }

    public TaskCompletionSource? Done { get; }
}
