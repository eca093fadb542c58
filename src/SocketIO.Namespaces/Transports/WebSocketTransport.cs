using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Transports;

/// <summary>Engine.IO over one WebSocket: a packet per message.</summary>
internal sealed class WebSocketTransport : ITransport
{
    private readonly string _server;
    private readonly BatchingStream _stream;
    private readonly WebSocket _socket;
    private readonly ReceiveBuffer _message;
    private readonly EngineIOVersion _version;
    private readonly ReadOnlyMemory<byte> _binaryPrefix;

    private WebSocketTransport(EngineHttpClient http, UpgradedConnection connection, SocketIOLimits limits)
    {
        _server = http.Server;
        _version = http.Version;
        _binaryPrefix = EnginePacket.BinaryPrefix(_version);
        _stream = new BatchingStream(connection);
        _message = new ReceiveBuffer(limits.MessageBytes);

        // No keep-alive of its own: Engine.IO pings already, and two heartbeats can disagree.
        _socket = WebSocket.CreateFromStream(_stream, new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = TimeSpan.Zero });
    }

    public TransportKind Kind => TransportKind.WebSocket;

    public static async Task<WebSocketTransport> ConnectAsync(EngineHttpClient http, string? sid, SocketIOLimits limits, CancellationToken cancellationToken)
    {
        var connection = await WebSocketHandshake.OpenAsync(http, sid, cancellationToken).ConfigureAwait(false);
        var transport = new WebSocketTransport(http, connection, limits);
        try
        {
            if (http.Version == EngineIOVersion.V3 && sid is null) await transport.RefuseOtherVersionAsync(cancellationToken).ConfigureAwait(false);
            return transport;
        }
        catch
        {
            await transport.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Opened(Handshake handshake)
    {
        // A WebSocket is the session: there is no sid to send along, and no payload to fit packets into.
    }

    public ValueTask<EnginePacket?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (!_stream.HasReadAhead) return ReceiveWhenThereAsync(cancellationToken);

        _message.Clear();
        var receiving = _socket.ReceiveAsync(_message.GetRoom(), cancellationToken);
        if (!receiving.IsCompletedSuccessfully) return ReceiveAsync(receiving, cancellationToken);

#pragma warning disable VSTHRD103 // it has completed
        var result = receiving.Result;
#pragma warning restore VSTHRD103
        if (!result.EndOfMessage || result.MessageType == WebSocketMessageType.Close) return ReceiveAsync(new(result), cancellationToken);

        _message.Advance(result.Count);
        return new(Decode(result.MessageType));
    }

    public ValueTask WriteAsync(OutgoingPacket packet, CancellationToken cancellationToken)
    {
        _stream.Hold();
        if (packet.AttachmentCount > 0) return WriteAllAsync(packet, cancellationToken);
        var sending = SendAsync(WebSocketOpcode.Text, isFinal: true, packet.Text, cancellationToken);
        return sending.IsCompletedSuccessfully ? sending : CompleteAsync(sending, cancellationToken);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var draining = _stream.DrainAsync(cancellationToken);
        return draining.IsCompletedSuccessfully ? draining : CompleteAsync(draining, cancellationToken);
    }

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Waits for the peer's close frame: data left unread would turn the end into a reset, which may overtake what was sent.
            await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Broken(e, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A close frame is owed an answer, but no waiting: it goes out now or not at all.
        var answer = _socket.State == WebSocketState.CloseReceived
            ? _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None)
            : Task.CompletedTask;
        try
        {
            _socket.Dispose();
        }
        finally
        {
            await _stream.DisposeAsync().ConfigureAwait(false);     // a stream of the user's may know no other way to close
            await answer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits with no memory rented, as an idle connection does for most of its life.</summary>
    private ValueTask<EnginePacket?> ReceiveWhenThereAsync(CancellationToken cancellationToken)
    {
        var arrival = _socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
        if (arrival.IsCompleted) _message.Clear();
        else _message.Release();
        return ReceiveAsync(arrival, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<EnginePacket?> ReceiveAsync(ValueTask<ValueWebSocketReceiveResult> receiving, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var result = await receiving.ConfigureAwait(false);
                if (result.MessageType == WebSocketMessageType.Close) return null;
                _message.Advance(result.Count);
                if (result.EndOfMessage) return Decode(result.MessageType);
                receiving = _socket.ReceiveAsync(_message.GetRoom(), cancellationToken);
            }
        }
        catch (WebSocketException) when (_stream.EndedBetweenFrames && _message.Length == 0)
        {
            return null;
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Broken(e, cancellationToken);
        }
    }

    /// <summary>The Node server of Socket.IO 4.x sees only once the WebSocket is open that it does not know the version, and then writes HTTP onto it.</summary>
    private async ValueTask RefuseOtherVersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var first = await _stream.PeekAsync(cancellationToken).ConfigureAwait(false);
            if (HttpFailure.RefusesVersion(first.Span)) throw VersionMismatch.Create($"{_server} refuses the protocol version", _version);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Broken(e, cancellationToken);
        }
    }

    private EnginePacket Decode(WebSocketMessageType type) => type == WebSocketMessageType.Text
        ? EnginePacket.Decode(_message.Data)
        : EnginePacket.DecodeBinary(_message.Data, _version);

    private async ValueTask WriteAllAsync(OutgoingPacket packet, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(WebSocketOpcode.Text, isFinal: true, packet.Text, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < packet.AttachmentCount; i++)
            {
                if (!_binaryPrefix.IsEmpty) await SendAsync(WebSocketOpcode.Binary, isFinal: false, _binaryPrefix, cancellationToken).ConfigureAwait(false);
                var opcode = _binaryPrefix.IsEmpty ? WebSocketOpcode.Binary : WebSocketOpcode.Continuation;
                await SendAsync(opcode, isFinal: true, packet.Attachment(i), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Broken(e, cancellationToken);
        }
    }

    private ValueTask SendAsync(WebSocketOpcode opcode, bool isFinal, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
        => _socket.State is WebSocketState.Open or WebSocketState.CloseReceived
            ? _stream.WriteFrameAsync(new WebSocketFrame(opcode, isFinal, payload), cancellationToken)
            : ValueTask.FromException(new WebSocketException(WebSocketError.InvalidState, $"The WebSocket is {_socket.State}."));

    private async ValueTask CompleteAsync(ValueTask sending, CancellationToken cancellationToken)
    {
        try
        {
            await sending.ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Broken(e, cancellationToken);
        }
    }

    private static bool IsFailure(Exception exception)
        => exception is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException;

    /// <summary>What a failure means to the caller: once cancelled, a WebSocket fails in more ways than one.</summary>
    private Exception Broken(Exception exception, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? new OperationCanceledException(exception.Message, exception, cancellationToken)
        : new TransportException($"The WebSocket connection to {_server} broke: {exception.InnerException?.Message ?? exception.Message}", exception);
}
