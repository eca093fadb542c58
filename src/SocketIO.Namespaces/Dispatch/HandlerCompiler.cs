using System.Linq.Expressions;
using System.Reflection;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Compiles a handler, once, into a delegate that calls it without reflection, boxing or argument arrays.</summary>
internal static class HandlerCompiler
{
    private static readonly ParameterExpression Target = Expression.Parameter(typeof(object), "target");
    private static readonly ParameterExpression Invocation = Expression.Parameter(typeof(HandlerInvocation), "invocation");

    /// <summary>Compiles what a delegate calls; the delegate is given as the target of each call.</summary>
    /// <exception cref="ArgumentException">It can't be a handler; says why and how to mend it.</exception>
    public static CompiledHandler Compile(Delegate handler, HandlerKind kind, BindingContext context)
    {
        var faults = new List<string>();
        var signature = HandlerSignature.Of(handler);
        var parameters = signature.Plan(kind, context, faults);
        if (faults.Count > 0)
            throw new ArgumentException($"{HandlerName.Of(handler.Method)} cannot be a handler. {string.Join(' ', faults)}", nameof(handler));

        return Compile(handler.Method, Expression.Invoke(Expression.Convert(Target, handler.GetType()), Bind(parameters, context)), parameters, context);
    }

    /// <summary>Compiles a method; the instance is given as the target of each call.</summary>
    /// <returns>Null if there are faults.</returns>
    public static CompiledHandler? Compile(MethodInfo method, HandlerKind kind, BindingContext context, ICollection<string> faults)
    {
        var found = new List<string>();
        var parameters = HandlerSignature.Of(method).Plan(kind, context, found);
        if (found.Count == 0)
            return Compile(method, Expression.Call(Expression.Convert(Target, method.DeclaringType!), method, Bind(parameters, context)), parameters, context);

        found.ForEach(faults.Add);
        return null;
    }

    private static CompiledHandler Compile(MethodInfo method, Expression call, IReadOnlyList<HandlerParameter> parameters, BindingContext context)
        => new(
            HandlerName.Of(method),
            parameters,
            parameters.Any(parameter => parameter.Source is ParameterSource.Service or ParameterSource.KeyedService),
            parameters.Any(parameter => parameter.Source is ParameterSource.Context),
            Expression.Lambda<HandlerCall>(Complete(call, new HandlerResult(context.Serializer)), Target, Invocation).Compile());

    private static IEnumerable<Expression> Bind(IEnumerable<HandlerParameter> parameters, BindingContext context)
        => parameters.Select(new ParameterBinder(context, Invocation).Bind);

    private static Expression Complete(Expression call, HandlerResult result)
    {
        var shape = ReturnShape.Of(call.Type);
        var completion = Expression.Constant(result);
        if (shape.Kind is ReturnKind.Void)
            return Expression.Block(call, Expression.Call(completion, nameof(HandlerResult.FromVoid), null, Invocation));

        var from = shape.Kind switch
        {
            ReturnKind.Task => nameof(HandlerResult.FromTask),
            ReturnKind.ValueTask => nameof(HandlerResult.FromValueTask),
            _ => nameof(HandlerResult.FromValue),
        };
        return Expression.Call(completion, from, shape.Value is { } value ? [value] : null, Invocation, call);
    }
}
