namespace SocketIO.Namespaces.Diagnostics;

/// <summary>The names of tags: OpenTelemetry's where its conventions have one. docs/observability.md says what each holds.</summary>
internal static class TagNames
{
    public const string System = "messaging.system";
    public const string Destination = "messaging.destination.name";
    public const string OperationName = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";
    public const string Direction = "network.io.direction";

    public const string Client = "socketio.client.name";
    public const string State = "socketio.client.state";
    public const string EventName = "socketio.event.name";
    public const string Transport = "socketio.transport";
    public const string Reconnect = "socketio.reconnect";
    public const string Attempt = "socketio.connect.attempt";
    public const string DisconnectReason = "socketio.disconnect.reason";
    public const string Limit = "socketio.limit";
}
