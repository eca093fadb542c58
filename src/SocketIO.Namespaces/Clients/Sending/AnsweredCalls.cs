namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>Calls whose answers were read together. Their callers go on together too, so that what they send next goes out together. For the read loop alone.</summary>
internal sealed class AnsweredCalls
{
    private const int MostMessages = 64;

    private readonly List<PendingCall> _calls = [];
    private int _messages;

    /// <summary>An answer was read.</summary>
    public void Add(PendingCall call) => _calls.Add(call);

    /// <summary>A message was read, of whatever kind: where there is no end of them, callers do not wait for it.</summary>
    public void OnMessage()
    {
        if (_calls.Count > 0 && ++_messages >= MostMessages)
            Flush();
    }

    /// <summary>Lets the callers go on, each on a thread of the pool.</summary>
    public void Flush()
    {
        foreach (var call in _calls)
            call.GoOnElsewhere();
        _calls.Clear();
        _messages = 0;
    }

    /// <summary>Lets all but the last go on, which is now the caller's to let go on.</summary>
    public PendingCall? FlushButLast()
    {
        if (_calls.Count == 0)
            return null;
        var last = _calls[^1];
        _calls.RemoveAt(_calls.Count - 1);
        Flush();
        return last;
    }
}
