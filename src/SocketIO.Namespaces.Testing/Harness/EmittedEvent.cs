using System.Text.Json;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Testing.Connections;

namespace SocketIO.Namespaces;

/// <summary>An event that the class under test has emitted, sent, called or delivered, as its server would read it.</summary>
public sealed class EmittedEvent
{
    private readonly RecordedPacket _packet;

    internal EmittedEvent(OutgoingPacket packet, PacketSerializer serializer, SocketIOLimits limits)
    {
        var read = RecordedPacket.Read(packet, limits);
        AcknowledgementRequested = read.Id is not null;
        _packet = new RecordedPacket(read, serializer);
    }

    /// <summary>The event's name; <c>message</c> for what was sent without one.</summary>
    public string Name => _packet.Name;

    /// <summary>How many arguments it has.</summary>
    public int Count => _packet.Count;

    /// <summary>Its binary attachments, in the order of their placeholders.</summary>
    public IReadOnlyList<byte[]> Attachments => _packet.Attachments;

    /// <summary>Whether the class asked for an acknowledgement: by a call, a callback or a delivery.</summary>
    public bool AcknowledgementRequested { get; }

    /// <summary>Reads one of the arguments.</summary>
    /// <typeparam name="T">What to read it as; binary values as <c>byte[]</c>, anything as <see cref="JsonElement"/>.</typeparam>
    /// <param name="index">Which argument; the first is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The event has no such argument.</exception>
    /// <exception cref="JsonException">The argument does not fit the type.</exception>
    public T? Get<T>(int index) => _packet.Get<T>(index);

    /// <summary>Reads the first argument, or all of them.</summary>
    /// <typeparam name="T">What to read the first argument as; a tuple type reads all of them.</typeparam>
    /// <exception cref="JsonException">They do not fit the type; the event may have none.</exception>
    public T Get<T>() => _packet.Get<T>();

    /// <summary>Shows the event as it went out: its name and arguments as JSON.</summary>
    public override string ToString() => _packet.ToString();
}
