using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>The acknowledgements one namespace waits for, by id. Whoever takes an entry out settles it, so each is settled exactly once.</summary>
internal sealed class AckRegistry(int limit, Action<SocketIOException> onRefused)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, PendingAck> _pending = [];
    private long _nextId;

    /// <summary>Whether nobody waits for an answer.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>How many answers are awaited.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _pending.Count;
        }
    }

    /// <summary>Registers an acknowledgement under a new id; ids are never reused, so that a late answer finds nobody.</summary>
    /// <exception cref="SocketIOException">Too many are awaited already.</exception>
    public long Add(PendingAck pending)
    {
        lock (_gate)
        {
            if (_pending.Count < limit)
            {
                var id = _nextId++;
                _pending.Add(id, pending);
                return id;
            }
        }

        var refusal = TooMany();
        onRefused(refusal);
        throw refusal;
    }

    /// <summary>A new id, for <see cref="Put"/>.</summary>
    public long NewId()
    {
        lock (_gate)
            return _nextId++;
    }

    /// <summary>Registers an acknowledgement under an id of its own, whatever the limit: for the one message of a queue that is under way.</summary>
    public void Put(long id, PendingAck pending)
    {
        lock (_gate)
            _pending[id] = pending;
    }

    /// <summary>Whether nobody has taken an entry out yet.</summary>
    public bool Contains(long id)
    {
        lock (_gate)
            return _pending.ContainsKey(id);
    }

    /// <summary>Takes an entry out; the caller settles it.</summary>
    public bool TryTake(long id, [NotNullWhen(true)] out PendingAck? pending)
    {
        lock (_gate)
            return _pending.Remove(id, out pending);
    }

    /// <summary>Takes all entries out, except callbacks whose packets have not been sent; the caller settles them.</summary>
    /// <param name="unsent">The ids of packets that were never handed to the transport.</param>
    public IReadOnlyList<(long Id, PendingAck Pending)> TakeLost(IReadOnlySet<long> unsent)
    {
        lock (_gate)
        {
            if (_pending.Count == 0)
                return [];
            var lost = _pending.Where(entry => entry.Value is not PendingCallback || !unsent.Contains(entry.Key)).Select(entry => (Id: entry.Key, Pending: entry.Value)).ToArray();
            foreach (var (id, _) in lost)
                _pending.Remove(id);
            return lost;
        }
    }

    private SocketIOException TooMany() => new(
        $"{limit} acknowledgements are awaited already ({nameof(SocketIOLimits)}.{nameof(SocketIOLimits.PendingCalls)}): " +
        "the server answers more slowly than it is asked.")
    { Delivery = Delivery.NotSent, Limit = nameof(SocketIOLimits.PendingCalls) };
}
