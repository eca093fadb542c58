using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>The calls and callbacks of one namespace: emits whose acknowledgement somebody waits for.</summary>
internal sealed class NamespaceCalls
{
    private readonly NamespaceSession _session;
    private readonly NamespaceSender _sender;
    private readonly NamespaceOutlet _outlet;
    private readonly AckRegistry _acks;
    private readonly ClientCore _core;

    public NamespaceCalls(NamespaceSession session, NamespaceSender sender, NamespaceOutlet outlet, AckRegistry acks, ClientCore core)
    {
        _session = session;
        _sender = sender;
        _outlet = outlet;
        _acks = acks;
        _core = core;
        acks.Expired = Expire;
    }

    /// <summary>Emits and waits for the answer.</summary>
    /// <returns>The acknowledgement, now the caller's to dispose.</returns>
    public ValueTask<IncomingPacket> CallAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => _core.Metrics.TimesCalls ? CallTimedAsync(emission, timeout, cancellationToken) : CallUntimedAsync(emission, timeout, cancellationToken);

    private async ValueTask<IncomingPacket> CallTimedAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var began = _core.Time.GetTimestamp();
        try
        {
            var answer = await CallUntimedAsync(emission, timeout, cancellationToken).ConfigureAwait(false);
            _core.Metrics.CallEnded(_session.Namespace, _core.Time.GetElapsedTime(began), failure: null);
            return answer;
        }
        catch (Exception failure)
        {
            _core.Metrics.CallEnded(_session.Namespace, _core.Time.GetElapsedTime(began), failure);
            throw;
        }
    }

    // Most often the packet has its place in the outbox at once, and only the answer remains to be awaited: the registry watches the time then.
    private ValueTask<IncomingPacket> CallUntimedAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wait = timeout ?? _core.Options.AckTimeout;
        if ((wait < TimeSpan.Zero && wait != Timeout.InfiniteTimeSpan) || wait.TotalMilliseconds >= uint.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(timeout), wait, "A time-out must be from 0 to 49 days, or Timeout.InfiniteTimeSpan.");
        var call = new PendingCall(emission.EventName);
        var id = _acks.Add(call);
        var packet = Encode(emission, id);
        _core.OnAnswerAwaited();
        var isTimedByRegistry = !emission.Deadline.CanBeCanceled && wait != TimeSpan.Zero;
        if (!isTimedByRegistry || !_sender.TrySendNow(packet))
            return SendAndWaitAsync(call, id, packet, emission, wait, cancellationToken);

        _acks.SetDeadline(id, wait);
        call.CancelBy(cancellationToken, _acks, id);
        return call.Answer;
    }

    private OutgoingPacket Encode(in Emission emission, long id)
    {
        try
        {
            return _sender.Encode(emission, id, isCall: true);
        }
        catch
        {
            _acks.TryTake(id, out _);
            throw;
        }
    }

    private async ValueTask<IncomingPacket> SendAndWaitAsync(
        PendingCall call, long id, OutgoingPacket packet, Emission emission, TimeSpan wait, CancellationToken cancellationToken)
    {
        var answer = call.Answer.AsTask();
        try
        {
            using var timer = emission.Deadline.CanBeCanceled ? null : new CancellationTokenSource(wait, _core.Time);
            var deadline = timer?.Token ?? emission.Deadline;
            using var either = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline) : null;
            var token = either?.Token ?? deadline;
            await _sender.SendAsync(packet, emission.Options, token).ConfigureAwait(false);
            return await answer.WaitAsync(token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Whoever takes the entry out settles the call: if it is gone, its answer or its loss is already there.
            if (!_acks.TryTake(id, out _))
                return await answer.ConfigureAwait(false);

            var unsent = _outlet.Withdraw(id);
            cancellationToken.ThrowIfCancellationRequested();
            if (failure is not OperationCanceledException)
                throw;
            throw _session.Errors.NotAcknowledged(emission.EventName, wait, unsent ? Delivery.NotSent : Delivery.Unknown);
        }
    }

    /// <summary>Settles an acknowledgement that arrived; takes the packet.</summary>
    /// <returns>The call that it answers, if it answers one: the caller of that waits to be let go on.</returns>
    public PendingCall? Acknowledge(IncomingPacket packet)
    {
        if (_acks.TryTake(packet.Id!.Value, out var pending))
        {
            pending.Complete(packet);
            return pending as PendingCall;
        }

        _core.Metrics.AcknowledgementIgnored(_session.Namespace);
        Log.AcknowledgementIgnored(_core.Logger, packet.Id.Value, _session.Namespace);
        packet.Dispose();
        return null;
    }

    /// <summary>Emits, and runs a callback with the answer.</summary>
    public async ValueTask EmitAsync(Emission emission, Delegate callback, CancellationToken cancellationToken)
    {
        var method = HandlerMethod.Compile(callback, HandlerKind.Acknowledgement, _core.Binding);
        var pending = new PendingCallback(
            emission.EventName,
            packet => _ = _core.Background.Run(_ => RunCallbackAsync(method, emission.EventName, packet)),
            reason => Log.CallbackGivenUp(_core.Logger, emission.EventName, _session.Namespace, reason.Message));
        var id = _acks.Add(pending);
        try
        {
            _core.OnAnswerAwaited();
            await _sender.SendAsync(emission, id, isCall: false, cancellationToken).ConfigureAwait(false);
            _acks.SetDeadline(id, _core.Options.AckTimeout);
        }
        catch
        {
            _acks.TryTake(id, out _);
            throw;
        }
    }

    private void Expire(long id, PendingAck pending)
    {
        var delivery = _outlet.Withdraw(id) ? Delivery.NotSent : Delivery.Unknown;
        pending.Fail(_session.Errors.NotAcknowledged(pending.EventName, pending.Wait, delivery));
    }

    private async Task RunCallbackAsync(HandlerMethod method, string eventName, IncomingPacket packet)
    {
        using (packet)
        {
            var invocation = new HandlerInvocation
            {
                Kind = HandlerKind.Acknowledgement,
                Namespace = _session.Namespace,
                EventName = eventName,
                Packet = packet,
                Emitter = _session,
                Services = _core.Options.Services,
                CancellationToken = _core.HandlerCancellation,
            };
            await _core.Runner.RunAsync(method, target: null, invocation).ConfigureAwait(false);
        }
    }
}
