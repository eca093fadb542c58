using System.Diagnostics.CodeAnalysis;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch.Reflected;

/// <summary>Turns what a handler returned, boxed, into its completion and the acknowledgement it leaves.</summary>
internal sealed class ReflectedResult(Type returnType, PacketSerializer serializer)
{
    private readonly ReturnShape _shape = ReturnShape.Of(returnType);
    private readonly HandlerResult _result = new(serializer);

    public ValueTask Complete(HandlerInvocation invocation, object? returned) => _shape switch
    {
        { Kind: ReturnKind.Void } => _result.FromVoid(invocation),
        { Kind: ReturnKind.Task, Value: null } => _result.FromTask(invocation, (Task)returned!),
        { Kind: ReturnKind.ValueTask, Value: null } => _result.FromValueTask(invocation, (ValueTask)returned!),
        { Kind: ReturnKind.Task } => AwaitAsync(invocation, (Task?)returned ?? throw HandlerResult.NullTask()),
        { Kind: ReturnKind.ValueTask } => AwaitAsync(invocation, AsTask(returned!)),
        _ => Acknowledge(invocation, returned),
    };

    private async ValueTask AwaitAsync(HandlerInvocation invocation, Task task)
    {
        await task.ConfigureAwait(false);
        await Acknowledge(invocation, ResultOf(task)).ConfigureAwait(false);
    }

    private ValueTask Acknowledge(HandlerInvocation invocation, object? value)
    {
        invocation.Filtered?.OnReturned(value);
        if (invocation.AcknowledgementId is { } id)
            invocation.Acknowledgement = serializer.Ack(invocation.Namespace, id, value, _shape.Value!);
        return default;
    }

    [DynamicDependency(nameof(Task<>.Result), typeof(Task<>))]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The dependency keeps the property.")]
    private static object? ResultOf(Task task)
    {
        var type = task.GetType();
        while (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Task<>))
            type = type.BaseType!;
        return type.GetProperty(nameof(Task<>.Result))!.GetValue(task);
    }

    [DynamicDependency(nameof(ValueTask<>.AsTask), typeof(ValueTask<>))]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The dependency keeps the method.")]
    private static Task AsTask(object valueTask) => (Task)valueTask.GetType().GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(valueTask, [])!;
}
