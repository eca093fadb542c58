using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>Calls handlers: gives each its scope of services, and keeps what it throws from going any further.</summary>
internal sealed class HandlerRunner(SocketIOClientOptions options, PacketSerializer serializer, ClientMetrics metrics, ILogger logger)
{
    /// <summary>Calls a handler to its end; never throws.</summary>
    /// <returns>The acknowledgement to send, now the caller's; null if none was asked for or the handler failed.</returns>
    public async ValueTask<OutgoingPacket?> RunAsync(HandlerMethod method, object? target, HandlerInvocation invocation)
    {
        try
        {
            if (method.NeedsServices)
                await RunInScopeAsync(method, target, invocation).ConfigureAwait(false);
            else
                await InvokeAsync(method, target, invocation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (invocation.CancellationToken.IsCancellationRequested)
        {
            Log.HandlerCancelled(logger, method.DisplayName, invocation.EventName, invocation.Namespace);
        }
        catch (EventException failure) when (invocation.Packet is { Type: PacketType.Event, Id: { } id })
        {
            Report(failure, method, invocation);
            invocation.Acknowledgement = Acknowledge(failure, id, method, invocation);
        }
        catch (Exception exception)
        {
            Report(exception, method, invocation);
        }

        return invocation.Acknowledgement;
    }

    /// <summary>Tells of what went wrong with an event; never throws.</summary>
    public void Report(Exception exception, string handler, string @namespace, string eventName)
    {
        metrics.HandlerFailed(@namespace, exception);
        Log.HandlerFailed(logger, exception, handler, eventName, @namespace);
        try
        {
            options.OnHandlerError?.Invoke(new HandlerErrorContext(exception, @namespace, eventName, handler));
        }
        catch (Exception hookFailure)
        {
            Log.HandlerErrorHookFailed(logger, hookFailure);
        }
    }

    private void Report(Exception exception, HandlerMethod method, HandlerInvocation invocation)
    {
        invocation.Failure = exception;
        Report(exception, method.DisplayName, invocation.Namespace, invocation.EventName);
    }

    private static IServiceScopeFactory ScopeFactory(IServiceProvider? services)
        => services?.GetService<IServiceScopeFactory>()
            ?? throw new InvalidOperationException($"The handler takes services, but {nameof(SocketIOClientOptions)}.{nameof(SocketIOClientOptions.Services)} has none to give.");

    private async ValueTask RunInScopeAsync(HandlerMethod method, object? target, HandlerInvocation invocation)
    {
        var scope = ScopeFactory(options.Services).CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            invocation.Services = scope.ServiceProvider;
            await InvokeAsync(method, target, invocation).ConfigureAwait(false);
        }
    }

    private static ValueTask InvokeAsync(HandlerMethod method, object? target, HandlerInvocation invocation)
        => Spans.AreWatched && invocation.RegisteredAs is { } registeredAs
            ? InvokeInSpanAsync(method, target, invocation, registeredAs)
            : method.InvokeAsync(target, invocation);

    private static async ValueTask InvokeInSpanAsync(HandlerMethod method, object? target, HandlerInvocation invocation, string registeredAs)
    {
        using var span = Spans.StartProcess(invocation.Namespace, registeredAs, (invocation.Emitter as NamespaceSession)?.Server);
        try
        {
            await method.InvokeAsync(target, invocation).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Spans.Fail(span, failure);
            throw;
        }
    }

    private OutgoingPacket? Acknowledge(EventException failure, long id, HandlerMethod method, HandlerInvocation invocation)
    {
        try
        {
            return serializer.Ack(invocation.Namespace, id, failure.Acknowledgement);
        }
        catch (Exception exception)
        {
            Report(exception, method, invocation);
            return null;
        }
    }
}
