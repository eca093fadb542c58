using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>The one place where a client's state changes.</summary>
/// <remarks>
/// Disconnected → Connecting → Connected ⇄ Reconnecting; from each of these → Disconnecting → Disconnected, or straight to Disconnected when the
/// connection ends for good; Disconnected → Disposed, or from any other state if a handler disposes the client. docs/reconnection.md has the diagram.
/// </remarks>
internal sealed class ClientStateMachine(ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Queue<ClientStateChangedEventArgs> _unannounced = [];
    private volatile ClientState _current;
    private bool _isAnnouncing;

    /// <summary>Raised for one change after the other, under no lock.</summary>
    public event Action<ClientStateChangedEventArgs>? Changed;

    public ClientState Current => _current;

    /// <summary>Whether the client has a connection or is making one by itself.</summary>
    public bool IsRunning => _current is ClientState.Connecting or ClientState.Connected or ClientState.Reconnecting;

    /// <summary>Enters a state if the one left allows it.</summary>
    /// <returns>Whether it was entered; false as well if it is the current one.</returns>
    public bool TryEnter(ClientState next, DisconnectReason? reason = null)
    {
        var isEntered = TryEnterSilently(next, reason);
        Announce();
        return isEntered;
    }

    /// <summary>Enters a state as <see cref="TryEnter"/> does, but leaves it to <see cref="Announce"/> to tell of it: for callers that hold a lock.</summary>
    public bool TryEnterSilently(ClientState next, DisconnectReason? reason = null)
    {
        lock (_gate)
        {
            if (!Allows(_current, next))
                return false;
            _unannounced.Enqueue(new ClientStateChangedEventArgs(_current, next, reason));
            _current = next;
            return true;
        }
    }

    /// <summary>Tells of the changes so far. Where somebody is telling already, he tells of these too.</summary>
    public void Announce()
    {
        while (Next() is { } change)
        {
            Log.StateChanged(logger, change.Previous, change.Current);
            try
            {
                Changed?.Invoke(change);
            }
            catch (Exception exception)
            {
                Log.StateChangedHandlerFailed(logger, exception);
            }

            lock (_gate)
                _isAnnouncing = false;
        }
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

    private ClientStateChangedEventArgs? Next()
    {
        lock (_gate)
        {
            if (_isAnnouncing || !_unannounced.TryDequeue(out var change))
                return null;
            _isAnnouncing = true;
            return change;
        }
    }
}
