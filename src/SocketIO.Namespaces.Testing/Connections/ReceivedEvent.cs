using System.Text.Json;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Testing.Connections;

namespace SocketIO.Namespaces;

/// <summary>An event that a client has sent to a <see cref="SocketIOTestServer"/>.</summary>
public sealed class ReceivedEvent
{
    private readonly RecordedPacket _packet;

    internal ReceivedEvent(IncomingPacket packet, TestServerClient client, PacketSerializer serializer, SocketIOLimits limits)
    {
        _packet = new RecordedPacket(RecordedPacket.Copy(packet, limits), serializer);
        Client = client;
        AcknowledgementRequested = packet.Id is not null;
    }

    /// <summary>The event's name.</summary>
    public string Name => _packet.Name;

    /// <summary>The client that sent it.</summary>
    public TestServerClient Client { get; }

    /// <summary>How many arguments it has.</summary>
    public int Count => _packet.Count;

    /// <summary>Its binary attachments, in the order of their placeholders.</summary>
    public IReadOnlyList<byte[]> Attachments => _packet.Attachments;

    /// <summary>Whether the client asked for an acknowledgement.</summary>
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

    /// <summary>Shows the event as it came: its name and arguments as JSON.</summary>
    public override string ToString() => _packet.ToString();
}
