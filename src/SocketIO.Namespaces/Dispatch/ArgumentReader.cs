using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Reads one argument of an event into one parameter of a handler.</summary>
/// <param name="elements">Reads elements into the parameter's type.</param>
/// <param name="parameter">The parameter.</param>
/// <param name="fallback">What a missing argument leaves.</param>
internal sealed class ArgumentReader<T>(ElementReader<T> elements, HandlerParameter parameter, Fallback<T> fallback)
{
    private readonly int _position = parameter.Position;

    /// <summary>The reader of a parameter.</summary>
    public static ArgumentReader<T> Of(HandlerParameter parameter, PacketSerializer serializer)
    {
        var allowsNull = Nullability.AllowsNull(parameter);
        var fallback = parameter.Info.HasDefaultValue ? new Fallback<T>(true, (T?)(parameter.Default ?? default(T))) : new Fallback<T>(allowsNull, default);
        return new ArgumentReader<T>(new ElementReader<T>(serializer, parameter, allowsNull), parameter, fallback);
    }

    public T? Read(HandlerInvocation invocation)
    {
        var packet = invocation.Packet!;
        var element = invocation.FirstArgument + _position;
        if (element < packet.ElementCount)
            return elements.Read(packet, element, _position);
        return fallback.Exists ? fallback.Value : throw Missing(invocation);
    }

    private HandlerBindingException Missing(HandlerInvocation invocation)
        => new($"{parameter}: argument {_position + 1} is missing, and the parameter has no default and may not be null. Received: {invocation.ArgumentCount}.");
}

/// <summary>What takes the place of a missing argument, where something may.</summary>
internal readonly record struct Fallback<T>(bool Exists, T? Value);
