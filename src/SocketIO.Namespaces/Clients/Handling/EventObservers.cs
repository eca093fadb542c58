using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>Those who look on at one namespace's events. They are told on arrival, before and whatever handlers there are, and read on their own.</summary>
internal sealed class EventObservers(NamespaceSession session, ClientCore core)
{
    // What this side has written is trusted: its size is bounded where it is sent.
    private static readonly SocketIOLimits NoLimits = new() { Attachments = int.MaxValue, AttachmentBytes = int.MaxValue, JsonDepth = 1000 };

    private readonly Lock _gate = new();
    private volatile EventObserver[] _ofArrivals = [];
    private volatile EventObserver[] _ofEmits = [];
    private bool _isComplete; // under the lock, as additions are: none comes too late to be ended

    public bool IsEmpty => _ofArrivals.Length + _ofEmits.Length == 0;

    /// <summary>Whether emits are to be copied for <see cref="OnOutgoing"/>.</summary>
    public bool WatchesEmits => _ofEmits.Length > 0;

    private IEnumerable<EventObserver> All => [.. _ofArrivals, .. _ofEmits];

    /// <summary>Adds a method that looks on at all events.</summary>
    /// <returns>Removes it when disposed.</returns>
    /// <exception cref="ArgumentException">The delegate can't be an observer.</exception>
    public IDisposable Add(Delegate method, bool isOutgoing)
    {
        var compiled = HandlerMethod.Compile(method, HandlerKind.CatchAll, core.Binding);
        var observer = new EventObserver(eventName: null, isOutgoing, core.Options.Limits, core.Limits);
        Add(observer, compiled);
        return new Registration(this, observer);
    }

    /// <exception cref="ArgumentException">The name is none of a single event.</exception>
    public static void ThrowUnlessStreamable(string eventName)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        if (eventName == EventNames.CatchAll || EventNames.IsLifecycle(eventName))
            throw new ArgumentException($"A stream is one of a single event of the server's, and '{eventName}' is none: use OnAny for all events, On or StateChanged for the connection.", nameof(eventName));
    }

    /// <summary>Looks on at one event.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(string eventName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var observer = AddStream(eventName, cancellationToken);
        try
        {
            using var cancellation = observer.EndWith(cancellationToken);
            while (await observer.Queue.WaitAsync().ConfigureAwait(false))
            {
                while (TryRead<T>(observer, cancellationToken, out var value))
                    yield return value;
            }

            ThrowIfFailed(observer, cancellationToken);
        }
        finally
        {
            Remove(observer);
        }
    }

    /// <summary>Looks on at one event, for a reader that blocks. It needs no thread but the reader's.</summary>
    public IEnumerable<T> Stream<T>(string eventName, CancellationToken cancellationToken)
    {
        var observer = AddStream(eventName, cancellationToken);
        try
        {
            using var cancellation = observer.EndWith(cancellationToken);
            while (observer.Queue.Wait())
            {
                while (TryRead<T>(observer, cancellationToken, out var value))
                    yield return value;
            }

            ThrowIfFailed(observer, cancellationToken);
        }
        finally
        {
            Remove(observer);
        }
    }

    /// <summary>An event arrived; the packet stays the caller's.</summary>
    public void OnIncoming(IncomingPacket packet) => Tell(_ofArrivals, packet);

    /// <summary>Whether a stream is there for just this event.</summary>
    public bool HasStreamOf(IncomingPacket packet) => Array.Exists(_ofArrivals, observer => observer.IsStream && observer.Watches(packet));

    /// <summary>What a packet about to be sent looks like to observers; the caller's to dispose.</summary>
    public IncomingPacket Copy(OutgoingPacket packet)
    {
        using var decoder = new PacketDecoder(NoLimits);
        return decoder.Decode(packet);
    }

    /// <summary>An event was emitted; the packet stays the caller's.</summary>
    public void OnOutgoing(IncomingPacket packet) => Tell(_ofEmits, packet);

    /// <summary>The namespace was left or the client ended: so do the streams. Methods stay, as handlers do.</summary>
    public void EndStreams(Exception? failure)
    {
        foreach (var stream in _ofArrivals.Where(observer => observer.IsStream))
            stream.End(failure);
    }

    /// <summary>Takes nothing any more; completes when the methods have seen what was taken, but for one that is the caller.</summary>
    public Task CompleteAsync()
    {
        lock (_gate)
            _isComplete = true;
        foreach (var observer in All)
            observer.Queue.Complete();
        return Task.WhenAll(All.Where(observer => observer != CurrentWork.Unit).Select(observer => observer.Completion));
    }

    private void Tell(EventObserver[] observers, IncomingPacket packet)
    {
        foreach (var observer in observers)
        {
            if (observer.Watches(packet) && observer.Post(packet.CopyWithoutId()) is var lost and > 0)
                ReportMissed(observer, lost);
        }
    }

    private void ReportMissed(EventObserver observer, int lost)
    {
        core.Metrics.EventDropped(session.Namespace, lost);
        if (BitOperations.IsPow2(observer.Missed))
            Log.ObserverSlow(core.Logger, observer.DisplayName, session.Namespace, observer.Missed);
    }

    private EventObserver AddStream(string eventName, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var observer = new EventObserver(eventName, isOutgoing: false, core.Options.Limits, core.Limits);
        Add(observer);
        return observer;
    }

    private static void ThrowIfFailed(EventObserver stream, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (stream.Failure is { } failure)
            throw failure;
    }

    /// <summary>Reads the next event that fits, if one is there.</summary>
    private bool TryRead<T>(EventObserver stream, CancellationToken cancellationToken, [MaybeNullWhen(false)] out T value)
    {
        while (stream.Queue.TryTake(out var packet))
        {
            if (cancellationToken.IsCancellationRequested)
                packet.Dispose();
            else if (TryRead(packet, stream.DisplayName, out value))
                return true;
        }

        value = default;
        return false;
    }

    private bool TryRead<T>(IncomingPacket packet, string eventName, out T value)
    {
        using (packet)
        {
            try
            {
                value = core.Serializer.ReadArguments<T>(packet);
                return true;
            }
            catch (Exception exception)
            {
                core.Runner.Report(exception, $"The stream of {typeof(T).Name}", session.Namespace, eventName);
                value = default!;
                return false;
            }
        }
    }

    private Task Start(EventObserver observer, HandlerMethod method)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Run(() => RunAsync(observer, method));
    }

    private async Task RunAsync(EventObserver observer, HandlerMethod method)
    {
        CurrentWork.Enter(observer);
        while (await observer.Queue.WaitAsync().ConfigureAwait(false))
        {
            while (observer.Queue.TryTake(out var packet))
            {
                using (packet)
                    await core.Runner.RunAsync(method, target: null, Invocation(packet)).ConfigureAwait(false);
            }
        }
    }

    private HandlerInvocation Invocation(IncomingPacket packet) => new()
    {
        Kind = HandlerKind.CatchAll,
        Namespace = session.Namespace,
        EventName = Encoding.UTF8.GetString(packet.EventName),
        Packet = packet,
        Emitter = session,
        Services = core.Options.Services,
        CancellationToken = core.HandlerCancellation,
    };

    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    private void Add(EventObserver observer, HandlerMethod? method = null)
    {
        lock (_gate)
        {
            // The latter for a namespace that nobody had asked for before.
            ObjectDisposedException.ThrowIf(_isComplete || core.State.Current == ClientState.Disposed, core.ClientType);
            if (method is not null)
                observer.Completion = Start(observer, method);
            if (observer.IsOutgoing)
                _ofEmits = [.. _ofEmits, observer];
            else
                _ofArrivals = [.. _ofArrivals, observer];
        }

        if (!observer.IsOutgoing)
            session.OnListener();
    }

    private void Remove(EventObserver observer)
    {
        lock (_gate)
        {
            _ofArrivals = Array.FindAll(_ofArrivals, other => other != observer);
            _ofEmits = Array.FindAll(_ofEmits, other => other != observer);
        }

        observer.Queue.Close();
    }

    private sealed class Registration(EventObservers observers, EventObserver observer) : IDisposable
    {
        public void Dispose() => observers.Remove(observer);
    }
}
