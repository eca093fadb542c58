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
    private volatile ClientStateChangedEventArgs? _announced; // also the unit of work that its handlers run in

    /// <summary>Raised for one change after the other, under no lock. A handler that throws keeps no other from hearing.</summary>
    public event EventHandler<ClientStateChangedEventArgs>? Changed;

    /// <summary>Who raises <see cref="Changed"/>, as its handlers see it.</summary>
    public object? Sender { get; set; }

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
            var outer = CurrentWork.Unit;
            CurrentWork.Enter(change);
            foreach (var handler in Delegate.EnumerateInvocationList(Changed))
                Tell(handler, change);
            CurrentWork.Enter(outer);
            lock (_gate)
                _announced = null;
        }
    }

    /// <summary>Whether a unit of work is the telling of a change that is under way: the client's progress waits for it, so it can't wait for that.</summary>
    public bool IsAnnouncing(object? unit) => unit is not null && unit == _announced;

    private void Tell(EventHandler<ClientStateChangedEventArgs> handler, ClientStateChangedEventArgs change)
    {
        try
        {
            handler(Sender, change);
        }
        catch (Exception exception)
        {
            Log.StateChangedHandlerFailed(logger, exception);
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
            if (_announced is not null || !_unannounced.TryDequeue(out var change))
                return null;
            _announced = change;
            return change;
        }
    }
}
