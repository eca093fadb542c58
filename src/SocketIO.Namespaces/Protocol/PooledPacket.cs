using System.Buffers;
using System.Diagnostics;
using System.Numerics;

namespace SocketIO.Namespaces.Protocol;

/// <summary>A packet in reused memory, with one owner at a time who disposes it exactly once. Disposing it twice in a row, or using it afterwards,
/// is a bug of the owner's: a debug build throws.</summary>
internal abstract class PooledPacket(PacketPool? pool) : IDisposable
{
    /// <summary>Memory up to this size stays with the pooled object: the shared array pool keeps too few small arrays for a burst.</summary>
    private const int KeptSize = 2048;
    private const int SmallestSize = 128;

    private byte[] _kept = [];
    private byte[] _memory = [];
    private ArrayPool<byte>? _buffers;
    private int _isOwned;
    private bool _isShared;

    /// <summary>The pool it belongs to; null for one that everybody shares.</summary>
    protected PacketPool? Pool => pool;

    /// <summary>The packet's memory, at least as long as was asked for.</summary>
    protected byte[] Memory
    {
        get
        {
            ThrowIfDisposed();
            return _memory;
        }
    }

    /// <summary>Gives its memory back to the pool.</summary>
    public void Dispose()
    {
        if (_isShared)
            return;

        ThrowIfDisposed();
        if (Interlocked.Exchange(ref _isOwned, 0) == 0)
            return;

        pool?.CountOwned(-1);
        var memory = _memory;
        _memory = [];
        if (_buffers is { } buffers)
        {
            _buffers = null;
            buffers.Return(memory);
        }

        Recycle();
    }

    /// <summary>Forgets what the packet held and puts it back into its pool.</summary>
    protected abstract void Recycle();

    /// <summary>Makes the packet its user's, with memory for <paramref name="length"/> bytes.</summary>
    protected void Own(int length, ArrayPool<byte> buffers)
    {
        if (length > KeptSize)
        {
            _memory = buffers.Rent(length);
            _buffers = buffers;
        }
        else
        {
            if (_kept.Length < length)
                _kept = new byte[Math.Max(SmallestSize, (int)BitOperations.RoundUpToPowerOf2((uint)length))];
            _memory = _kept;
        }

        _isOwned = 1;
        pool?.CountOwned(1);
    }

    /// <summary>Makes the packet everybody's, for good.</summary>
    protected void Share(byte[] memory)
    {
        _memory = memory;
        _isOwned = 1;
        _isShared = true;
    }

    [Conditional("DEBUG")]
    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isOwned == 0, this);
}
