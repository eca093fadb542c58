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
        Type? type = returned?.GetType();
        if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            returned = type.GetMethod(nameof(ValueTask<object>.AsTask))!.Invoke(returned, null);
        if (returned is not Task task)
            return returned;

        await task.ConfigureAwait(false);
        return task.GetType().GetProperty("Result")?.GetValue(task);
    }
}
