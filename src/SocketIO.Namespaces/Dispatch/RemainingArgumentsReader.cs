using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Reads the arguments that no other parameter took into a <c>params</c> array.</summary>
internal sealed class RemainingArgumentsReader<T>(ElementReader<T> elements, HandlerParameter parameter)
{
    private readonly int _position = parameter.Position;

    /// <summary>The reader of a parameter.</summary>
    public static RemainingArgumentsReader<T> Of(HandlerParameter parameter, PacketSerializer serializer)
        => new(new ElementReader<T>(serializer, parameter, Nullability.ItemsAllowNull(parameter)), parameter);

    public T?[] Read(HandlerInvocation invocation)
    {
        var count = invocation.ArgumentCount - _position;
        if (count <= 0)
            return [];

        var values = new T?[count];
        for (var i = 0; i < count; i++)
            values[i] = elements.Read(invocation.Packet!, invocation.FirstArgument + _position + i, _position + i);
        return values;
    }
}
