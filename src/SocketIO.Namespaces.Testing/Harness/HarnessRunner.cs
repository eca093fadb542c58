using System.Runtime.ExceptionServices;
using SocketIO.Namespaces.Clients.Handling;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Harness;

/// <summary>Runs handlers and callbacks by the code that runs them in a client, and throws what they throw.</summary>
internal sealed class HarnessRunner(HarnessContext context)
{
    private readonly HandlerRunner _runner = new(context.Options, context.Serializer, ClientMetrics.Create(factory: null), context.Logger);
    private CancellationTokenSource _running = new();

    /// <summary>Cancels the token of what runs; what follows gets a fresh one.</summary>
    public void Cancel() => Interlocked.Exchange(ref _running, new CancellationTokenSource()).Cancel();

    /// <returns>What the server would receive as the acknowledgement, now the caller's; null if nothing.</returns>
    public async Task<OutgoingPacket?> RunAsync(HandlerMethod method, object? target, HandlerInvocation invocation)
    {
        invocation.CancellationToken = Volatile.Read(ref _running).Token;
        var filters = invocation.Kind is HandlerKind.Event or HandlerKind.CatchAll ? context.Filters : null;
        await _runner.RunAsync(method, target, invocation, filters).ConfigureAwait(false);
        if (invocation.Failure is { } failure && invocation.Acknowledgement is null && context.Options.OnHandlerError is null)
            ExceptionDispatchInfo.Throw(failure);
        return invocation.Acknowledgement;
    }

    /// <summary>Calls a callback with an acknowledgement, in no handler's way.</summary>
    public async Task CallBackAsync(HandlerMethod callback, string eventName, IncomingPacket acknowledgement, SocketIOEmitter emitter)
    {
        context.Work.Join();
        await RunAsync(callback, target: null, new HandlerInvocation
        {
            Kind = HandlerKind.Acknowledgement,
            Namespace = context.Namespace,
            EventName = eventName,
            Packet = acknowledgement,
            Emitter = emitter,
            Services = context.Options.Services,
        }).ConfigureAwait(false);
    }
}
