namespace SocketIO.Namespaces.Diagnostics;

/// <summary>The transports as the protocol calls them.</summary>
internal static class TransportNames
{
    public static string Of(TransportKind transport) => transport == TransportKind.WebSocket ? "websocket" : "polling";
}
