using System.Net.Sockets;

namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>The bytes that have arrived and are not consumed yet. It grows with the rate, so that idle connections cost little.</summary>
internal sealed class ReceiveWindow(Socket socket)
{
    private const int SmallestSize = 2048;
    private const int LargestSize = 256 * 1024;

    private byte[] _buffer = new byte[SmallestSize];
    private int _start;
    private int _end;

    public Span<byte> Bytes => _buffer.AsSpan(_start, _end - _start);

    public void Consume(int count) => _start += count;

    /// <returns>Whether more has arrived; false at the end.</returns>
    public async ValueTask<bool> ReceiveAsync()
    {
        MakeRoom();
        var count = await socket.ReceiveAsync(_buffer.AsMemory(_end));
        _end += count;
        return count > 0;
    }

    private void MakeRoom()
    {
        var bytes = Bytes;
        var isFull = _end == _buffer.Length;
        var target = isFull && (_buffer.Length < LargestSize || bytes.Length == _buffer.Length) ? new byte[_buffer.Length * 2] : _buffer;
        bytes.CopyTo(target);
        _end = bytes.Length;
        _start = 0;
        _buffer = target;
    }
}
