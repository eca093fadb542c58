using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;

namespace SocketIO.Namespaces.Dispatch.Compiled;

/// <summary>Compiles a handler into a delegate that calls it without reflection, boxing or argument arrays.</summary>
[RequiresDynamicCode("It makes generic types and methods for the handler's parameters and result.")]
internal sealed class HandlerExpression(IReadOnlyList<HandlerParameter> parameters, BindingContext context)
{
    private static readonly ParameterExpression Target = Expression.Parameter(typeof(object), "target");
    private static readonly ParameterExpression Invocation = Expression.Parameter(typeof(HandlerInvocation), "invocation");

    public HandlerCall OfDelegate(Type type) => Compile(Expression.Invoke(Expression.Convert(Target, type), Arguments()));

    public HandlerCall OfMethod(MethodInfo method) => Compile(Expression.Call(Expression.Convert(Target, method.DeclaringType!), method, Arguments()));

    private HandlerCall Compile(Expression call) => Expression.Lambda<HandlerCall>(Complete(call), Target, Invocation).Compile();

    private IEnumerable<Expression> Arguments() => parameters.Select(new ParameterBinder(context, Invocation).Bind);

    private Expression Complete(Expression call)
    {
        var shape = ReturnShape.Of(call.Type);
        var result = Expression.Constant(new HandlerResult(context.Serializer));
        return shape.Kind is ReturnKind.Void
            ? Expression.Block(call, Expression.Call(result, Completion(shape), Invocation))
            : Expression.Call(result, Completion(shape), Invocation, call);
    }

    private static MethodInfo Completion(ReturnShape shape) => shape switch
    {
        { Kind: ReturnKind.Void } => typeof(HandlerResult).GetMethod(nameof(HandlerResult.FromVoid))!,
        { Kind: ReturnKind.Task, Value: null } => typeof(HandlerResult).GetMethod(nameof(HandlerResult.FromTask))!,
        { Kind: ReturnKind.ValueTask, Value: null } => typeof(HandlerResult).GetMethod(nameof(HandlerResult.FromValueTask))!,
        { Kind: ReturnKind.Task } => typeof(HandlerResult).GetMethod(nameof(HandlerResult.FromTaskOf))!.MakeGenericMethod(shape.Value),
        { Kind: ReturnKind.ValueTask } => typeof(HandlerResult).GetMethod(nameof(HandlerResult.FromValueTaskOf))!.MakeGenericMethod(shape.Value),
        _ => typeof(HandlerResult).GetMethod(nameof(HandlerResult.FromValue))!.MakeGenericMethod(shape.Value!),
    };
}
