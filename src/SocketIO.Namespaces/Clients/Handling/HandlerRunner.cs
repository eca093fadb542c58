using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Dispatch.Filters;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>Calls handlers: gives each its scope of services, and keeps what it throws from going any further.</summary>
internal sealed class HandlerRunner(SocketIOClientOptions options, PacketSerializer serializer, ClientMetrics metrics, ILogger logger)
{
    /// <summary>Calls a handler to its end, and ends its scope; never throws. The acknowledgement to send is left in <paramref name="invocation"/>, unless none
    /// was asked for or the handler failed.</summary>
    public async ValueTask RunAsync(HandlerMethod method, object? target, HandlerInvocation invocation, FilterPipeline? filters = null)
    {
        try
        {
            await CallAsync(method, target, invocation, filters).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Settle(failure, method, invocation);
        }
        finally
        {
            invocation.EndSpan();
        }

        if (invocation.Scope is not null)
            await EndScopeAsync(method, invocation).ConfigureAwait(false);
    }

    /// <summary>Calls a handler. What it throws comes out of the returned task, for <see cref="Settle"/>; its span lives on until then. Where it was given a
    /// scope, that lives on until <see cref="EndScopeAsync"/>: who waits for the acknowledgement, which is left in <paramref name="invocation"/>, need not wait
    /// for services to be disposed.</summary>
    /// <param name="method">The handler.</param>
    /// <param name="target">The instance; a <see cref="NamespaceActivator"/> for one made for this call; null for a standalone handler.</param>
    /// <param name="invocation">The call.</param>
    /// <param name="filters">What is around it; null for nothing.</param>
    public ValueTask CallAsync(HandlerMethod method, object? target, HandlerInvocation invocation, FilterPipeline? filters = null)
        => filters is null ? InvokeWithServicesAsync(method, target, invocation) : InvokeFilteredAsync(method, target, invocation, filters);

    /// <summary>Tells of what a handler threw, and leaves the acknowledgement that it means; never throws.</summary>
    public void Settle(Exception failure, HandlerMethod method, HandlerInvocation invocation)
    {
        Activity.Current = invocation.Span ?? Activity.Current; // what is logged belongs to it
        if (failure is OperationCanceledException && invocation.CancellationToken.IsCancellationRequested)
        {
            Log.HandlerCancelled(logger, method.DisplayName, invocation.EventName, invocation.Namespace);
            return;
        }

        Report(failure, method, invocation);
        if (failure is EventException refusal && invocation.Packet is { Type: PacketType.Event, Id: { } id })
            invocation.Acknowledgement = Acknowledge(refusal, id, method, invocation);
    }

    /// <summary>Disposes what was made for a call; never throws.</summary>
    public async ValueTask EndScopeAsync(HandlerMethod method, HandlerInvocation invocation)
    {
        try
        {
            var scope = new AsyncServiceScope(invocation.Scope!);
            invocation.Scope = null;
            invocation.Services = options.Services;
            await scope.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Report(exception, method, invocation);
        }
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

    private async ValueTask InvokeFilteredAsync(HandlerMethod method, object? target, HandlerInvocation invocation, FilterPipeline filters)
    {
        var hasOwnThread = !Thread.CurrentThread.IsThreadPoolThread;
        var filtered = new FilteredEvent(method.DisplayName, invocation, serializer, Handle);
        try
        {
            await filters.RunAsync(filtered).ConfigureAwait(false);
            filtered.Complete();
        }
        catch
        {
            filtered.DropAcknowledgement();
            throw;
        }
        finally
        {
            filtered.Close();
        }

        // A handler that may block keeps a thread of its own, though a filter has awaited something.
        ValueTask Handle() => hasOwnThread && Thread.CurrentThread.IsThreadPoolThread
            ? new(Task.Factory.StartNew(
                () => InvokeWithServicesAsync(method, target, invocation).AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap())
            : InvokeWithServicesAsync(method, target, invocation);
    }

    private static ValueTask InvokeWithServicesAsync(HandlerMethod method, object? target, HandlerInvocation invocation)
        => method.NeedsServices || target is NamespaceActivator
            ? InvokeInScopeAsync(method, target, invocation)
            : InvokeAsync(method, target, invocation);

    private static async ValueTask InvokeInScopeAsync(HandlerMethod method, object? target, HandlerInvocation invocation)
    {
        var services = invocation.BeginScope();
        var instance = target is NamespaceActivator activator ? activator.Create(services) : target;
        await InvokeAsync(method, instance, invocation).ConfigureAwait(false);
    }

    private static ValueTask InvokeAsync(HandlerMethod method, object? target, HandlerInvocation invocation)
        => invocation.RegisteredAs is { } registeredAs && (Spans.AreWatched || invocation.Filtered is { HasParent: true })
            ? InvokeInSpanAsync(method, target, invocation, registeredAs)
            : method.InvokeAsync(target, invocation);

    private static async ValueTask InvokeInSpanAsync(HandlerMethod method, object? target, HandlerInvocation invocation, string registeredAs)
    {
        invocation.EndSpan(); // that of an attempt before, where there is one
        var span = Spans.StartProcess(invocation.Namespace, registeredAs, (invocation.Emitter as NamespaceSession)?.Server, invocation.Filtered?.ParentContext ?? default);
        invocation.Span = span;
        try
        {
            await method.InvokeAsync(target, invocation).ConfigureAwait(false);
            invocation.EndSpan();
        }
        catch (Exception failure)
        {
            Spans.Fail(span, failure); // and ends once it has been reported, so that the log entry belongs to it
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
