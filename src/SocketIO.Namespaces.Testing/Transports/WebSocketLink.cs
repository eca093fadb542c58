using System.Net.WebSockets;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Transports;

/// <summary>Engine.IO packets over one WebSocket: one packet, or attachment, per message.</summary>
internal sealed class WebSocketLink(WebSocket socket, int maxPayload) : IDisposable
{
    private readonly MessageBuffer _buffer = new(maxPayload);
    private WebSocketCloseStatus _closeStatus = WebSocketCloseStatus.NormalClosure;

    /// <summary>Receives the next packet, valid until the next call.</summary>
    /// <returns>The packet, or null once the client has closed the socket.</returns>
    /// <exception cref="PayloadTooLargeException">The message is over the limit.</exception>
    /// <exception cref="SocketIOProtocolException">It is not Engine.IO.</exception>
    public async ValueTask<EnginePacket?> ReceiveAsync(CancellationToken cancellationToken)
    {
        _buffer.Clear();
        ValueWebSocketReceiveResult result;
        do
        {
            result = await socket.ReceiveAsync(_buffer.Room, cancellationToken).ConfigureAwait(false);
            if (result.MessageType is WebSocketMessageType.Close)
                return null;
            _buffer.Received(result.Count);
            if (_buffer.IsOverLimit)
            {
                _closeStatus = WebSocketCloseStatus.MessageTooBig;
                throw new PayloadTooLargeException(maxPayload);
            }
        }
        while (!result.EndOfMessage);

        if (result.MessageType is WebSocketMessageType.Binary)
            return new EnginePacket(EnginePacketType.Message, _buffer.Message, IsBinary: true);

        // A text message has the form of a polling body with one packet: clients that can't send binary messages send base64.
        var text = _buffer.Message;
        var packet = PollingPayload.V4.ReadNext(ref text);
        return text.IsEmpty ? packet : throw new SocketIOProtocolException("A WebSocket message has several packets.");
    }

    /// <summary>Sends a packet and its attachments. One caller at a time, as with closing.</summary>
    public async ValueTask SendAsync(OutgoingPacket packet, CancellationToken cancellationToken)
    {
        await socket.SendAsync(packet.Text, WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < packet.AttachmentCount; i++)
            await socket.SendAsync(packet.Attachment(i), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells the client that nothing more will be sent.</summary>
    public Task CloseOutputAsync(CancellationToken cancellationToken)
        => socket.State is WebSocketState.Open or WebSocketState.CloseReceived
            ? socket.CloseOutputAsync(_closeStatus, statusDescription: null, cancellationToken)
            : Task.CompletedTask;

    /// <summary>Lets what the client still sends run out until it closes too: cutting it short could cost it the last it was sent.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (socket.State is WebSocketState.CloseSent)
        {
            _buffer.Clear();
            await socket.ReceiveAsync(_buffer.Room, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => socket.Dispose();
}
