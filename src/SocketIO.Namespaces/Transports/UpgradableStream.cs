namespace SocketIO.Namespaces.Transports;

/// <summary>A connection as the HTTP handler sees it. Once upgraded it is taken out of the handler, whose buffers of 8 KiB would otherwise stay for as
/// long as it lives.</summary>
internal sealed class UpgradableStream(Stream connection) : Stream
{
    private const int HandlersBufferSize = 4096;

    /// <summary>On a thread that takes a connection out: by whom that is noted.</summary>
    [ThreadStatic]
    private static Taker? _taker;

    private bool _isTaken;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Lets the connections of a handler be taken out.</summary>
    public static void Prepare(SocketsHttpHandler handler)
    {
        var filter = handler.PlaintextStreamFilter;
        handler.PlaintextStreamFilter = async (context, cancellationToken) =>
        {
            var stream = filter is null ? context.PlaintextStream : await filter(context, cancellationToken).ConfigureAwait(false);
            return stream is null ? null! : new UpgradableStream(stream);       // the handler says what is wrong with null
        };
    }

    /// <summary>Takes an upgraded connection out of a handler that has been prepared.</summary>
    /// <param name="body">The body of the response that upgraded it, as the handler gives it; nobody has read of it.</param>
    /// <exception cref="IOException">The handler has closed it.</exception>
    public static UpgradedConnection TakeFrom(Stream body)
    {
        // The handler gives what it has read behind the head of the response, and then asks the connection itself, which says that nothing more comes.
        // At that the handler lets go of it.
        var taker = new Taker();
        var bytes = new byte[HandlersBufferSize];
        var count = 0;
        _taker = taker;
        try
        {
            while (body.Read(bytes.AsSpan(count)) is var read and > 0)
            {
                count += read;
                if (count == bytes.Length) Array.Resize(ref bytes, 2 * count);
            }
        }
        finally
        {
            _taker = null;
        }

        return new UpgradedConnection(taker.Connection ?? throw new IOException("The connection is closed."), bytes.AsMemory(0, count));
    }

    public override int Read(Span<byte> buffer)
    {
        if (_taker is not { } taker) return connection.Read(buffer);
        taker.Connection = connection;
        _isTaken = true;
        return 0;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => connection.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        => connection.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override void Flush() => connection.Flush();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => connection.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => connection.Write(buffer);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override ValueTask DisposeAsync() => _isTaken ? default : connection.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isTaken) connection.Dispose();
        base.Dispose(disposing);
    }

    private sealed class Taker
    {
        public Stream? Connection { get; set; }
    }
}
