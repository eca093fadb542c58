namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>One life of a client, from a connect until it ends for good.</summary>
internal sealed class Run(ConnectPlan plan, StopRequest stop)
{
    private volatile ConnectPlan _plan = plan;
    private volatile Connection? _connection;
    private volatile bool _isOver;
    private int _begun;

    /// <summary>What is to be joined.</summary>
    public ConnectPlan Plan => _plan;

    /// <summary>Completes with the first connection, or faults if that can't be had.</summary>
    public TaskCompletionSource FirstConnected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Faults when an attempt has met what does not pass by itself, so that waiting for the first connection is of little use.</summary>
    public TaskCompletionSource PermanentFault { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when all is over, the last disconnect handlers too.</summary>
    public TaskCompletionSource<DisconnectReason> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the connection has ended for good, so that a new run may begin even while this one's last handlers run.</summary>
    public bool IsOver
    {
        get => _isOver;
        set => _isOver = value;
    }

    /// <summary>The connection in use, or on which namespaces are being joined; null if there is none.</summary>
    public Connection? Connection
    {
        get => _connection;
        set => _connection = value;
    }

    /// <summary>The request to stop it, made or not.</summary>
    public StopRequest Stop => stop;

    /// <summary>Takes the run over: its loop does, unless somebody ended the run before that.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _begun, 1) == 0;

    /// <summary>Joins one more namespace from now on.</summary>
    public void Add(NamespaceSession session)
    {
        if (_plan.Implicit == session)
            _plan = _plan with { Implicit = null };
        if (!_plan.Namespaces.Contains(session))
            _plan = _plan with { Namespaces = [.. _plan.Namespaces, session] };
    }
}
