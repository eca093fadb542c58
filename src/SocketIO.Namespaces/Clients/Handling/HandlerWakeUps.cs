namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>Tells handlers of what was read together all at once: to wake them for every event would cost more than the event. For the read loop alone.</summary>
internal sealed class HandlerWakeUps
{
    // So many for one inbox are read in less time than a wake-up takes; where there are many inboxes, some may wait for eight times as many in all.
    private const int MessagesForEach = 64;
    private const int MostMessages = 8 * MessagesForEach;

    private readonly List<NamespaceInbox> _inboxes = [];
    private int _events;
    private int _messages;

    /// <summary>An event was posted, of which its handlers have not been told.</summary>
    public void Add(NamespaceInbox inbox)
    {
        if (!inbox.IsToBeWoken)
        {
            inbox.IsToBeWoken = true;
            _inboxes.Add(inbox);
        }

        _events++;
        if (inbox.IsFull)
            Flush();
    }

    /// <summary>A message was read, of whatever kind: where there is no end of them, handlers do not wait for it.</summary>
    public void OnMessage()
    {
        if (_events > 0 && ++_messages >= Math.Min(_inboxes.Count * MessagesForEach, MostMessages))
            Flush();
    }

    /// <summary>Tells the handlers: reading is going to wait.</summary>
    public void Flush()
    {
        foreach (var inbox in _inboxes)
        {
            inbox.IsToBeWoken = false;
            inbox.Wake(here: false);
        }

        Clear();
    }

    /// <summary>Tells the handlers, but for those of an event that came alone: they are now the caller's to tell.</summary>
    public NamespaceInbox? FlushButLone()
    {
        var lone = _events == 1 ? _inboxes[0] : null;
        if (lone is null)
        {
            Flush();
            return null;
        }

        lone.IsToBeWoken = false;
        Clear();
        return lone;
    }

    private void Clear()
    {
        _inboxes.Clear();
        _events = 0;
        _messages = 0;
    }
}
