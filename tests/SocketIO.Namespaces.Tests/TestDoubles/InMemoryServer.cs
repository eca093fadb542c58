using System.Text;
using System.Threading.Channels;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.TestDoubles;

/// <summary>The server's end of an in-memory transport: sends and receives Engine.IO packets as text (<c>40{"sid":"a"}</c>) and binary messages,
/// and misbehaves in whatever way a test needs.</summary>
internal sealed class InMemoryServer(TransportKind kind, TransportRequest request)
{
    private readonly Channel<InMemoryMessage> _toClient = Channel.CreateUnbounded<InMemoryMessage>();
    private readonly Channel<InMemoryMessage> _fromClient = Channel.CreateUnbounded<InMemoryMessage>();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _writeStalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? _stalled;
    private volatile Exception? _writeFailure;

    public TransportKind Kind => kind;

    /// <summary>What the client asked for when it dialled.</summary>
    public TransportRequest Request => request;

    /// <summary>Completes when the client has closed the transport in an orderly way.</summary>
    public Task ClientClosed => _closed.Task;

    /// <summary>Completes when the client has let go of the transport.</summary>
    public Task ClientGone => _cut.Task;

    /// <summary>Completes when a write of the client has got stuck because the server does not read.</summary>
    public Task WriteStalled => _writeStalled.Task;

    /// <summary>How often the client has put a batch on the wire.</summary>
    public int Flushes { get; private set; }

    internal ChannelReader<InMemoryMessage> ToClient => _toClient.Reader;

    /// <summary>Opens the session.</summary>
    public void SendHandshake(string sid = "session", int pingInterval = 25_000, int pingTimeout = 20_000, long maxPayload = 1_000_000, bool upgrade = false)
        => Send($$"""0{"sid":"{{sid}}","upgrades":[{{(upgrade ? "\"websocket\"" : "")}}],"pingInterval":{{pingInterval}},"pingTimeout":{{pingTimeout}},"maxPayload":{{maxPayload}}}""");

    /// <summary>Sends an Engine.IO packet, type digit included.</summary>
    public void Send(string packet) => _toClient.Writer.TryWrite(new(Encoding.UTF8.GetBytes(packet), IsBinary: false));

    /// <summary>Sends a binary message.</summary>
    public void SendBinary(params byte[] data) => _toClient.Writer.TryWrite(new(data, IsBinary: true));

    /// <summary>Closes the transport in an orderly way, behind what was sent.</summary>
    public void Close() => _toClient.Writer.TryComplete();

    /// <summary>Breaks the transport, behind what was sent.</summary>
    public void Break(Exception? exception = null)
        => _toClient.Writer.TryComplete(exception ?? new TransportException("The connection was reset."));

    /// <summary>Stops reading: the client's writes do not end any more.</summary>
    public void StopReading() => _stalled ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reads again.</summary>
    public void ResumeReading()
    {
        var stalled = _stalled;
        _stalled = null;
        stalled?.TrySetResult();
    }

    /// <summary>Makes the client's writes fail from now on, while it can still read.</summary>
    public void FailWrites(Exception exception) => _writeFailure = exception;

    /// <summary>Receives the next packet, a text one.</summary>
    public async Task<string> ReceiveAsync()
    {
        var message = await _fromClient.Reader.ReadAsync().Within();
        return message.IsBinary ? throw new InvalidOperationException("A binary message came instead of a text packet.") : Encoding.UTF8.GetString(message.Data);
    }

    /// <summary>Receives the next message, a binary one.</summary>
    public async Task<byte[]> ReceiveBinaryAsync()
    {
        var message = await _fromClient.Reader.ReadAsync().Within();
        return message.IsBinary ? message.Data : throw new InvalidOperationException($"A text packet came instead of a binary message: {Encoding.UTF8.GetString(message.Data)}");
    }

    /// <summary>The next text packet, if one has come.</summary>
    public string? TryReceive() => _fromClient.Reader.TryRead(out var message) ? Encoding.UTF8.GetString(message.Data) : null;

    internal async ValueTask TakeAsync(IReadOnlyList<InMemoryMessage> batch, CancellationToken cancellationToken)
    {
        if (_stalled is { } stalled)
        {
            _writeStalled.TrySetResult();
            await Task.WhenAny(stalled.Task, _cut.Task).WaitAsync(cancellationToken);
        }

        if (_writeFailure is { } failure) throw failure;
        ObjectDisposedException.ThrowIf(_cut.Task.IsCompleted, this);
        Flushes++;
        foreach (var message in batch) _fromClient.Writer.TryWrite(message);
    }

    internal void ClientCloses() => _closed.TrySetResult();

    internal void ClientGoes()
    {
        _cut.TrySetResult();
        _toClient.Writer.TryComplete(new ObjectDisposedException(nameof(InMemoryTransport)));
    }
}
