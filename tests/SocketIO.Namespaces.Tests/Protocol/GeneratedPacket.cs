using System.Text;
using System.Text.Json;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

/// <summary>What a packet is to say; encodes itself, and tells whether a decoded packet says it.</summary>
internal sealed record GeneratedPacket(PacketType Type, string Namespace, long? Id, string Name, object?[] Values)
{
    public OutgoingPacket Encode(PacketSerializer serializer) => Type switch
    {
        PacketType.Connect => serializer.Connect(Namespace, Values.Length == 0 ? null : new { name = Name }),
        PacketType.Disconnect => serializer.Disconnect(Namespace),
        PacketType.ConnectError => serializer.ConnectError(Namespace, Name, data: null),
        PacketType.Ack => serializer.Ack<object?>(Namespace, Id ?? 0, AsTuple()),
        _ => serializer.Event(Namespace, Values.Length == 0 ? new Emission(Name) : new Emission(Name, AsTuple()), Id),
    };

    public void AssertIs(IncomingPacket packet)
    {
        Assert.That(packet.Type, Is.EqualTo(Type));
        Assert.That(Encoding.UTF8.GetString(packet.Namespace), Is.EqualTo(Namespace));
        Assert.That(packet.Id, Is.EqualTo(Type is PacketType.Ack ? Id ?? 0 : Type is PacketType.Event ? Id : null));
        switch (Type)
        {
            case PacketType.Connect when Values.Length == 0:
            case PacketType.Disconnect:
                Assert.That(packet.Json.IsEmpty, Is.True);
                break;
            case PacketType.Connect:
                Assert.That(JsonElement.Parse(packet.Json).GetProperty("name").GetString(), Is.EqualTo(Name));
                break;
            case PacketType.ConnectError:
                Assert.That(JsonElement.Parse(packet.Json).GetProperty("message").GetString(), Is.EqualTo(Name));
                break;
            case PacketType.Event:
                Assert.That(Encoding.UTF8.GetString(packet.EventName), Is.EqualTo(Name));
                AssertElements(packet, first: 1);
                break;
            default:
                AssertElements(packet, first: 0);
                break;
        }
    }

    public override string ToString()
    {
        using var packet = Encode(new PacketSerializer(userOptions: null, new SocketIOLimits()));
        return Codec.TextOf(packet);
    }

    private object AsTuple() => Values switch
    {
        [] => default(ValueTuple),
        [var a] => ValueTuple.Create(a),
        [var a, var b] => (a, b),
        [var a, var b, var c] => (a, b, c),
        [var a, var b, var c, var d, ..] => (a, b, c, d),
    };

    private void AssertElements(IncomingPacket packet, int first)
    {
        Assert.That(packet.ElementCount - first, Is.EqualTo(Values.Length));
        for (var i = 0; i < Values.Length; i++)
            Assert.That(Matches(Values[i], JsonElement.Parse(packet.Element(first + i)), packet.Attachments), Is.True, $"value {i}");
    }

    private static bool Matches(object? expected, JsonElement actual, IReadOnlyList<byte[]> attachments) => expected switch
    {
        null => actual.ValueKind == JsonValueKind.Null,
        bool value => actual.ValueKind == (value ? JsonValueKind.True : JsonValueKind.False),
        long value => actual.GetInt64() == value,
        double value => actual.GetDouble().Equals(value),
        string value => actual.GetString() == value,
        byte[] value => value.AsSpan().SequenceEqual(attachments[actual.GetProperty("num").GetInt32()]),
        object?[] items => actual.GetArrayLength() == items.Length && items.Zip(actual.EnumerateArray()).All(pair => Matches(pair.First, pair.Second, attachments)),
        Dictionary<string, object?> properties => actual.EnumerateObject().Count() == properties.Count
            && properties.All(property => Matches(property.Value, actual.GetProperty(property.Key), attachments)),
        _ => false,
    };
}
