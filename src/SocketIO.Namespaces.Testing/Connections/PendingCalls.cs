using System.Collections.Concurrent;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Connections;

/// <summary>The acknowledgements awaited from one client.</summary>
internal sealed class PendingCalls
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<IncomingPacket>> _calls = [];
    private long _nextId;

    /// <summary>Makes an id to ask with; the answer is the awaiter's to dispose.</summary>
    public (long Id, Task<IncomingPacket> Answer) Begin()
    {
        var answer = new TaskCompletionSource<IncomingPacket>(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = Interlocked.Increment(ref _nextId) - 1;
        _calls[id] = answer;
        return (id, answer.Task);
    }

    /// <summary>Hands an acknowledgement to who waits for it; takes ownership of it.</summary>
    public void Complete(IncomingPacket acknowledgement)
    {
        if (acknowledgement.Id is not { } id || !_calls.TryRemove(id, out var call) || !call.TrySetResult(acknowledgement))
            acknowledgement.Dispose();
    }

    /// <summary>Stops waiting for one.</summary>
    public void Abandon(long id) => _calls.TryRemove(id, out _);

    /// <summary>Fails whatever is awaited still: the client has gone.</summary>
    public void FailAll(DisconnectReason reason)
    {
        foreach (var id in _calls.Keys)
        {
            if (_calls.TryRemove(id, out var call))
                call.TrySetException(new SocketIODisconnectedException("The client disconnected before it acknowledged the event.", reason));
        }
    }
}
