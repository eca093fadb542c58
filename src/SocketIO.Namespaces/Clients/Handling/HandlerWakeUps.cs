namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>Tells handlers of what was read together all at once: to wake them for every event would cost more than the event. For the read loop alone.</summary>
internal sealed class HandlerWakeUps
{
    // So many are read in less time than a wake-up takes.
    private const int MostEvents = 64;

    private readonly List<NamespaceInbox> _inboxes = [];
    private int _events;

    /// <summary>An event was posted, of which its handlers have not been told.</summary>
    public void Add(NamespaceInbox inbox)
    {
        if (_inboxes.Count == 0 || (_inboxes[^1] != inbox && !_inboxes.Contains(inbox)))
            _inboxes.Add(inbox);
        if (++_events == MostEvents || inbox.IsFull)
            Flush();
    }

    /// <summary>Tells the handlers: reading is going to wait.</summary>
    public void Flush()
    {
        foreach (var inbox in _inboxes)
            inbox.Wake();
        _inboxes.Clear();
        _events = 0;
    }
}
