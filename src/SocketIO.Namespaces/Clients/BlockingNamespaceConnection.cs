namespace SocketIO.Namespaces.Clients;

/// <summary>A namespace session for callers that block.</summary>
internal sealed class BlockingNamespaceConnection(NamespaceSession session, ClientCore core) : BlockingEmitter, IBlockingNamespaceConnection
{
    public override string Namespace => session.Namespace;

    public override bool IsConnected => session.IsConnected;

    public string? Sid => session.Sid;

    public IDisposable On(string eventName, Delegate handler) => session.On(eventName, handler);

    public IDisposable Once(string eventName, Delegate handler) => session.Once(eventName, handler);

    public IDisposable OnAny(Delegate observer) => session.OnAny(observer);

    public IDisposable OnAnyOutgoing(Delegate observer) => session.OnAnyOutgoing(observer);

    public void WaitForConnected(CancellationToken cancellationToken = default)
        => session.WaitForConnectedAsync(cancellationToken).Await(cancellationToken);

    public void Leave(CancellationToken cancellationToken = default)
    {
        var leaving = session.LeaveAsync(cancellationToken);
        if (!leaving.EndsByItself(core.Options.StopTimeout, core.Time, cancellationToken))
        {
            leaving.IgnoreFailure();
            cancellationToken.ThrowIfCancellationRequested();
            return;
        }

        leaving.GetAwaiter().GetResult();
    }

    internal override void EmitCore(Emission emission, CancellationToken cancellationToken)
    {
        var emitting = session.EmitCoreAsync(emission, cancellationToken);
        if (emitting.IsCompleted)
            emitting.GetAwaiter().GetResult();
        else
            emitting.AsTask().Await(cancellationToken);
    }

    internal override void CallCore(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource();
        var call = session.CallCoreAsync(emission with { Deadline = deadline.Token }, timeout, cancellationToken);
        Settle(call, emission, timeout, deadline, cancellationToken);
        call.GetAwaiter().GetResult();
    }

    internal override TResult CallCore<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource();
        var call = session.CallCoreAsync<TResult>(emission with { Deadline = deadline.Token }, timeout, cancellationToken);
        Settle(call, emission, timeout, deadline, cancellationToken);
        return call.GetAwaiter().GetResult();
    }

    /// <summary>Waits until a call has its outcome. Once time is over, ends it on this thread.</summary>
    private void Settle(Task call, in Emission emission, TimeSpan? timeout, CancellationTokenSource deadline, CancellationToken cancellationToken)
    {
        var wait = timeout ?? core.Options.AckTimeout;
        if (call.EndsWithin(wait, core.Time, cancellationToken))
            return;
        deadline.Cancel();
        if (call.EndsNow())
            return;

        call.IgnoreFailure();
        cancellationToken.ThrowIfCancellationRequested();
        throw session.NotAcknowledged(emission.EventName, wait, Delivery.Unknown);
    }
}
