using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>The calls and callbacks of one namespace: emits whose acknowledgement somebody waits for.</summary>
internal sealed class NamespaceCalls(NamespaceSession session, NamespaceSender sender, AckRegistry acks, ClientCore core)
{
    /// <summary>Emits and waits for the answer.</summary>
    /// <returns>The acknowledgement, now the caller's to dispose.</returns>
    public Task<IncomingPacket> CallAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => core.Metrics.TimesCalls ? CallTimedAsync(emission, timeout, cancellationToken) : CallUntimedAsync(emission, timeout, cancellationToken);

    private async Task<IncomingPacket> CallTimedAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var began = core.Time.GetTimestamp();
        try
        {
            var answer = await CallUntimedAsync(emission, timeout, cancellationToken).ConfigureAwait(false);
            core.Metrics.CallEnded(session.Namespace, core.Time.GetElapsedTime(began), failure: null);
            return answer;
        }
        catch (Exception failure)
        {
            core.Metrics.CallEnded(session.Namespace, core.Time.GetElapsedTime(began), failure);
            throw;
        }
    }

    private async Task<IncomingPacket> CallUntimedAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wait = timeout ?? core.Options.AckTimeout;
        using var timer = emission.Deadline.CanBeCanceled ? null : new CancellationTokenSource(wait, core.Time);
        var deadline = timer?.Token ?? emission.Deadline;
        using var either = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline) : null;
        var token = either?.Token ?? deadline;

        var call = new PendingCall();
        var id = acks.Add(call);
        try
        {
            core.OnAnswerAwaited();
            await sender.SendAsync(emission, id, isCall: true, token).ConfigureAwait(false);
            return await call.Answer.WaitAsync(token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Whoever takes the entry out settles the call: if it is gone, its answer or its loss is already there.
            if (!acks.TryTake(id, out _))
                return await call.Answer.ConfigureAwait(false);

            var unsent = sender.Withdraw(id);
            cancellationToken.ThrowIfCancellationRequested();
            if (failure is not OperationCanceledException)
                throw;
            throw session.Errors.NotAcknowledged(emission.EventName, wait, unsent ? Delivery.NotSent : Delivery.Unknown);
        }
    }

    /// <summary>Settles an acknowledgement that arrived; takes the packet.</summary>
    public void Acknowledge(IncomingPacket packet)
    {
        if (acks.TryTake(packet.Id!.Value, out var pending))
        {
            pending.Complete(packet);
            return;
        }

        core.Metrics.AcknowledgementIgnored(session.Namespace);
        Log.AcknowledgementIgnored(core.Logger, packet.Id.Value, session.Namespace);
        packet.Dispose();
    }

    /// <summary>Emits, and runs a callback with the answer.</summary>
    public async ValueTask EmitAsync(Emission emission, Delegate callback, CancellationToken cancellationToken)
    {
        var method = HandlerMethod.Compile(callback, HandlerKind.Acknowledgement, core.Binding);
        var pending = new PendingCallback(
            packet => _ = core.Background.Run(_ => RunCallbackAsync(method, emission.EventName, packet)),
            reason => Log.CallbackGivenUp(core.Logger, emission.EventName, session.Namespace, reason.Message));
        var id = acks.Add(pending);
        try
        {
            pending.ExpireBy(core.Time.CreateTimer(_ => Expire(id, emission.EventName), state: null, core.Options.AckTimeout, Timeout.InfiniteTimeSpan));
            core.OnAnswerAwaited();
            await sender.SendAsync(emission, id, isCall: false, cancellationToken).ConfigureAwait(false);
        }
        catch when (acks.TryTake(id, out _))
        {
            pending.Abandon();
            throw;
        }
    }

    private void Expire(long id, string eventName)
    {
        if (!acks.TryTake(id, out var pending))
            return;
        sender.Withdraw(id);
        pending.Fail(new SocketIOTimeoutException($"No acknowledgement of '{eventName}' came within {core.Options.AckTimeout.TotalSeconds:0.###} s."));
    }

    private async Task RunCallbackAsync(HandlerMethod method, string eventName, IncomingPacket packet)
    {
        using (packet)
        {
            var invocation = new HandlerInvocation
            {
                Kind = HandlerKind.Acknowledgement,
                Namespace = session.Namespace,
                EventName = eventName,
                Packet = packet,
                Emitter = session,
                Services = core.Options.Services,
                CancellationToken = core.HandlerCancellation,
            };
            await core.Runner.RunAsync(method, target: null, invocation).ConfigureAwait(false);
        }
    }
}
