using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;

namespace SocketIO.Namespaces.Dispatch.Compiled;

/// <summary>Writes the expression that provides a parameter's value from a <see cref="HandlerInvocation"/>.</summary>
[RequiresDynamicCode("It makes generic types and methods for the handler's parameters.")]
internal sealed class ParameterBinder(BindingContext context, ParameterExpression invocation)
{
    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;

    public Expression Bind(HandlerParameter parameter) => parameter.Source switch
    {
        ParameterSource.Argument => Read(parameter, typeof(ParameterBinder).GetMethod(nameof(Argument), Private)!.MakeGenericMethod(parameter.Type)),
        ParameterSource.RemainingArguments
            => Read(parameter, typeof(ParameterBinder).GetMethod(nameof(RemainingArguments), Private)!.MakeGenericMethod(parameter.ArgumentType!)),
        ParameterSource.EventName => Expression.Property(invocation, typeof(HandlerInvocation).GetProperty(nameof(HandlerInvocation.EventName))!),
        ParameterSource.Lifecycle
            => Expression.Convert(Expression.Property(invocation, typeof(HandlerInvocation).GetProperty(nameof(HandlerInvocation.Lifecycle))!), parameter.Type),
        ParameterSource.CancellationToken
            => Expression.Property(invocation, typeof(HandlerInvocation).GetProperty(nameof(HandlerInvocation.CancellationToken))!),
        ParameterSource.Context
            => Expression.Call(typeof(DispatchEventContext).GetMethod(nameof(DispatchEventContext.Of))!, invocation, Expression.Constant(context.Serializer)),
        ParameterSource.Service or ParameterSource.KeyedService
            => Read(parameter, typeof(ParameterBinder).GetMethod(nameof(Service), Private)!.MakeGenericMethod(parameter.Type)),
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter.Source, null),
    };

    // One reader per parameter, generic in the type it reads, so that no value is boxed on its way to the method.
    private MethodCallExpression Read(HandlerParameter parameter, MethodInfo factory)
    {
        var reader = factory.CreateDelegate<Func<HandlerParameter, Delegate>>(this)(parameter);
        return Expression.Call(Expression.Constant(reader.Target), reader.Method, invocation);
    }

    private Func<HandlerInvocation, T?> Argument<T>(HandlerParameter parameter) => ArgumentReader<T>.Of(parameter, context.Serializer).Read;

    private Func<HandlerInvocation, T?[]> RemainingArguments<T>(HandlerParameter parameter)
        => RemainingArgumentsReader<T>.Of(parameter, context.Serializer).Read;

    private Func<HandlerInvocation, T> Service<T>(HandlerParameter parameter)
        where T : notnull
        => new ServiceReader<T>(parameter).Read;
}
