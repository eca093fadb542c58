using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>Awaits what a delegate of unknown type returned.</summary>
internal static class Awaited
{
    /// <summary>Whether a delegate of this return type has a result, once awaited.</summary>
    public static bool HasResult(Type returned) => returned != typeof(void) && returned != typeof(Task) && returned != typeof(ValueTask);

    /// <summary>The value itself, or the result of the task that it is, if that has one.</summary>
    public static async ValueTask<object?> ResultOfAsync(object? returned)
    {
        if (returned is ValueTask plain)
            returned = plain.AsTask();
        if (returned?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            returned = AsTask(returned);
        if (returned is not Task task)
            return returned;

        await task.ConfigureAwait(false);
        return ResultOf(task);
    }

    [DynamicDependency(nameof(ValueTask<>.AsTask), typeof(ValueTask<>))]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The dependency keeps the method.")]
    private static object? AsTask(object valueTask) => valueTask.GetType().GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(valueTask, null);

    [DynamicDependency(nameof(Task<>.Result), typeof(Task<>))]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The dependency keeps the property.")]
    private static object? ResultOf(Task task) => task.GetType().GetProperty(nameof(Task<>.Result))?.GetValue(task);
}
