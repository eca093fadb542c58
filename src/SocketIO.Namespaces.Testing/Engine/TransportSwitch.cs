namespace SocketIO.Namespaces.Testing.Engine;

/// <summary>Which transport carries a session, and the move from polling to WebSocket. A session that polls has one GET and one POST in flight at
/// most; the WebSocket takes over when both are through, so that nothing is lost or overtaken.</summary>
internal sealed class TransportSwitch(TransportKind initial)
{
    private readonly SemaphoreSlim _gets = new(1, 1);
    private readonly SemaphoreSlim _posts = new(1, 1);
    private volatile TransportKind _current = initial;
    private volatile CancellationTokenSource _holding = new();
    private int _isProbing;

    public TransportKind Current => _current;

    /// <summary>While this lasts a GET may be held until there is something to answer.</summary>
    public CancellationToken HoldingGets => _holding.Token;

    public bool TryBeginGet() => _gets.Wait(0);

    public void EndGet() => _gets.Release();

    public bool TryBeginPost() => _posts.Wait(0);

    public void EndPost() => _posts.Release();

    /// <summary>Starts an upgrade, unless there is one or has been one.</summary>
    public bool TryBeginProbe() => _current is TransportKind.Polling && Interlocked.Exchange(ref _isProbing, 1) == 0;

    /// <summary>Lets the GET in flight, and any that follows, be answered at once: the client waits for that before it moves.</summary>
    public void ReleaseGets() => _holding.Cancel();

    /// <summary>Makes the WebSocket the one transport, once the requests in flight are through.</summary>
    public async Task CompleteUpgradeAsync(CancellationToken cancellationToken)
    {
        await _gets.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _posts.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _gets.Release();
            throw;
        }

        _current = TransportKind.WebSocket;
    }

    /// <summary>Goes on polling.</summary>
    public void AbandonProbe()
    {
        _holding = new CancellationTokenSource();
        Volatile.Write(ref _isProbing, 0);
    }
}
