using System.Buffers;
using System.Runtime.CompilerServices;

namespace SocketIO.Namespaces.Transports;

/// <summary>Stands between WebSocket framing and the connection so that many frames share one system call: it reads ahead, and between
/// <see cref="Hold"/> and <see cref="DrainAsync"/> it holds writes back although the framing flushes after each frame.</summary>
/// <remarks>What the framing writes on its own account while nothing is held, such as the answer to a WebSocket ping, goes out at once; while a
/// batch is being held, it goes out with the batch. Memory is taken from the pool only while there are bytes to keep in it.</remarks>
internal sealed class BatchingStream : Stream
{
    private const int BufferSize = 64 * 1024;

    private readonly Stream _inner;
    private byte[]? _ahead;
    private int _aheadStart;
    private int _aheadEnd;
    private bool _isWaiting;        // for data, with nothing of a frame read yet

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _draining = new(1, 1);
    private volatile bool _isHolding;
    private byte[]? _held;
    private int _heldLength;

    public BatchingStream(UpgradedConnection connection)
    {
        _inner = connection.Stream;
        if (connection.FirstBytes.IsEmpty) return;
        _ahead = ArrayPool<byte>.Shared.Rent(Math.Max(BufferSize, connection.FirstBytes.Length));
        _aheadEnd = connection.FirstBytes.Length;
        connection.FirstBytes.CopyTo(_ahead);
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether bytes that were read ahead wait to be read.</summary>
    public bool HasReadAhead => _aheadStart < _aheadEnd;

    /// <summary>Whether the peer ended the connection while nothing but its next frame was awaited, not in the middle of one.</summary>
    public bool EndedBetweenFrames { get; private set; }

    /// <summary>Waits for the first bytes, which remain to be read.</summary>
    /// <returns>The bytes, valid until the next read; none if the peer has ended the connection.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken)
    {
        if (!HasReadAhead)
        {
            _ahead = ArrayPool<byte>.Shared.Rent(BufferSize);
            using var cut = CutBy(cancellationToken);
            _aheadEnd = await _inner.ReadAsync(_ahead, CancellationToken.None).ConfigureAwait(false);
        }

        return _ahead.AsMemory(_aheadStart, _aheadEnd - _aheadStart);
    }

    /// <summary>Holds back what is written from now on, until the next drain.</summary>
    public void Hold() => _isHolding = true;

    /// <summary>Writes out all that was held back, and stops holding.</summary>
    public ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        _isHolding = false;         // first: what is written from here on and missed by this drain is flushed by its writer
        return WriteOutAsync(cancellationToken);
    }

    /// <summary>Writes a data frame in place of the framing, whose own frames may stand before or behind it, never within.</summary>
    public ValueTask WriteFrameAsync(in WebSocketFrame frame, CancellationToken cancellationToken)
        => TryKeep(frame) ? default : WriteOutWithAsync(frame, cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (HasReadAhead) return new(CopyAhead(buffer.Span));

        var wasWaiting = _isWaiting;
        _isWaiting = buffer.IsEmpty;
        if (buffer.IsEmpty) return WaitForDataAsync(cancellationToken);
        return buffer.Length >= BufferSize ? _inner.ReadAsync(buffer, cancellationToken) : ReadAheadAsync(buffer, wasWaiting, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        => TryKeep(buffer.Span) ? default : WriteOutWithAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken)
        => _isHolding ? Task.CompletedTask : WriteOutAsync(cancellationToken).AsTask();

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => _inner.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Waits without a buffer. A socket's empty read can be woken by data that has been read since; that it completes at once is what
    /// can be relied on. Without asking again, many an idle connection would wait inside a real read, with its buffer.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitForDataAsync(CancellationToken cancellationToken)
    {
        bool isThere;
        do
        {
            var waiting = _inner.ReadAsync(Memory<byte>.Empty, cancellationToken);
            isThere = waiting.IsCompleted;
            await waiting.ConfigureAwait(false);
        }
        while (!isThere);
        return 0;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadAheadAsync(Memory<byte> buffer, bool wasWaiting, CancellationToken cancellationToken)
    {
        var ahead = ArrayPool<byte>.Shared.Rent(BufferSize);
        _aheadEnd = await _inner.ReadAsync(ahead, cancellationToken).ConfigureAwait(false);
        _aheadStart = 0;
        _ahead = ahead;
        EndedBetweenFrames = wasWaiting && _aheadEnd == 0;
        return CopyAhead(buffer.Span);
    }

    private int CopyAhead(Span<byte> destination)
    {
        var count = Math.Min(destination.Length, _aheadEnd - _aheadStart);
        _ahead.AsSpan(_aheadStart, count).CopyTo(destination);
        _aheadStart += count;
        if (!HasReadAhead)
        {
            ArrayPool<byte>.Shared.Return(_ahead!);
            _ahead = null;
        }

        return count;
    }

    private bool TryKeep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (!TryGetRoom(bytes.Length, out var room)) return false;
            bytes.CopyTo(room);
            return true;
        }
    }

    private bool TryKeep(in WebSocketFrame frame)
    {
        lock (_gate)
        {
            if (!TryGetRoom(frame.Length, out var room)) return false;
            frame.Write(room);
            return true;
        }
    }

    private bool TryGetRoom(int length, out Span<byte> room)
    {
        room = default;
        if (length > BufferSize - _heldLength) return false;
        _held ??= ArrayPool<byte>.Shared.Rent(BufferSize);
        room = _held.AsSpan(_heldLength, length);
        _heldLength += length;
        return true;
    }

    private (byte[]? Bytes, int Length) TakeHeld()
    {
        lock (_gate)
        {
            var taken = (_held, _heldLength);
            _held = null;
            _heldLength = 0;
            return taken;
        }
    }

    private async ValueTask WriteOutAsync(CancellationToken cancellationToken)
    {
        await _draining.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteHeldAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _draining.Release();
        }
    }

    /// <summary>Writes out what is held, and then bytes that find no room beside it. The framing writes one frame at a time, so nothing comes between.</summary>
    private async ValueTask WriteOutWithAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _draining.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteHeldAsync(cancellationToken).ConfigureAwait(false);
            if (!TryKeep(bytes.Span)) await WriteOutAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _draining.Release();
        }
    }

    private async ValueTask WriteOutWithAsync(WebSocketFrame frame, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(frame.Length);
        frame.Write(bytes);
        await WriteOutWithAsync(bytes.AsMemory(0, frame.Length), cancellationToken).ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private async ValueTask WriteHeldAsync(CancellationToken cancellationToken)
    {
        var (bytes, length) = TakeHeld();
        if (bytes is null) return;
        await WriteOutAsync(bytes.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private async ValueTask WriteOutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var cut = CutBy(cancellationToken);       // some may be on their way by then: the peer would take what follows for the rest of them
        await _inner.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Closes the connection once cancelled, which ends whatever is under way on it.</summary>
    private CancellationTokenRegistration CutBy(CancellationToken cancellationToken)
        => cancellationToken.UnsafeRegister(static stream => _ = ((BatchingStream)stream!).CutAsync(), this);

    /// <summary>Closes the connection; never throws, as whoever cancels has nothing to do with what a stream of the user's may throw.</summary>
    private async Task CutAsync()
    {
        await CloseAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        async Task CloseAsync() => await _inner.DisposeAsync().ConfigureAwait(false);
    }
}
