using System.Net.WebSockets;

namespace SocketIO.Namespaces.Testing.Transports;

/// <summary>Tells what a connection throws when it breaks, or is broken off, from what is a fault of ours.</summary>
internal static class BrokenLink
{
    public static bool IsCauseOf(Exception exception)
        => exception is IOException or WebSocketException or OperationCanceledException or ObjectDisposedException;
}
