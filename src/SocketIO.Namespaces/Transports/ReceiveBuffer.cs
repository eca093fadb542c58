using System.Buffers;

namespace SocketIO.Namespaces.Transports;

/// <summary>Pooled memory that one message is received into. It grows with what arrives, never by what the peer announces, and never past the limit.</summary>
internal sealed class ReceiveBuffer(int limit)
{
    private const int InitialSize = 4096;

    // One byte more than is allowed, so that a message of exactly the limit can be told from a longer one.
    private readonly int _capacity = (int)Math.Min(limit + 1L, Array.MaxLength);
    private byte[]? _array;

    /// <summary>How many bytes have arrived.</summary>
    public int Length { get; private set; }

    /// <summary>What has arrived.</summary>
    public Memory<byte> Data => _array.AsMemory(0, Length);

    /// <summary>Forgets what has arrived.</summary>
    public void Clear() => Length = 0;

    /// <summary>Forgets what has arrived and gives the memory back to the pool. Nobody may be looking at it any more.</summary>
    public void Release()
    {
        Length = 0;
        if (_array is null) return;
        ArrayPool<byte>.Shared.Return(_array);
        _array = null;
    }

    /// <summary>Room for what arrives next; never empty.</summary>
    public Memory<byte> GetRoom()
    {
        if (_array is null)
        {
            _array = ArrayPool<byte>.Shared.Rent(Math.Min(InitialSize, _capacity));
        }
        else if (Length == Math.Min(_array.Length, _capacity))
        {
            Grow(_array);
        }

        return _array.AsMemory(Length, Math.Min(_array.Length, _capacity) - Length);
    }

    /// <summary>Counts bytes as arrived.</summary>
    /// <exception cref="SocketIOProtocolException">They are more than the limit.</exception>
    public void Advance(int count)
    {
        Length += count;
        if (Length <= limit) return;
        throw new SocketIOProtocolException($"The server sent a message of more than the {limit:N0} bytes that Limits.MessageBytes allows.") { Limit = nameof(SocketIOLimits.MessageBytes) };
    }

    private void Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * full.Length, _capacity));
        full.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(full);
        _array = larger;
    }
}
