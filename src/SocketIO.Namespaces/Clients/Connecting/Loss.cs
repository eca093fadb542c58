using SocketIO.Namespaces.Engine;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Why a connection, or one namespace of it, was lost.</summary>
internal sealed record Loss(DisconnectReason Reason, Exception? Exception = null)
{
    public static Loss Of(EngineEnd end) => new(end.Reason, end.Exception);

    /// <summary>The cause in words.</summary>
    public string Cause => $"{Reason switch
    {
        DisconnectReason.ClientDisconnect => "this client asked for it",
        DisconnectReason.ServerDisconnect => "the server asked for it",
        DisconnectReason.PingTimeout => "the server has been silent for longer than its ping interval and time-out",
        DisconnectReason.TransportClose => "the server closed the transport",
        DisconnectReason.TransportError => "the transport broke",
        DisconnectReason.ParseError => "the server sent something that is not Socket.IO",
        DisconnectReason.InboxOverflow => "more events arrived than its handlers could take",
        _ => "the reconnection gave up",
    }}{(Exception is null ? "" : $" ({Exception.Message})")}";

    /// <summary>What an attempt to keep the connection fails of.</summary>
    public SocketIODisconnectedException ToException() => new($"The connection was lost: {Cause}.", Reason, Exception);

    public string Describe(string @namespace) => $"Namespace '{@namespace}' was disconnected: {Cause}.";
}
