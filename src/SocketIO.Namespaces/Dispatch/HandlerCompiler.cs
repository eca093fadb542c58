using System.Linq.Expressions;
using System.Reflection;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Binds a handler's parameters, calls it and completes with what it returns.</summary>
internal delegate ValueTask HandlerCall(object? target, HandlerInvocation invocation);

/// <summary>Compiles a handler, once, into a delegate that calls it without reflection, boxing or argument arrays.</summary>
internal static class HandlerCompiler
{
    private static readonly ParameterExpression Target = Expression.Parameter(typeof(object), "target");
    private static readonly ParameterExpression Invocation = Expression.Parameter(typeof(HandlerInvocation), "invocation");

    public static HandlerCall Compile(MethodInfo method, IEnumerable<HandlerParameter> parameters, BindingContext context)
    {
        Expression instance = Expression.Convert(Target, method.DeclaringType!);
        return Compile(Expression.Call(instance, method, Bind(parameters, context)), context);
    }

    public static HandlerCall Compile(Delegate handler, IEnumerable<HandlerParameter> parameters, BindingContext context)
        => Compile(Expression.Invoke(Expression.Constant(handler), Bind(parameters, context)), context);

    private static HandlerCall Compile(Expression call, BindingContext context)
        => Expression.Lambda<HandlerCall>(Complete(call, new HandlerResult(context.Serializer)), Target, Invocation).Compile();

    private static IEnumerable<Expression> Bind(IEnumerable<HandlerParameter> parameters, BindingContext context)
        => parameters.Select(new ParameterBinder(context, Invocation).Bind);

    private static Expression Complete(Expression call, HandlerResult result)
    {
        var shape = ReturnShape.Of(call.Type);
        Expression completion = Expression.Constant(result);
        if (shape.Kind is ReturnKind.Void)
            return Expression.Block(call, Expression.Call(completion, nameof(HandlerResult.FromVoid), null, Invocation));

        string from = shape.Kind switch
        {
            ReturnKind.Task => nameof(HandlerResult.FromTask),
            ReturnKind.ValueTask => nameof(HandlerResult.FromValueTask),
            _ => nameof(HandlerResult.FromValue),
        };
        return Expression.Call(completion, from, shape.Value is { } value ? [value] : null, Invocation, call);
    }
}
