namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>What is remembered of the time with and without a connection, for those who ask how the client is doing.</summary>
internal sealed class ConnectionHistory(TimeProvider time)
{
    private readonly Lock _gate = new();
    private long? _outageBegan;
    private DateTimeOffset? _connectedSince;
    private string? _lastFailure;
    private bool _hasPermanentFault;
    private ClientError? _lastError;

    /// <summary>For how long there has been none, since it was lost or asked for; null while there is one, or none has been asked for.</summary>
    public TimeSpan? OutageDuration
    {
        get
        {
            lock (_gate)
                return _outageBegan is { } began ? time.GetElapsedTime(began) : null;
        }
    }

    /// <summary>Since when there is a connection; null while there is none.</summary>
    public DateTimeOffset? ConnectedSince
    {
        get
        {
            lock (_gate)
                return _connectedSince;
        }
    }

    /// <summary>What went wrong last, even if there is a connection again; null if nothing has.</summary>
    public ClientError? LastError => Volatile.Read(ref _lastError);

    /// <summary>Why the last attempt failed or the last connection ended; null once there is a connection.</summary>
    public string? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>Whether somebody has to fix what the last attempt failed of.</summary>
    public bool HasPermanentFault => Volatile.Read(ref _hasPermanentFault);

    /// <summary>A connection is asked for.</summary>
    public void OnAsked()
    {
        lock (_gate)
        {
            _outageBegan = time.GetTimestamp();
            _lastFailure = null;
            _hasPermanentFault = false;
        }
    }

    /// <summary>The connection is gone, or no further one follows.</summary>
    public void OnLost(Loss loss)
    {
        lock (_gate)
        {
            _outageBegan ??= time.GetTimestamp();
            _connectedSince = null;
            _lastFailure = loss.Cause;
            if (loss.Reason != DisconnectReason.ClientDisconnect)
                _lastError = new ClientError(loss.Cause, time.GetUtcNow());
        }
    }

    /// <summary>An attempt to connect failed.</summary>
    public void OnFailed(Exception failure, bool isPermanent)
    {
        lock (_gate)
        {
            _lastFailure = failure.Message;
            _lastError = new ClientError(failure.Message, time.GetUtcNow());
            _hasPermanentFault = isPermanent;
        }
    }

    /// <summary>There is a connection.</summary>
    public void OnConnected()
    {
        lock (_gate)
        {
            _outageBegan = null;
            _connectedSince = time.GetUtcNow();
            _lastFailure = null;
            _hasPermanentFault = false;
        }
    }
}
