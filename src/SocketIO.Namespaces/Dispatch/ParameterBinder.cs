using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Writes the expression that provides a parameter's value from a <see cref="HandlerInvocation"/>.</summary>
internal sealed class ParameterBinder(BindingContext context, ParameterExpression invocation)
{
    public Expression Bind(HandlerParameter parameter) => parameter.Source switch
    {
        ParameterSource.Argument => Read(nameof(Argument), parameter, parameter.ArgumentType!),
        ParameterSource.RemainingArguments => Read(nameof(RemainingArguments), parameter, parameter.ArgumentType!),
        ParameterSource.EventName => Expression.Property(invocation, nameof(HandlerInvocation.EventName)),
        ParameterSource.Lifecycle => Expression.Convert(Expression.Property(invocation, nameof(HandlerInvocation.Lifecycle)), parameter.Type),
        ParameterSource.CancellationToken => Expression.Property(invocation, nameof(HandlerInvocation.CancellationToken)),
        ParameterSource.Context
            => Expression.Call(typeof(DispatchEventContext), nameof(DispatchEventContext.Of), null, invocation, Expression.Constant(context.Serializer)),
        ParameterSource.Service or ParameterSource.KeyedService => Read(nameof(Service), parameter, parameter.Type),
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter.Source, null),
    };

    // One reader per parameter, generic in the type it reads, so that no value is boxed on its way to the method.
    private MethodCallExpression Read(string factory, HandlerParameter parameter, Type type)
    {
        object reader = typeof(ParameterBinder).GetMethod(factory, BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(type)
            .CreateDelegate<Func<HandlerParameter, object>>(this)(parameter);
        return Expression.Call(Expression.Constant(reader), "Read", null, invocation);
    }

    private object Argument<T>(HandlerParameter parameter)
    {
        var allowsNull = Nullability.AllowsNull(parameter);
        var fallback = parameter.Info.HasDefaultValue
            ? new Fallback<T>(true, Default<T>(parameter.Info.DefaultValue))
            : new Fallback<T>(allowsNull, default);
        return new ArgumentReader<T>(new ElementReader<T>(context.Serializer, parameter, allowsNull), parameter, fallback);
    }

    private object RemainingArguments<T>(HandlerParameter parameter)
        => new RemainingArgumentsReader<T>(new ElementReader<T>(context.Serializer, parameter, Nullability.ItemsAllowNull(parameter)), parameter);

    private object Service<T>(HandlerParameter parameter)
        where T : notnull
        => new ServiceReader<T>(parameter);

    // Reflection gives the default of an enum that may be null as a plain number, and of a struct as null.
    private static T? Default<T>(object? value)
    {
        if (value is null)
            return default;
        if (value is T same)
            return same;
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return (T)(type.IsEnum ? Enum.ToObject(type, value) : Convert.ChangeType(value, type, CultureInfo.InvariantCulture));
    }
}
