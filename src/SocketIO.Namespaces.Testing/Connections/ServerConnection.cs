using System.Text;
using System.Text.Json;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Testing.Engine;

namespace SocketIO.Namespaces.Testing.Connections;

/// <summary>Speaks Socket.IO over one engine session: lets its client join namespaces, and hands each packet to the one it names.</summary>
internal sealed class ServerConnection(ServerSession session, NamespaceDirectory namespaces) : IMessageReceiver
{
    private readonly Lock _gate = new();
    private readonly PacketDecoder _decoder = new(namespaces.Context.Limits);
    private readonly Dictionary<string, TestServerClient> _clients = [];

    public void Receive(in EnginePacket message)
    {
        lock (_gate)
        {
            var packet = message.IsBinary ? _decoder.DecodeBinary(message.Data.Span) : _decoder.DecodeText(message.Data.Span);
            if (packet is not null)
                Route(packet, Encoding.UTF8.GetString(packet.Namespace));
        }
    }

    public void Ended(DisconnectReason reason)
    {
        lock (_gate)
        {
            foreach (var client in _clients.Values)
                client.End(reason);
            _decoder.Dispose();
        }
    }

    /// <summary>Takes ownership of the packet.</summary>
    private void Route(IncomingPacket packet, string path)
    {
        switch (packet.Type)
        {
            case PacketType.Connect:
                using (packet)
                    Join(path, packet);
                break;
            case PacketType.Event:
                ClientOf(path, packet).Receive(packet);
                break;
            case PacketType.Ack:
                ClientOf(path, packet).ReceiveAcknowledgement(packet);
                break;
            case PacketType.Disconnect:
                using (packet)
                    ClientOf(path, packet).End(DisconnectReason.ClientDisconnect);
                _clients.Remove(path);
                break;
            default:
                packet.Dispose();
                throw new SocketIOProtocolException("The client sent CONNECT_ERROR, which only servers do.");
        }
    }

    private void Join(string path, IncomingPacket packet)
    {
        if (_clients.TryGetValue(path, out var joined) && joined.IsConnected)
            throw new SocketIOProtocolException("The client joined a namespace twice.");

        var auth = ReadAuth(packet);
        if (namespaces.RefusalOf(path, auth) is { } refusal)
        {
            session.TrySend(namespaces.Context.Serializer.ConnectError(path, refusal.Message, refusal.Data));
            return;
        }

        var client = new TestServerClient(session, namespaces.Joined(path), auth);
        _clients[path] = client;
        client.Start();
    }

    private JsonElement? ReadAuth(IncomingPacket packet)
    {
        try
        {
            return namespaces.Context.Serializer.ReadPayload<JsonElement?>(packet);
        }
        catch (JsonException exception)
        {
            throw new SocketIOProtocolException("The payload of CONNECT is not JSON as the options want it.", exception);
        }
    }

    /// <summary>The client that joined; one that the server has disconnected meanwhile counts too, for what it sent may have been under
    /// way.</summary>
    private TestServerClient ClientOf(string path, IncomingPacket packet)
    {
        if (_clients.TryGetValue(path, out var client))
            return client;
        packet.Dispose();
        throw new SocketIOProtocolException("The client sent a packet to a namespace that it has not joined.");
    }
}
