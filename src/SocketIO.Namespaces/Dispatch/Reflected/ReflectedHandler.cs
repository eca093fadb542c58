using System.Reflection;
using System.Runtime.ExceptionServices;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch.Reflected;

/// <summary>Calls a handler by reflection, where no code can be made at run time: slower than compiled, and the same otherwise.</summary>
internal sealed class ReflectedHandler
{
    private readonly Func<object?, object?[], object?> _invoke;
    private readonly Func<HandlerInvocation, object?>[] _arguments;
    private readonly ReflectedResult _result;

    private ReflectedHandler(
        Func<object?, object?[], object?> invoke, Type returnType, IReadOnlyList<HandlerParameter> parameters, PacketSerializer serializer)
    {
        _invoke = invoke;
        _arguments = [.. parameters.Select(parameter => ReflectedParameter.Reader(parameter, serializer))];
        _result = new ReflectedResult(returnType, serializer);
    }

    public static HandlerCall OfDelegate(Type returnType, IReadOnlyList<HandlerParameter> parameters, PacketSerializer serializer)
        => new ReflectedHandler(InvokeDelegate, returnType, parameters, serializer).Call;

    public static HandlerCall OfMethod(MethodInfo method, IReadOnlyList<HandlerParameter> parameters, PacketSerializer serializer)
        => new ReflectedHandler(
            (target, arguments) => method.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null),
            method.ReturnType, parameters, serializer).Call;

    private ValueTask Call(object? target, HandlerInvocation invocation)
    {
        var arguments = new object?[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = _arguments[i](invocation);
        return _result.Complete(invocation, _invoke(target, arguments));
    }

    private static object? InvokeDelegate(object? target, object?[] arguments)
    {
        try
        {
            return ((Delegate)target!).DynamicInvoke(arguments);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } thrown)
        {
            ExceptionDispatchInfo.Throw(thrown);
            throw;
        }
    }
}
