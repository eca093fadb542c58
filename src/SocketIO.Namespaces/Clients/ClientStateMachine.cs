using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Clients;

/// <summary>The one place where a client's state changes.</summary>
/// <remarks>
/// Disconnected → Connecting → Connected ⇄ Reconnecting; from each of these → Disconnecting → Disconnected, or straight to Disconnected when the
/// connection ends for good; Disconnected → Disposed, or from any other state if a handler disposes the client. docs/reconnection.md has the diagram.
/// </remarks>
internal sealed class ClientStateMachine(ILogger logger)
{
    private readonly Lock _gate = new();
    private volatile ClientState _current;

    public event Action<ClientStateChangedEventArgs>? Changed;

    public ClientState Current => _current;

    /// <summary>Whether the client has a connection or is making one by itself.</summary>
    public bool IsRunning => _current is ClientState.Connecting or ClientState.Connected or ClientState.Reconnecting;

    /// <summary>Enters a state if the one left allows it.</summary>
    /// <returns>Whether it was entered; false as well if it is the current one.</returns>
    public bool TryEnter(ClientState next, DisconnectReason? reason = null)
    {
        ClientState previous;
        lock (_gate)
        {
            previous = _current;
            if (!Allows(previous, next))
                return false;
            _current = next;
        }

        Log.StateChanged(logger, previous, next);
        Announce(new ClientStateChangedEventArgs(previous, next, reason));
        return true;
    }

    private static bool Allows(ClientState from, ClientState to) => to switch
    {
        ClientState.Connecting => from is ClientState.Disconnected,
        ClientState.Connected => from is ClientState.Connecting or ClientState.Reconnecting,
        ClientState.Reconnecting => from is ClientState.Connected,
        ClientState.Disconnecting => from is ClientState.Connecting or ClientState.Connected or ClientState.Reconnecting,
        ClientState.Disconnected => from is not (ClientState.Disconnected or ClientState.Disposed),
        ClientState.Disposed => from is not ClientState.Disposed,
        _ => false,
    };

    private void Announce(ClientStateChangedEventArgs change)
    {
        try
        {
            Changed?.Invoke(change);
        }
        catch (Exception exception)
        {
            Log.StateChangedHandlerFailed(logger, exception);
        }
    }
}
