using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch.Reflected;

/// <summary>Provides a parameter's value, boxed, from a <see cref="HandlerInvocation"/>.</summary>
internal static class ReflectedParameter
{
    public static Func<HandlerInvocation, object?> Reader(HandlerParameter parameter, PacketSerializer serializer) => parameter.Source switch
    {
        ParameterSource.Argument => ArgumentReader<object>.Of(parameter, serializer).Read,
        ParameterSource.RemainingArguments => RemainingArguments(parameter, serializer),
        ParameterSource.EventName => invocation => invocation.EventName,
        ParameterSource.Lifecycle => invocation => invocation.Lifecycle,
        ParameterSource.CancellationToken => invocation => invocation.CancellationToken,
        ParameterSource.Context => invocation => DispatchEventContext.Of(invocation, serializer),
        ParameterSource.Service or ParameterSource.KeyedService => new ServiceReader<object>(parameter).Read,
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter.Source, null),
    };

    private static Func<HandlerInvocation, object?> RemainingArguments(HandlerParameter parameter, PacketSerializer serializer)
    {
        var reader = RemainingArgumentsReader<object>.Of(parameter, serializer);
        return invocation =>
        {
            var values = reader.Read(invocation);
            var array = Array.CreateInstanceFromArrayType(parameter.Type, values.Length);
            for (var i = 0; i < values.Length; i++)
                array.SetValue(values[i], i);
            return array;
        };
    }
}
