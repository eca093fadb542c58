using System.Reflection;
using System.Runtime.CompilerServices;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Names handlers for logs and errors as their author would find them, past the names the compiler gives to lambdas and local functions.</summary>
internal static class HandlerName
{
    public static string Of(MethodInfo method)
    {
        var type = method.DeclaringType;
        while (type?.DeclaringType is { } outer && IsGenerated(type))
            type = outer;
        var prefix = type is null ? "" : TypeName.Of(type) + ".";
        return prefix + MethodName(method.Name);
    }

    /// <summary>The method with its parameter types, to tell overloads apart.</summary>
    public static string WithParameters(MethodInfo method)
        => $"{MethodName(method.Name)}({string.Join(", ", method.GetParameters().Select(parameter => TypeName.Of(parameter.ParameterType)))})";

    // The compiler writes a lambda in M as <M>b__1_2 and a local function F of M as <M>g__F|1_2.
    private static string MethodName(string name)
    {
        var close = name.LastIndexOf('>');
        if (!name.StartsWith('<') || close < 0)
            return name;

        var enclosing = name[1..close].Trim('<', '>', '$');
        var rest = name[(close + 1)..];
        if (rest.StartsWith("g__", StringComparison.Ordinal))
            return $"{enclosing}.{rest[3..].Split('|')[0]}";
        return $"{enclosing} (lambda)";
    }

    private static bool IsGenerated(Type type) => type.Name.StartsWith('<') || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
