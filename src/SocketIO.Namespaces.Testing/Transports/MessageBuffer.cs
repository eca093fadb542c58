namespace SocketIO.Namespaces.Testing.Transports;

/// <summary>Collects one message, up to a limit.</summary>
internal sealed class MessageBuffer(int limit)
{
    private const int FirstSize = 4096;

    private byte[] _bytes = new byte[Math.Min(FirstSize, limit + 1)];
    private int _length;

    /// <summary>What has been received.</summary>
    public Memory<byte> Message => _bytes.AsMemory(0, _length);

    /// <summary>Whether it is longer than allowed.</summary>
    public bool IsOverLimit => _length > limit;

    /// <summary>Room for more; never empty unless the message is over its limit.</summary>
    public Memory<byte> Room
    {
        get
        {
            if (_length == _bytes.Length && !IsOverLimit)
                Array.Resize(ref _bytes, (int)Math.Min(_bytes.Length * 2L, limit + 1L));
            return _bytes.AsMemory(_length);
        }
    }

    public void Received(int count) => _length += count;

    public void Clear() => _length = 0;
}
