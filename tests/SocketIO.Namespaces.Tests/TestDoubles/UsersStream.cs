namespace SocketIO.Namespaces.Tests.TestDoubles;

/// <summary>A stream that a user puts between the HTTP handler and a connection: it can be made to fail, and knows no closing but the asynchronous one.</summary>
internal sealed class UsersStream(Stream connection) : Stream
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether writing fails.</summary>
    public bool FailsToWrite { get; set; }

    /// <summary>Whether writing gets stuck until the stream is closed.</summary>
    public bool StopsWriting { get; set; }

    /// <summary>Completes when a write is stuck.</summary>
    public Task Stuck => _stuck.Task;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => connection.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (FailsToWrite) throw new IOException("Broken pipe.");
        if (StopsWriting)
        {
            _stuck.TrySetResult();
            await _closed.Task.WaitAsync(cancellationToken);
        }

        await connection.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override ValueTask DisposeAsync()
    {
        _closed.TrySetResult();
        return connection.DisposeAsync();
    }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
