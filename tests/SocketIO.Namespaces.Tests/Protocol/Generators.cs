using CsCheck;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

/// <summary>Packets of every kind, with what makes codecs stumble: quotes, separators, digits, control characters, what looks like a placeholder.</summary>
internal static class Generators
{
    public static readonly Gen<string> Text = Gen.OneOf(
            Gen.OneOf("", "a", "0", "12", "\"", "\\", "\u001e", "\n", "\0", ",", "[", "]", "{", "}", "-", "/", "?", "b", "é", "世界", "🌍", "_placeholder", "num", "\\u0041"),
            Gen.Char['a', 'z'].Select(c => c.ToString()))
        .Array[0, 8].Select(string.Concat);

    public static readonly Gen<byte[]> Binary = Gen.Frequency(
        (8, Gen.Byte.Array[0, 20]),
        (1, Gen.Int[2040, 5000].Select(length => new byte[length])));

    /// <summary>JSON values with binary ones among them, as deep as the default limit lets a packet be.</summary>
    public static readonly Gen<object?> Value = Gen.Recursive<object?>((depth, self) => depth > 4 ? Leaf : Gen.Frequency(
        (6, Leaf),
        (1, self.Array[0, 4].Select(items => (object?)items)),
        (1, Gen.Select(Text, self).Array[0, 4].Select(ToObject))));

    public static readonly Gen<string> Namespace = Gen.OneOf(
        Gen.Const("/"),
        Gen.OneOf("/", "/a", "/chat", "/12", "/é[1]", "/-\"", "/a/b", "/世界", "/b{"));

    public static readonly Gen<long?> Id = Gen.OneOf(
        Gen.Const((long?)null),
        Gen.Long[0, long.MaxValue].Select(id => (long?)id),
        Gen.OneOf<long?>(0, 9, 10, long.MaxValue));

    public static readonly Gen<GeneratedPacket> Packet = Gen.Select(
        Gen.OneOf(PacketType.Connect, PacketType.Disconnect, PacketType.Event, PacketType.Event, PacketType.Ack, PacketType.ConnectError),
        Namespace,
        Id,
        Text.Where(name => name.Length > 0 && !EventNames.IsReservedForEmit(name)),
        Value.Array[0, 4],
        (type, path, id, name, values) => new GeneratedPacket(type, path, id, name, values));

    private static Gen<object?> Leaf => Gen.OneOf(
        Gen.Const((object?)null),
        Gen.Bool.Select(value => (object?)value),
        Gen.Long.Select(value => (object?)value),
        Gen.Double.Where(double.IsFinite).Select(value => (object?)value),
        Text.Select(value => (object?)value),
        Binary.Select(value => (object?)value));

    private static object? ToObject((string, object?)[] properties)
    {
        var result = new Dictionary<string, object?>();
        foreach (var (name, value) in properties)
            result[name] = name == "_placeholder" && value is true ? null : value; // true would make it the protocol's
        return result;
    }
}
