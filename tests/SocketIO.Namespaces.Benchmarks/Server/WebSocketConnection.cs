using System.Buffers;
using System.Net.Sockets;

namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>A session by WebSocket: answers everything that arrived with one write, and floods beside that.</summary>
internal sealed class WebSocketConnection : IPacketOutput, IPingable, IDisposable
{
    private readonly Socket _socket;
    private readonly ReceiveWindow _received;
    private readonly FloodSession _session;
    private readonly ArrayBufferWriter<byte> _answers = new();
    private readonly SemaphoreSlim _writing = new(1, 1);

    public WebSocketConnection(Socket socket, ReceiveWindow received)
    {
        _socket = socket;
        _received = received;
        _session = new(this);
    }

    public async Task RunAsync()
    {
        Write(FloodSession.Handshake("websocket"));
        do
        {
            if (!HandleFrames())
                return;
            await FlushAsync();
        }
        while (await _received.ReceiveAsync());
    }

    public void Write(ReadOnlySpan<byte> packet) => FrameWriter.Write(_answers, packet);

    public void StartFlood(FloodRequest request) => _ = Task.Run(() => FloodAsync(request));

    /// <remarks>A connection that is being written to needs no ping now: the next one is near enough.</remarks>
    public async Task PingAsync()
    {
        if (!await _writing.WaitAsync(0))
            return;
        try
        {
            await _socket.SendAsync(new byte[] { 0x81, 1, (byte)'2' });
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private bool HandleFrames()
    {
        while (ClientFrame.TryRead(_received.Bytes, out var frame))
        {
            if (frame.IsClose)
                return false;
            if (frame.IsText)
                _session.Handle(frame.Payload);
            _received.Consume(frame.Length);
        }

        return true;
    }

    private async ValueTask FlushAsync()
    {
        if (_answers.WrittenCount == 0)
            return;
        await SendAsync(_answers.WrittenMemory);
        _answers.ResetWrittenCount();
    }

    private async Task FloodAsync(FloodRequest request)
    {
        var block = FloodBlock.Frames(request.Kind);
        for (var left = request.Count; left > 0; left -= FloodPackets.Period)
            await SendAsync(block.First(left));
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _writing.WaitAsync();
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[await _socket.SendAsync(bytes)..];
        }
        finally
        {
            _writing.Release();
        }
    }
}
