namespace SocketIO.Namespaces.Engine;

/// <summary>How far the packets of an outbox have come, and who waits for them to be on the wire. All is called under the outbox's lock.</summary>
/// <remarks>A struct, since it counts each packet that is sent. Not to be copied.</remarks>
internal struct FlushMarks()
{
    private readonly Queue<(long Position, TaskCompletionSource Flushed)> _waiting = new();
    private long _entered;              // packets ever put in line
    private long _taken;                // of these, taken out
    private long _flushed;              // of these, put on the wire

    /// <summary>A packet was put in line.</summary>
    public void OnEntered() => _entered++;

    /// <summary>A packet was taken out.</summary>
    public void OnTaken() => _taken++;

    /// <summary>All packets taken so far are on the wire.</summary>
    public void OnFlushed()
    {
        _flushed = _taken;
        while (_waiting.TryPeek(out var next) && next.Position <= _flushed) _waiting.Dequeue().Flushed.TrySetResult();
    }

    /// <summary>Completes once what has entered so far is on the wire, or never will be.</summary>
    public Task WhenFlushed()
    {
        if (_flushed == _entered) return Task.CompletedTask;
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((_entered, flushed));
        return flushed.Task;
    }

    /// <summary>Nothing more will be put on the wire: nobody waits any longer.</summary>
    public void GiveUp()
    {
        while (_waiting.TryDequeue(out var next)) next.Flushed.TrySetResult();
    }
}
