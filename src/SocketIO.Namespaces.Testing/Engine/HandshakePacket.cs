using System.Buffers;
using System.Text.Json;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Engine;

/// <summary>Writes the OPEN packet that starts a session.</summary>
internal static class HandshakePacket
{
    public static OutgoingPacket Create(string sid, bool canUpgrade, SocketIOTestServerOptions options)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write("0"u8);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("sid"u8, sid);
            json.WriteStartArray("upgrades"u8);
            if (canUpgrade)
                json.WriteStringValue("websocket"u8);
            json.WriteEndArray();
            json.WriteNumber("pingInterval"u8, (long)options.PingInterval.TotalMilliseconds);
            json.WriteNumber("pingTimeout"u8, (long)options.PingTimeout.TotalMilliseconds);
            json.WriteNumber("maxPayload"u8, options.MaxPayload);
            json.WriteEndObject();
        }

        return OutgoingPacket.Control(text.WrittenSpan);
    }
}
