using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>The acknowledgements one namespace waits for, by id. Whoever takes an entry out settles it, so each is settled exactly once.</summary>
internal sealed class AckRegistry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, PendingAck> _pending = [];
    private readonly int _limit;
    private readonly Action<SocketIOException> _onRefused;
    private readonly AckTimer _timer;
    private long _nextId;

    /// <param name="limit">How many may be awaited at once.</param>
    /// <param name="time">The clock of their deadlines.</param>
    /// <param name="onRefused">Told of what is thrown where there are too many.</param>
    public AckRegistry(int limit, TimeProvider time, Action<SocketIOException> onRefused)
    {
        _limit = limit;
        _onRefused = onRefused;
        _timer = new AckTimer(time, Expire);
    }

    /// <summary>Settles what was not answered in time, and has been taken out.</summary>
    public Action<long, PendingAck>? Expired { get; set; }

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
            if (_pending.Count < _limit)
            {
                var id = _nextId++;
                _pending.Add(id, pending);
                return id;
            }
        }

        var refusal = TooMany();
        _onRefused(refusal);
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

    /// <summary>Lets an entry expire, if nobody has taken it out yet.</summary>
    public void SetDeadline(long id, TimeSpan wait)
    {
        if (wait == Timeout.InfiniteTimeSpan)
            return;
        lock (_gate)
        {
            if (!_pending.TryGetValue(id, out var pending))
                return;
            pending.Wait = wait;
            pending.Deadline = _timer.DeadlineAfter(wait);
            _timer.Arm(pending.Deadline);
        }
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
        {
            var found = _pending.Remove(id, out pending);
            if (found && _pending.Count == 0)
                _timer.Disarm();
            return found;
        }
    }

    /// <summary>Takes all entries out, except callbacks whose packets have not been sent; the caller settles them.</summary>
    /// <param name="unsent">The ids of packets that were never handed to the transport.</param>
    public IReadOnlyList<(long Id, PendingAck Pending)> TakeLost(IReadOnlySet<long> unsent)
    {
        lock (_gate)
        {
            var lost = _pending.Where(entry => entry.Value is not PendingCallback || !unsent.Contains(entry.Key)).Select(entry => (Id: entry.Key, Pending: entry.Value)).ToArray();
            foreach (var (id, _) in lost)
                _pending.Remove(id);
            if (_pending.Count == 0)
                _timer.Dispose();
            return lost;
        }
    }

    private void Expire()
    {
        List<KeyValuePair<long, PendingAck>> expired = [];
        lock (_gate)
        {
            _timer.Reset();
            var now = _timer.Now;
            var next = long.MaxValue;
            foreach (var entry in _pending)
            {
                if (entry.Value.Deadline <= now)
                    expired.Add(entry);
                else
                    next = Math.Min(next, entry.Value.Deadline);
            }

            foreach (var (id, _) in expired)
                _pending.Remove(id);
            _timer.Arm(next);
        }

        foreach (var (id, pending) in expired)
            Expired?.Invoke(id, pending);
    }

    private SocketIOException TooMany() => new(
        $"{_limit} acknowledgements are awaited already ({nameof(SocketIOLimits)}.{nameof(SocketIOLimits.PendingCalls)}): " +
        "the server answers more slowly than it is asked.")
    { Delivery = Delivery.NotSent, Limit = nameof(SocketIOLimits.PendingCalls) };
}
