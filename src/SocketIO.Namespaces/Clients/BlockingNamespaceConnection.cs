using SocketIO.Namespaces.Clients.Handling;
using SocketIO.Namespaces.Namespaces;

namespace SocketIO.Namespaces.Clients;

/// <summary>A namespace session for callers that block.</summary>
internal sealed class BlockingNamespaceConnection(NamespaceSession session, ClientCore core) : BlockingEmitter, IBlockingNamespaceConnection, IBlockingLeavable
{
    public override string Namespace => session.Namespace;

    public override bool IsConnected => session.IsConnected;

    public string? Sid => session.Sid;

    public IDisposable On(string eventName, Delegate handler) => session.On(eventName, handler);

    public IDisposable Once(string eventName, Delegate handler) => session.Once(eventName, handler);

    public IDisposable OnAny(Delegate observer) => session.OnAny(observer);

    public IDisposable OnAnyOutgoing(Delegate observer) => session.OnAnyOutgoing(observer);

    public IEnumerable<T> Stream<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EventObservers.ThrowUnlessStreamable(eventName);
        return session.Observers.Stream<T>(eventName, cancellationToken);
    }

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
        => session.EmitCoreAsync(emission, cancellationToken).Await(cancellationToken);

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

    internal override Delivery DeliverCore(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
    {
        var delivering = session.DeliverCoreAsync(emission, options, cancellationToken);
        if (delivering.EndsByItself(options.GiveUpAfter ?? Timeout.InfiniteTimeSpan, core.Time, cancellationToken))
            return delivering.GetAwaiter().GetResult();

        delivering.IgnoreFailure();
        cancellationToken.ThrowIfCancellationRequested();
        return Delivery.Unknown;
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
        throw session.Errors.NotAcknowledged(emission.EventName, wait, Delivery.Unknown);
    }
}
