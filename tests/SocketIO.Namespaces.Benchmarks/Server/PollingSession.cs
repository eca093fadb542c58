using System.Buffers;

namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>A session by long polling: each GET is answered with all that waits, or with the next block of a flood.</summary>
internal sealed class PollingSession : IPacketOutput, IPingable
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _waiting = new();
    private readonly FloodSession _session;
    private TaskCompletionSource _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FloodRequest _flood;

    public PollingSession(string id)
    {
        _session = new(this);
        Write(FloodSession.Handshake(id));
    }

    public void Write(ReadOnlySpan<byte> packet)
    {
        lock (_lock)
        {
            PollingWriter.Write(_waiting, packet);
            _filled.TrySetResult();
        }
    }

    public void StartFlood(FloodRequest request)
    {
        lock (_lock)
        {
            _flood = request;
            _filled.TrySetResult();
        }
    }

    public void Post(ReadOnlySpan<byte> payload)
    {
        while (!payload.IsEmpty)
        {
            var end = payload.IndexOf(PollingWriter.Separator);
            _session.Handle(end < 0 ? payload : payload[..end]);
            payload = end < 0 ? default : payload[(end + 1)..];
        }
    }

    public async Task<ReadOnlyMemory<byte>> PollAsync()
    {
        while (true)
        {
            Task filled;
            lock (_lock)
            {
                if (Take() is { Length: > 0 } payload)
                    return payload;
                if (_filled.Task.IsCompleted)
                    _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
                filled = _filled.Task;
            }

            await filled;
        }
    }

    public Task PingAsync()
    {
        lock (_lock)
        {
            if (_waiting.WrittenCount == 0)
                Write("2"u8);
        }

        return Task.CompletedTask;
    }

    private ReadOnlyMemory<byte> Take()
    {
        if (_waiting.WrittenCount > 0)
        {
            var answer = _waiting.WrittenSpan[..^1].ToArray();
            _waiting.ResetWrittenCount();
            return answer;
        }

        if (_flood.Count <= 0)
            return default;
        var block = FloodBlock.Payload(_flood.Kind).First(_flood.Count)[..^1];
        _flood = _flood with { Count = _flood.Count - FloodPackets.Period };
        return block;
    }
}
