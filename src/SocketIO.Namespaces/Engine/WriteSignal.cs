using System.Threading.Tasks.Sources;

namespace SocketIO.Namespaces.Engine;

/// <summary>What the write loop waits for while its outbox is empty. All but <see cref="GoOnHere"/> is called under the outbox's lock.</summary>
internal sealed class WriteSignal(TimeProvider time) : IValueTaskSource<bool>
{
    /// <summary>How long the loop has waited before packets are taken to come alone. Longer than packets of one burst are apart, shorter than a server takes to answer.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMicroseconds(10);

    private ManualResetValueTaskSourceCore<bool> _arrival;
    private long _waitingSince;

    /// <summary>Whether the loop waits.</summary>
    public bool IsAwaited { get; private set; }

    /// <summary>Waits; the result tells whether there is something to take.</summary>
    public ValueTask<bool> WaitAsync()
    {
        _arrival.Reset();
        _waitingSince = time.GetTimestamp();
        IsAwaited = true;
        return new(this, _arrival.Version);
    }

    /// <summary>Lets the loop go on on a thread of the pool, if it waits.</summary>
    public void Set(bool isThere)
    {
        if (!IsAwaited) return;
        IsAwaited = false;
        _arrival.RunContinuationsAsynchronously = true;
        _arrival.SetResult(isThere);
    }

    /// <summary>Prepares to let the loop go on on this thread, if it has waited for a while.</summary>
    /// <returns>Whether to call <see cref="GoOnHere"/> once no lock is held.</returns>
    public bool TrySetHere()
    {
        if (!IsAwaited || time.GetElapsedTime(_waitingSince) < Rest) return false;
        IsAwaited = false;
        _arrival.RunContinuationsAsynchronously = false;
        return true;
    }

    /// <summary>Lets the loop go on: returns when it waits again, for whatever.</summary>
    public void GoOnHere() => _arrival.SetResult(true);

    bool IValueTaskSource<bool>.GetResult(short token) => _arrival.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _arrival.OnCompleted(continuation, state, token, flags);
}
