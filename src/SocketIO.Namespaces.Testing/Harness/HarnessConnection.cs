using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Namespaces;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Harness;

/// <summary>What a class under test emits on: the packets are written as a client writes them, recorded, and answered as the test has said.</summary>
internal sealed partial class HarnessConnection(HarnessContext context, EmittedEvents emitted, ServerAnswers answers, HarnessRunner runner)
    : SocketIOEmitter, ILeavable
{
    private readonly Lock _gate = new();
    private readonly Queue<(Action Send, Action? Drop)> _waiting = [];
    private TaskCompletionSource<SocketIOException> _lost = NewLoss();
    private TaskCompletionSource<SocketIOException> _ended = NewLoss(); // lost, and no other connection follows
    private Func<Delivery, SocketIOException>? _obstacle;
    private bool _isConnecting; // by itself, so that emits wait for it

    public override string Namespace => context.Namespace;

    public override bool IsConnected => Volatile.Read(ref _obstacle) is null;

    /// <summary>Leaves the namespace for its class. Default: does nothing.</summary>
    public Func<CancellationToken, Task> Leave { get; init; } = static _ => Task.CompletedTask;

    public Task LeaveAsync(CancellationToken cancellationToken) => Leave(cancellationToken);

    /// <summary>The namespace is joined: from now on emits go out.</summary>
    public void Join()
    {
        lock (_gate)
        {
            if (_lost.Task.IsCompleted)
                _lost = NewLoss();
            if (_ended.Task.IsCompleted)
                _ended = NewLoss();
            _isConnecting = false;
            Volatile.Write(ref _obstacle, null);
        }
    }

    /// <summary>Sends what has waited for the connection, in order.</summary>
    public void Release()
    {
        while (Take() is { } waiting)
            waiting.Send();
    }

    /// <summary>The namespace is not joined any more: calls fail, and emits wait or fail.</summary>
    /// <param name="isConnecting">Whether the client would be getting a connection by itself.</param>
    /// <param name="reason">Makes the exception that says why.</param>
    public void Lose(bool isConnecting, Func<Delivery, SocketIOException> reason)
    {
        lock (_gate)
        {
            _isConnecting = isConnecting;
            Volatile.Write(ref _obstacle, reason);
            while (!isConnecting && _waiting.TryDequeue(out var waiting))
                waiting.Drop?.Invoke();
            _lost.TrySetResult(reason(Delivery.Unknown));
            if (!isConnecting)
                _ended.TrySetResult(reason(Delivery.Unknown));
        }
    }

    internal override ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        return context.Filters is null ? EmitUnfiltered(emission) : EmitFilteredAsync(emission, cancellationToken);
    }

    private ValueTask EmitUnfiltered(Emission emission)
    {
        var callback = emission.Callback is { } handler ? HandlerMethod.Compile(handler, HandlerKind.Acknowledgement, context.Binding) : null;
        var packet = Encode(emission, asks: callback is not null);
        if (!IsHeld(Send, emission.Options))
            Send();
        return default;

        void Send()
        {
            if (Record(emission.EventName, packet) is { } answering)
                context.Work.Add(FollowAsync(emission.EventName, answering, callback));
        }
    }

    internal override async Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => await AskAsync(emission, timeout, cancellationToken).ConfigureAwait(false);

    internal override async Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => context.Serializer.ReadAcknowledgement<TResult>(await AskAsync(emission, timeout, cancellationToken).ConfigureAwait(false));

    /// <summary>Acknowledged, unless the test has the event fail: there is no network to try again on.</summary>
    internal override Task<Delivery> DeliverCoreAsync(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => context.Filters is null ? DeliverUnfilteredAsync(emission, options, cancellationToken) : DeliverFilteredAsync(emission, options, cancellationToken);

    private async Task<Delivery> DeliverUnfilteredAsync(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var messageId = options.MessageId ? Guid.CreateVersion7(context.Options.TimeProvider.GetUtcNow()).ToString() : null;
        var packet = Encode(emission with { MessageId = messageId }, asks: true);
        var sent = new TaskCompletionSource<Task<IncomingPacket?>?>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!IsHeld(Send, options: null, Drop))
            Send();
        try
        {
            await AwaitAcknowledgementAsync(sent.Task)
                .WaitAsync(options.GiveUpAfter ?? Timeout.InfiniteTimeSpan, context.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            return Delivery.Acknowledged;
        }
        catch (TimeoutException)
        {
            return sent.Task.IsCompleted ? Delivery.Unknown : Delivery.NotSent;
        }
        catch (SocketIOException failure)
        {
            return failure.Delivery;
        }

        void Send() => sent.TrySetResult(Record(emission.EventName, packet));
        void Drop() => sent.TrySetException(new SocketIODisconnectedException("No connection will follow.") { Delivery = Delivery.NotSent });
    }

    private static TaskCompletionSource<SocketIOException> NewLoss() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OutgoingPacket Encode(in Emission emission, bool asks)
    {
        EventNames.ThrowIfReservedForEmit(emission.EventName);
        return context.Serializer.Event(Namespace, emission, asks ? context.NextId() : null);
    }

    /// <summary>Shows an event to the test and its answer to the event; takes the packet.</summary>
    private Task<IncomingPacket?>? Record(string eventName, OutgoingPacket packet)
    {
        using (packet)
        {
            emitted.Add(new EmittedEvent(packet, context.Serializer, context.Options.Limits));
            return answers.TryAnswer(eventName, packet, this);
        }
    }

    private async Task FollowAsync(string eventName, Task<IncomingPacket?> answering, HandlerMethod? callback)
    {
        IncomingPacket? answer;
        try
        {
            answer = await answering.WaitAsync(context.Options.AckTimeout, context.Options.TimeProvider).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketIOException || !answering.IsCompleted)
        {
            return; // not acknowledged: a callback is not called then
        }

        if (callback is not null && answer is not null)
            await runner.CallBackAsync(callback, eventName, answer, this).ConfigureAwait(false);
    }

    private async Task AwaitAcknowledgementAsync(Task<Task<IncomingPacket?>?> sent)
    {
        if (await sent.ConfigureAwait(false) is not { } answering)
            return;
        Task<SocketIOException> ended;
        lock (_gate)
            ended = _ended.Task;
        await Task.WhenAny(answering, ended).ConfigureAwait(false);
        if (!answering.IsCompleted)
            throw await ended.ConfigureAwait(false);
        await answering.ConfigureAwait(false);
    }

    private Task<IncomingPacket> AskAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => context.Filters is null ? AskUnfilteredAsync(emission, timeout, cancellationToken) : AskFilteredAsync(emission, timeout, cancellationToken);

    private async Task<IncomingPacket> AskUnfilteredAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var packet = Encode(emission, asks: true);
        var lost = ThrowIfNotJoined();
        var answering = Record(emission.EventName, packet) ?? throw new InvalidOperationException(
            $"'{emission.EventName}' was called on '{Namespace}', and nothing answers it: register an answer before, with On(\"{emission.EventName}\", …) or Fail.");
        var wait = timeout ?? context.Options.AckTimeout;
        try
        {
            await Task.WhenAny(answering, lost).WaitAsync(wait, context.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new SocketIOTimeoutException($"No acknowledgement of '{emission.EventName}' came from namespace '{Namespace}' within {wait.TotalSeconds:0.###} s.");
        }

        return answering.IsCompleted ? (await answering.ConfigureAwait(false))! : throw await lost.ConfigureAwait(false);
    }

    /// <summary>Whether an emit waits for the connection, or is dropped without one.</summary>
    /// <exception cref="SocketIOException">It may not wait.</exception>
    private bool IsHeld(Action send, EmitOptions? options, Action? drop = null)
    {
        lock (_gate)
        {
            if (_obstacle is not { } obstacle)
                return false;
            if (!_isConnecting || options?.WhenDisconnected == WhenDisconnected.Fail)
                throw obstacle(Delivery.NotSent);
            if (options?.WhenDisconnected != WhenDisconnected.Drop)
                _waiting.Enqueue((send, drop));
            return true;
        }
    }

    /// <returns>Completes when the namespace is not joined any more, with what its calls then throw.</returns>
    private Task<SocketIOException> ThrowIfNotJoined()
    {
        lock (_gate)
            return _obstacle is { } obstacle ? throw obstacle(Delivery.NotSent) : _lost.Task;
    }

    private (Action Send, Action? Drop)? Take()
    {
        lock (_gate)
            return _obstacle is null && _waiting.TryDequeue(out var next) ? next : null;
    }
}
