namespace SocketIO.Namespaces;

/// <summary>A way of carrying Engine.IO packets between client and server.</summary>
public enum TransportKind
{
    /// <summary>One WebSocket connection: lowest latency, no sticky sessions needed.</summary>
    WebSocket,

    /// <summary>HTTP long polling: works wherever HTTP does; behind a load balancer it needs sticky sessions.</summary>
    Polling,
}
