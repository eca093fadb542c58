using System.Buffers;

namespace SocketIO.Namespaces.Protocol;

/// <summary>What a JSON writer writes into: a small array that is kept, and a rented one for as long as that does not suffice.</summary>
internal sealed class PayloadBuffer : IBufferWriter<byte>
{
    private const int KeptSize = 4096;

    private readonly byte[] _kept = new byte[KeptSize];
    private byte[] _memory;
    private ArrayPool<byte>? _pool;
    private int _written;

    public PayloadBuffer()
    {
        _memory = _kept;
    }

    public ReadOnlySpan<byte> Written => _memory.AsSpan(0, _written);

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _memory.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _memory.AsSpan(_written);
    }

    /// <summary>More was to be sent than an array can hold.</summary>
    public static ArgumentException TooLarge()
        => new($"The data is too large for one packet, which has {Array.MaxLength} bytes at most with its attachments: send it in parts.");

    /// <summary>Starts anew, renting from this pool if need be.</summary>
    public void Open(ArrayPool<byte> pool) => _pool = pool;

    /// <summary>Gives back what was rented.</summary>
    public void Close()
    {
        if (_memory != _kept)
            _pool!.Return(_memory);
        _memory = _kept;
        _pool = null;
        _written = 0;
    }

    private void Reserve(int sizeHint)
    {
        var needed = _written + (long)Math.Max(sizeHint, 1);
        if (needed <= _memory.Length)
            return;
        if (needed > Array.MaxLength)
            throw TooLarge();

        var larger = _pool!.Rent((int)Math.Min(Math.Max(needed, _memory.Length * 2L), Array.MaxLength));
        Written.CopyTo(larger);
        if (_memory != _kept)
            _pool.Return(_memory);
        _memory = larger;
    }
}
