namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>What is remembered of the time without a connection, for those who ask how the client is doing.</summary>
internal sealed class Outage(TimeProvider time)
{
    private readonly Lock _gate = new();
    private long? _began;
    private string? _lastFailure;
    private bool _hasPermanentFault;

    public TimeSpan? Duration
    {
        get
        {
            lock (_gate)
                return _began is { } began ? time.GetElapsedTime(began) : null;
        }
    }

    public string? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>Whether somebody has to mend what the last attempt failed of.</summary>
    public bool HasPermanentFault => Volatile.Read(ref _hasPermanentFault);

    /// <summary>A connection is asked for.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _began = time.GetTimestamp();
            _lastFailure = null;
            _hasPermanentFault = false;
        }
    }

    /// <summary>The connection is gone, or no further one follows.</summary>
    public void Begin(string reason)
    {
        lock (_gate)
        {
            _began ??= time.GetTimestamp();
            _lastFailure = reason;
        }
    }

    /// <summary>An attempt to connect failed.</summary>
    public void Note(Exception failure, bool isPermanent)
    {
        lock (_gate)
        {
            _lastFailure = failure.Message;
            _hasPermanentFault = isPermanent;
        }
    }

    /// <summary>There is a connection.</summary>
    public void End()
    {
        lock (_gate)
        {
            _began = null;
            _lastFailure = null;
            _hasPermanentFault = false;
        }
    }
}
