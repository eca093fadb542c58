namespace SocketIO.Namespaces.Dispatch;

/// <summary>How a handler completes, and what it acknowledges with.</summary>
/// <param name="Kind">What is returned around the value.</param>
/// <param name="Value">The type of the value to acknowledge with; null where there is none.</param>
internal readonly record struct ReturnShape(ReturnKind Kind, Type? Value)
{
    public static ReturnShape Of(Type type)
    {
        if (type == typeof(void))
            return new ReturnShape(ReturnKind.Void, null);
        if (type == typeof(ValueTask))
            return new ReturnShape(ReturnKind.ValueTask, null);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            return new ReturnShape(ReturnKind.ValueTask, type.GetGenericArguments()[0]);

        for (Type? candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(Task<>))
                return new ReturnShape(ReturnKind.Task, candidate.GetGenericArguments()[0]);
            if (candidate == typeof(Task))
                return new ReturnShape(ReturnKind.Task, null);
        }

        return new ReturnShape(ReturnKind.Value, type);
    }
}

/// <summary>What a handler returns around its value.</summary>
internal enum ReturnKind
{
    Void,
    Value,
    Task,
    ValueTask,
}
