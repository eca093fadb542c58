using System.Reflection;
using System.Runtime.CompilerServices;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch.TypedServers;

/// <summary>Refuses methods of a typed server that could not be an emit or a call.</summary>
internal static class ServerMethodCheck
{
    /// <summary>Adds what is wrong with the method, each with its fix.</summary>
    public static void Check(MethodInfo method, ICollection<string> faults)
    {
        var name = HandlerName.WithParameters(method);
        if (method.IsGenericMethodDefinition)
            faults.Add($"{name} is generic: replace its type parameters by types, or make the interface generic.");
        if (ReturnFault(method.ReturnType) is { } returnFault)
            faults.Add($"{name} {returnFault}");

        var parameters = method.GetParameters();
        foreach (var parameter in parameters)
        {
            var fault = IsToken(parameter) ? TokenFault(parameter, parameters) : ArgumentFault(parameter, parameter.ParameterType);
            if (fault is not null)
                faults.Add($"{name}: parameter '{HandlerParameter.NameOf(parameter)}' ({TypeName.Of(parameter.ParameterType)}) {fault}");
        }
    }

    private static string? ReturnFault(Type type)
    {
        if (type == typeof(void))
            return "returns void: nobody could wait for it or see it fail, so return ValueTask to emit, or Task to wait for the acknowledgement.";
        if (type == typeof(Task) || type == typeof(ValueTask))
            return null;
        if (!type.IsGenericType || (type.GetGenericTypeDefinition() != typeof(Task<>) && type.GetGenericTypeDefinition() != typeof(ValueTask<>)))
            return $"returns {TypeName.Of(type)}: return ValueTask to emit, or Task, Task<T> or ValueTask<T> to wait for the acknowledgement.";

        var value = type.GetGenericArguments()[0];
        return EmissionData.IsRefused(value) ? $"returns {TypeName.Of(type)}, but no {TypeName.Of(value)} can be acknowledged: return a task of data." : null;
    }

    private static bool IsToken(ParameterInfo parameter)
        => parameter.ParameterType == typeof(CancellationToken) || parameter.ParameterType == typeof(CancellationToken?);

    private static string? TokenFault(ParameterInfo parameter, ParameterInfo[] all)
    {
        if (parameter.ParameterType != typeof(CancellationToken))
            return "may be null: take a CancellationToken, with default as its default value.";
        if (all.Any(other => other.Position < parameter.Position && IsToken(other)))
            return "is not the only one: a call has one token, so drop the others.";
        return parameter.Position < all.Length - 1 && !all[(parameter.Position + 1)..].All(IsToken) ? "stands before an argument: put it last." : null;
    }

    private static string? ArgumentFault(ParameterInfo parameter, Type type)
    {
        if (type.IsByRef)
            return "is passed by reference, but nothing comes back but the acknowledgement: take it by value.";
        if (type.IsPointer || type.IsFunctionPointer || type.IsByRefLike)
            return "cannot be kept until it is written: take an array, a string or another type that can be kept.";
        if (typeof(Delegate).IsAssignableFrom(type))
            return "is no data: a callback for the acknowledgement is what the method returns, Task<T>.";
        if (EmissionData.IsRefused(type))
            return "is no data: take its result, and let the caller await it.";
        if (parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)))
            return "is params, which leaves open whether it is one argument or many: take an array, which is one, or write the arguments out.";
        return null;
    }
}
