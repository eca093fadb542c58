using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Refuses handlers whose result could not be awaited or acknowledged.</summary>
internal static class HandlerResultCheck
{
    private const string ReturnMend = "return void, a value, Task, Task<T>, ValueTask or ValueTask<T>";
    private const string OnlyAdvice = "What trimming removes of a type is not refused: the check helps who writes the handler, before anything is trimmed.";

    /// <summary>Adds what is wrong with the method, each with its fix.</summary>
    public static void Check(MethodInfo method, Type returnType, ICollection<string> faults)
    {
        var name = HandlerName.WithParameters(method);
        if (method.IsGenericMethodDefinition)
            faults.Add($"{name} is generic: a handler's types must be known, so replace its type parameters by types.");
        if (returnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false))
            faults.Add($"{name} is async void: nobody can wait for it or see it fail, so let it return Task.");
        else if (ReturnFault(returnType) is { } fault)
            faults.Add($"{name} {fault}");
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = OnlyAdvice)]
    private static string? ReturnFault(Type type)
    {
        if (type.IsByRef || type.IsPointer || type.IsByRefLike || type.IsFunctionPointer)
            return $"returns {TypeName.Of(type)}, which cannot be acknowledged: {ReturnMend}.";

        var value = ReturnShape.Of(type).Value;
        if (value is null)
            return null;
        if (Implements(value, typeof(IAsyncEnumerable<>)))
            return $"returns {TypeName.Of(type)}: an acknowledgement is sent once, so collect the items and return them, or emit each.";
        if (value.GetMethod(nameof(Task.GetAwaiter), BindingFlags.Public | BindingFlags.Instance, []) is not null)
            return $"returns {TypeName.Of(type)}, which is not awaited here: {ReturnMend}.";
        if (typeof(Delegate).IsAssignableFrom(value) || value == typeof(CancellationToken))
            return $"returns {TypeName.Of(type)}, which cannot be sent: {ReturnMend}.";
        return null;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = OnlyAdvice)]
    private static bool Implements(Type type, Type openInterface)
        => type.GetInterfaces().Append(type).Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == openInterface);
}
