#pragma warning disable VSTHRD103 // results are taken of completed tasks only, for which waiting costs a state machine
using System.Runtime.CompilerServices;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Turns what a handler returns into its completion and the acknowledgement it leaves. Handlers that complete at once, or whose result nobody asks for,
/// cost no state machine.</summary>
internal sealed class HandlerResult(PacketSerializer serializer)
{
    public ValueTask FromVoid(HandlerInvocation invocation)
    {
        if (invocation.AcknowledgementId is { } id)
            invocation.Acknowledgement = serializer.Ack(invocation.Namespace, id);
        return default;
    }

    public ValueTask FromValue<T>(HandlerInvocation invocation, T value)
    {
        invocation.Filtered?.OnReturned(value);
        if (invocation.AcknowledgementId is { } id)
            invocation.Acknowledgement = serializer.Ack(invocation.Namespace, id, value);
        return default;
    }

    public ValueTask FromTask(HandlerInvocation invocation, Task task)
    {
        if (task is null)
            throw NullTask();
        if (task.IsCompletedSuccessfully)
            return FromVoid(invocation);
        return invocation.AcknowledgementId is null ? new ValueTask(task) : AwaitAsync(invocation, task);
    }

    public ValueTask FromTaskOf<T>(HandlerInvocation invocation, Task<T> task)
    {
        if (task is null)
            throw NullTask();
        if (task.IsCompletedSuccessfully)
            return FromValue(invocation, task.Result);
        return invocation is { AcknowledgementId: null, Filtered: null } ? new ValueTask(task) : AwaitAsync(invocation, task);
    }

    public ValueTask FromValueTask(HandlerInvocation invocation, ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
            return invocation.AcknowledgementId is null ? task : AwaitAsync(invocation, task);
        task.GetAwaiter().GetResult(); // a pooled source is given back by taking its result
        return FromVoid(invocation);
    }

    public ValueTask FromValueTaskOf<T>(HandlerInvocation invocation, ValueTask<T> task)
        => task.IsCompletedSuccessfully ? FromValue(invocation, task.Result) : AwaitAsync(invocation, task);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitAsync(HandlerInvocation invocation, Task task)
    {
        await task.ConfigureAwait(false);
        await FromVoid(invocation).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitAsync(HandlerInvocation invocation, ValueTask task)
    {
        await task.ConfigureAwait(false);
        await FromVoid(invocation).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitAsync<T>(HandlerInvocation invocation, Task<T> task)
        => await FromValue(invocation, await task.ConfigureAwait(false)).ConfigureAwait(false);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitAsync<T>(HandlerInvocation invocation, ValueTask<T> task)
        => await FromValue(invocation, await task.ConfigureAwait(false)).ConfigureAwait(false);

    public static InvalidOperationException NullTask() => new("The handler returned null in place of a task.");
}
