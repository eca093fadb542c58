using System.Text.Json;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Says, without quoting data, why an acknowledgement can't be read as a type.</summary>
internal static class AcknowledgementMismatch
{
    private const int MaxDescribed = 8;

    public static SocketIOException Create(Type type, IncomingPacket packet, JsonException? exception = null)
        => new($"The acknowledgement can't be read as {NameOf(type)}: it has {Describe(packet)}.", exception);

    private static string Describe(IncomingPacket packet)
    {
        if (packet.ElementCount == 0)
            return "no value";

        var kinds = Enumerable.Range(0, Math.Min(packet.ElementCount, MaxDescribed)).Select(i => JsonKind.Describe(packet.Element(i)));
        return string.Join(", ", kinds) + (packet.ElementCount > MaxDescribed ? ", …" : "");
    }

    private static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return NameOf(underlying) + "?";
        if (TupleShape.Of(type) is { } tuple)
            return $"({string.Join(", ", tuple.ItemTypes.Select(NameOf))})";
        if (type.IsGenericType)
            return $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
        return type.Name;
    }
}
