namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>What is remembered of the time with and without a connection, for those who ask how the client is doing.</summary>
internal sealed class Outage(TimeProvider time)
{
    private readonly Lock _gate = new();
    private long? _began;
    private DateTimeOffset? _ended;
    private string? _lastFailure;
    private bool _hasPermanentFault;
    private ClientError? _lastError;

    public TimeSpan? Duration
    {
        get
        {
            lock (_gate)
                return _began is { } began ? time.GetElapsedTime(began) : null;
        }
    }

    /// <summary>Since when there is a connection; null while there is none.</summary>
    public DateTimeOffset? ConnectedSince
    {
        get
        {
            lock (_gate)
                return _ended;
        }
    }

    /// <summary>What went wrong last, even if there is a connection again; null if nothing has.</summary>
    public ClientError? LastError => Volatile.Read(ref _lastError);

    public string? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>Whether somebody has to fix what the last attempt failed of.</summary>
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
    public void Begin(Loss loss)
    {
        lock (_gate)
        {
            _began ??= time.GetTimestamp();
            _ended = null;
            _lastFailure = loss.Cause;
            if (loss.Reason != DisconnectReason.ClientDisconnect)
                _lastError = new ClientError(loss.Cause, time.GetUtcNow());
        }
    }

    /// <summary>An attempt to connect failed.</summary>
    public void Note(Exception failure, bool isPermanent)
    {
        lock (_gate)
        {
            _lastFailure = failure.Message;
            _lastError = new ClientError(failure.Message, time.GetUtcNow());
            _hasPermanentFault = isPermanent;
        }
    }

    /// <summary>There is a connection.</summary>
    public void End()
    {
        lock (_gate)
        {
            _began = null;
            _ended = time.GetUtcNow();
            _lastFailure = null;
            _hasPermanentFault = false;
        }
    }
}
