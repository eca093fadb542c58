using System.Text.Json.Serialization.Metadata;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Reads elements of a packet into the type of a parameter, and says which parameter it was when one does not fit.</summary>
/// <param name="serializer">Reads the values.</param>
/// <param name="parameter">The parameter.</param>
/// <param name="allowsNull">Whether JSON null fits.</param>
internal sealed class ElementReader<T>(PacketSerializer serializer, HandlerParameter parameter, bool allowsNull)
{
    // Where no code can be made at run time, T is object, whatever the parameter's type.
    private readonly JsonTypeInfo _typeInfo = serializer.Options.GetTypeInfo(parameter.ArgumentType!);

    public T? Read(IncomingPacket packet, int element, int position)
    {
        T? value;
        try
        {
            value = PacketSerializer.Read<T>(packet, element, _typeInfo);
        }
        catch (Exception exception)
        {
            throw Unreadable(packet.Element(element), position, exception);
        }

        return value is not null || allowsNull ? value : throw Null(position, innerException: null);
    }

    private HandlerBindingException Unreadable(ReadOnlySpan<byte> json, int position, Exception exception)
    {
        if (json.SequenceEqual("null"u8) && !allowsNull)
            return Null(position, exception);
        return new HandlerBindingException($"{parameter}: argument {position + 1} does not fit. Received: {JsonKind.Describe(json)}.", exception);
    }

    private HandlerBindingException Null(int position, Exception? innerException)
        => new($"{parameter}: argument {position + 1} is null, which the parameter may not be. Declare it nullable if the server sends null.", innerException);
}
