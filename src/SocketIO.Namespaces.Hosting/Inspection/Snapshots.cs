using SocketIO.Namespaces.Clients;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Clients.Handling;

namespace SocketIO.Namespaces.Hosting.Inspection;

/// <summary>Takes snapshots of a client. Each figure is true at its moment; together they may span two.</summary>
internal static class Snapshots
{
    public static ClientSnapshot Of(string name, ClientCore client)
    {
        ClientError? error = client.History.LastError;
        return new ClientSnapshot
        {
            Name = name,
            State = client.State.Current,
            ConnectedSince = client.History.ConnectedSince,
            Transport = client.Transport,
            Url = client.Server,
            LastError = error?.Message,
            LastErrorAt = error?.Time,
            Namespaces = [.. client.Namespaces.All.Select(Of)],
        };
    }

    private static NamespaceSnapshot Of(NamespaceSession session) => new()
    {
        Path = session.Namespace,
        State = StateOf(session),
        Sid = session.Sid,
        LastError = session.Standing.LastRefusalMessage,
        InboxLength = session.Inbox.Events,
        PendingCalls = session.PendingCalls,
        BufferedEmits = session.BufferedEmits,
        PendingDeliveries = session.PendingDeliveries,
        Handlers = [.. session.Handlers.All.Select(Of)],
    };

    private static NamespaceState StateOf(NamespaceSession session) => session switch
    {
        { IsConnected: true } => NamespaceState.Joined,
        { IsRefused: true } => NamespaceState.Refused,
        { IsWanted: true } => NamespaceState.Joining,
        _ => NamespaceState.NotJoined,
    };

    private static HandlerSnapshot Of(HandlerListing handler) => new(
        handler.EventName,
        handler.Method,
        [.. handler.Parameters.Select(parameter => new HandlerParameterSnapshot(parameter.Name, parameter.Type, parameter.IsArgument))]);
}
