namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>Which states may follow which, as documented.</summary>
internal static class LegalTransitions
{
    public static readonly IReadOnlySet<(ClientState From, ClientState To)> All = new HashSet<(ClientState, ClientState)>
    {
        (ClientState.Disconnected, ClientState.Connecting),
        (ClientState.Disconnected, ClientState.Disposed),
        (ClientState.Connecting, ClientState.Connected),
        (ClientState.Connecting, ClientState.Disconnecting),
        (ClientState.Connecting, ClientState.Disconnected),
        (ClientState.Connecting, ClientState.Disposed),
        (ClientState.Connected, ClientState.Reconnecting),
        (ClientState.Connected, ClientState.Disconnecting),
        (ClientState.Connected, ClientState.Disconnected),
        (ClientState.Connected, ClientState.Disposed),
        (ClientState.Reconnecting, ClientState.Connected),
        (ClientState.Reconnecting, ClientState.Disconnecting),
        (ClientState.Reconnecting, ClientState.Disconnected),
        (ClientState.Reconnecting, ClientState.Disposed),
        (ClientState.Disconnecting, ClientState.Disconnected),
        (ClientState.Disconnecting, ClientState.Disposed),
    };
}
