using System.Buffers;
using System.Diagnostics;
using System.Numerics;

namespace SocketIO.Namespaces.Protocol;

/// <summary>A packet in reused memory, with one owner at a time who disposes it exactly once. Disposing it twice in a row does nothing,
/// but is a bug of the owner's, so that a debug build throws.</summary>
internal abstract class PooledPacket : IDisposable
{
    /// <summary>Memory up to this size stays with the pooled object: the shared array pool keeps too few small arrays for a burst.</summary>
    private const int KeptSize = 2048;
    private const int SmallestSize = 128;

    private byte[] _kept = [];
    private ArrayPool<byte>? _buffers;
    private int _isOwned;

    /// <summary>The packet's memory, at least as long as was asked for.</summary>
    protected byte[] Memory { get; private set; } = [];

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOwned, 0) == 0)
        {
            ThrowDisposedTwice();
            return;
        }

        if (_buffers is { } buffers)
        {
            _buffers = null;
            buffers.Return(Memory);
        }

        Memory = [];
        Recycle();
    }

    /// <summary>Forgets what the packet held and puts it back into its pool.</summary>
    protected abstract void Recycle();

    /// <summary>Makes the packet the caller's, with memory for <paramref name="length"/> bytes.</summary>
    protected void Own(int length, ArrayPool<byte> buffers)
    {
        _isOwned = 1;
        if (length > KeptSize)
        {
            Memory = buffers.Rent(length);
            _buffers = buffers;
            return;
        }

        if (_kept.Length < length)
            _kept = new byte[Math.Max(SmallestSize, (int)BitOperations.RoundUpToPowerOf2((uint)length))];
        Memory = _kept;
    }

    /// <summary>Gives the packet an array of its own that is never reused.</summary>
    protected void OwnUnpooled(byte[] memory) => Memory = memory;

    [Conditional("DEBUG")]
    private void ThrowDisposedTwice() => throw new InvalidOperationException($"This {GetType().Name} has been disposed already.");
}
