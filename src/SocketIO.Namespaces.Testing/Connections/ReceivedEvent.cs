using System.Buffers;
using System.Text;
using System.Text.Json;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces;

/// <summary>An event that a client has sent to a <see cref="SocketIOTestServer"/>.</summary>
public sealed class ReceivedEvent
{
    // Never given back, and so no business of the pool in which clients must leave nothing behind.
    private static readonly PacketPool Records = new(ArrayPool<byte>.Shared);

    private readonly Lock _gate = new();
    private readonly PacketSerializer _serializer;
    private readonly IncomingPacket _packet;

    internal ReceivedEvent(IncomingPacket packet, TestServerClient client, PacketSerializer serializer, SocketIOLimits limits)
    {
        _packet = Copy(packet, limits);
        _serializer = serializer;
        Client = client;
        AcknowledgementRequested = packet.Id is not null;
        Name = Encoding.UTF8.GetString(packet.EventName);
        Attachments = [.. packet.Attachments.Select(attachment => attachment.ToArray())];
    }

    /// <summary>The event's name.</summary>
    public string Name { get; }

    /// <summary>The client that sent it.</summary>
    public TestServerClient Client { get; }

    /// <summary>How many arguments it has.</summary>
    public int Count => _packet.ElementCount - 1;

    /// <summary>Its binary attachments, in the order of their placeholders.</summary>
    public IReadOnlyList<byte[]> Attachments { get; }

    /// <summary>Whether the client asked for an acknowledgement.</summary>
    public bool AcknowledgementRequested { get; }

    /// <summary>Reads one of the arguments.</summary>
    /// <typeparam name="T">What to read it as; binary values as <c>byte[]</c>, anything as <see cref="JsonElement"/>.</typeparam>
    /// <param name="index">Which argument; the first is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The event has no such argument.</exception>
    /// <exception cref="JsonException">The argument does not fit the type.</exception>
    public T? Get<T>(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        lock (_gate)
            return _serializer.Read<T>(_packet, index + 1);
    }

    /// <summary>Shows the event as it came: its name and arguments as JSON.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_packet.Json);

    /// <summary>The handlers' packet goes back to its pool; this one lives as long as a test may want to read it, and is left to the garbage
    /// collector.</summary>
    private static IncomingPacket Copy(IncomingPacket packet, SocketIOLimits limits)
    {
        using var decoder = new PacketDecoder(limits, Records);
        var header = packet.Attachments.Count == 0 ? "2" : $"5{packet.Attachments.Count}-";
        var copy = decoder.DecodeText([.. Encoding.UTF8.GetBytes(header), .. packet.Json]);
        foreach (var attachment in packet.Attachments)
            copy = decoder.DecodeBinary(attachment);
        return copy!;
    }
}
