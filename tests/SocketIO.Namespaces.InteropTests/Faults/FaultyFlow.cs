using System.Net.Sockets;
using System.Text;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>One direction of everything that goes through a <see cref="FaultProxy"/>.</summary>
internal sealed class FaultyFlow
{
    private readonly Lock _gate = new();
    private readonly List<(byte[] Bytes, TaskCompletionSource<HeldChunk> Held)> _traps = [];
    private TaskCompletionSource? _resumed; // there while paused
    private int _chunkBytes = int.MaxValue;
    private TimeSpan _chunkDelay;

    /// <summary>Lets nothing through any more: it fills the buffers of the sender, and then holds that up.</summary>
    public void Pause()
    {
        lock (_gate)
            _resumed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Resume()
    {
        lock (_gate)
        {
            _resumed?.TrySetResult();
            _resumed = null;
        }
    }

    /// <summary>Lets through so many bytes at a time, each in a segment of its own, with a wait before each: a split, a delay or a rate.</summary>
    public void Split(int bytes, TimeSpan delay = default)
    {
        lock (_gate)
            (_chunkBytes, _chunkDelay) = (bytes, delay);
    }

    /// <summary>Takes hold of the next data in which a text occurs; the connection they came by stands still in this direction until the test has
    /// decided what becomes of them.</summary>
    public Task<HeldChunk> HoldNextAsync(string text)
    {
        var held = new TaskCompletionSource<HeldChunk>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _traps.Add((Encoding.UTF8.GetBytes(text), held));
        return held.Task;
    }

    /// <summary>Waits while the flow is paused.</summary>
    public async Task WhenOpenAsync(ProxiedConnection connection)
    {
        TaskCompletionSource? resumed;
        lock (_gate)
            resumed = _resumed;
        if (resumed is not null)
            await Task.WhenAny(resumed.Task, connection.Closed);
    }

    /// <summary>Brings data from one socket to the other until the first has no more.</summary>
    public async Task PumpAsync(Socket from, Socket to, ProxiedConnection connection)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            await WhenOpenAsync(connection);
            var count = await from.ReceiveAsync(buffer);
            await WhenOpenAsync(connection);
            if (count == 0)
            {
                to.Shutdown(SocketShutdown.Send);
                return;
            }

            var data = buffer.AsMemory(0, count);
            await PassAsync(await InspectAsync(data, connection), to, connection);
        }
    }

    /// <returns>What may go on.</returns>
    private async Task<ReadOnlyMemory<byte>> InspectAsync(ReadOnlyMemory<byte> data, ProxiedConnection connection)
    {
        var chunk = new HeldChunk(data, connection);
        lock (_gate)
        {
            var trap = _traps.FindIndex(trap => data.Span.IndexOf(trap.Bytes) >= 0);
            if (trap < 0)
                return data;
            _traps[trap].Held.TrySetResult(chunk);
            _traps.RemoveAt(trap);
        }

        return await Task.WhenAny(chunk.Decision, connection.Closed) == chunk.Decision ? await chunk.Decision : default;
    }

    private async Task PassAsync(ReadOnlyMemory<byte> data, Socket to, ProxiedConnection connection)
    {
        while (!data.IsEmpty)
        {
            int length;
            TimeSpan delay;
            lock (_gate)
                (length, delay) = (Math.Min(_chunkBytes, data.Length), _chunkDelay);
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay);
            await WhenOpenAsync(connection);
            await to.SendAsync(data[..length]);
            data = data[length..];
        }
    }
}
