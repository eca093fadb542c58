using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SocketIO.Namespaces.Dispatch.TypedServers;

/// <summary>Compiles methods of typed servers.</summary>
[RequiresDynamicCode("It makes generic types and methods for the interface's parameters and results.")]
[RequiresUnreferencedCode("It makes generic types and methods for the interface's parameters and results.")]
internal static class ServerCallCompiler
{
    private const int ItemsBeforeRest = 7;

    private static readonly ParameterExpression Emitter = Expression.Parameter(typeof(ISocketIOEmitter), "emitter");
    private static readonly ParameterExpression Values = Expression.Parameter(typeof(object?[]), "values");

    public static ServerCall Compile(ServerMethod method)
    {
        var parameters = method.Info.GetParameters();
        var takesToken = parameters is [.., { } last] && last.ParameterType == typeof(CancellationToken);
        Expression token = takesToken ? Value(parameters[^1]) : Expression.Constant(CancellationToken.None);
        var arguments = takesToken ? parameters[..^1] : parameters;
        Expression[] given = arguments.Length == 0
            ? [Emitter, Expression.Constant(method.EventName), token]
            : [Emitter, Expression.Constant(method.EventName), Data(arguments), token];

        return Expression.Lambda<ServerCall>(Expression.Convert(Call(method.Info.ReturnType, given), typeof(object)), Emitter, Values).Compile();
    }

    private static MethodCallExpression Call(Type returnType, Expression[] given)
    {
        var shape = ReturnShape.Of(returnType);
        if (shape.Value is { } value)
        {
            var call = shape.Kind is ReturnKind.Task ? nameof(ServerCalls.CallAsync) : nameof(ServerCalls.CallValueAsync);
            return Expression.Call(typeof(ServerCalls), call, [value], given);
        }

        return Expression.Call(typeof(ServerCalls), shape.Kind is ReturnKind.Task ? nameof(ServerCalls.CallAsync) : nameof(ServerCalls.EmitAsync), null, given);
    }

    private static Expression Data(ParameterInfo[] arguments)
        => arguments is [var only] ? Single(only) : Expression.Convert(Tuple(arguments), typeof(object));

    private static Expression Single(ParameterInfo argument)
    {
        var type = argument.ParameterType;
        var isPlain = (type.IsValueType || type.IsSealed) && !typeof(ITuple).IsAssignableFrom(Nullable.GetUnderlyingType(type) ?? type);
        return isPlain ? Boxed(argument) : Expression.Call(typeof(ServerCalls), nameof(ServerCalls.Single), [type], Value(argument));
    }

    private static Expression Tuple(ParameterInfo[] arguments)
    {
        if (arguments.Length <= ItemsBeforeRest)
            return Expression.Call(typeof(ValueTuple), nameof(ValueTuple.Create), [.. arguments.Select(TypeOf)], [.. arguments.Select(Value)]);

        var rest = Tuple(arguments[ItemsBeforeRest..]);
        Type[] types = [.. arguments[..ItemsBeforeRest].Select(TypeOf), rest.Type];
        var constructor = typeof(ValueTuple<,,,,,,,>).MakeGenericType(types).GetConstructor(types)!;
        return Expression.New(constructor, [.. arguments[..ItemsBeforeRest].Select(Value), rest]);
    }

    private static Type TypeOf(ParameterInfo parameter) => parameter.ParameterType;

    private static UnaryExpression Value(ParameterInfo parameter) => Expression.Convert(Boxed(parameter), parameter.ParameterType);

    private static BinaryExpression Boxed(ParameterInfo parameter) => Expression.ArrayIndex(Values, Expression.Constant(parameter.Position));
}
