using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Collects the payload of one packet, and its attachments on the way. One per thread is kept for reuse; a converter of the user's that
/// writes another packet in the middle of one gets another.</summary>
internal sealed class PacketWriter : IDisposable
{
    private const int KeptAttachments = 64;

    [ThreadStatic]
    private static PacketWriter? _idle;

    [ThreadStatic]
    private static PacketWriter? _current;

    private readonly PayloadBuffer _payload = new();
    private readonly List<ReadOnlyMemory<byte>> _attachments = [];
    private readonly JavaScriptEncoder? _encoder;
    private PacketPool? _pool;
    private PacketWriter? _outer;

    private PacketWriter(JavaScriptEncoder? encoder)
    {
        _encoder = encoder;
        Json = new Utf8JsonWriter(_payload, new JsonWriterOptions { Encoder = encoder });
    }

    /// <summary>Writes the payload.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>The payload written so far.</summary>
    public ReadOnlySpan<byte> Payload
    {
        get
        {
            Json.Flush();
            return _payload.Written;
        }
    }

    public int AttachmentCount => _attachments.Count;

    /// <summary>Starts a packet on this thread.</summary>
    public static PacketWriter Begin(JavaScriptEncoder? encoder, PacketPool pool)
    {
        var writer = _idle;
        _idle = null;
        if (writer is null || writer._encoder != encoder)
            writer = new PacketWriter(encoder);

        writer._pool = pool;
        writer._payload.Open(pool.Buffers);
        writer._outer = _current;
        _current = writer;
        return writer;
    }

    /// <summary>Writes binary data as an attachment of the packet being written on this thread.</summary>
    /// <returns>False if <paramref name="json"/> is not the writer of that packet.</returns>
    public static bool TryAttach(Utf8JsonWriter json, ReadOnlyMemory<byte> data)
    {
        if (_current is not { } writer || writer.Json != json)
            return false;

        Placeholder.Write(json, writer._attachments.Count);
        writer._attachments.Add(data);
        return true;
    }

    /// <summary>Makes the packet; data attached is copied.</summary>
    public OutgoingPacket ToPacket(PacketType type, string @namespace, long? id = null)
    {
        var header = new OutgoingHeader(type, @namespace, id, _attachments.Count);
        return OutgoingPacket.Create(header, Payload, CollectionsMarshal.AsSpan(_attachments), _pool!);
    }

    /// <summary>Ends the packet, finished or not.</summary>
    public void Dispose()
    {
        _current = _outer;
        _outer = null;
        _pool = null;
        _payload.Close();
        _attachments.Clear();
        Json.Reset();
        if (_attachments.Capacity <= KeptAttachments)
            _idle = this;
    }
}
