using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Engine;

/// <summary>One Engine.IO session: heartbeat, reading and writing. It ends exactly once, with a reason.</summary>
internal sealed class EngineSession : IAsyncDisposable
{
    /// <summary>How long reading goes on after writing has failed.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ITransport _transport;
    private readonly ILogger _logger;
    private readonly ClientMetrics? _metrics;
    private readonly Outbox _outbox;
    private readonly Heartbeat _heartbeat;
    private readonly EngineIOVersion _version;
    private readonly Task _writing;
    private readonly TaskCompletionSource<EngineEnd> _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception? _writeFailure;
    private int _isClosing;
    private long _arrivals;             // packets received, counted by the one who receives
    private long _lastHeartbeat;        // when the last ping or pong was read, or else the session began

    /// <summary>Starts a session whose handshake is done.</summary>
    internal EngineSession(EngineSettings settings, ITransport transport, Handshake handshake, EngineIOVersion version)
    {
        _version = version;
        Handshake = handshake;
        _time = settings.TimeProvider;
        _lastHeartbeat = _time.GetTimestamp();
        _transport = transport;
        _logger = settings.Logger;
        _metrics = settings.Metrics;
        _outbox = new Outbox(settings.Limits.OutboxPackets, settings.Limits.OutboxBytes, settings.TimeProvider, settings.LimitReporter);
        _heartbeat = version == EngineIOVersion.V3
            ? new ClientPings(settings.TimeProvider, handshake, _outbox, () => Volatile.Read(ref _arrivals), EndInSilence)
            : new ServerPings(settings.TimeProvider, handshake, _outbox, EndInSilence);
        _writing = WriteAsync();
        Completion = CompleteAsync();
    }

    public Handshake Handshake { get; }

    public TransportKind Transport => _transport.Kind;

    /// <summary>How long the server's next ping, or its answer to one, is overdue; zero if it is not. For the one who receives.</summary>
    public TimeSpan HeartbeatOverdue
    {
        get
        {
            var overdue = _time.GetElapsedTime(_lastHeartbeat) - Handshake.PingInterval;
            return overdue > TimeSpan.Zero ? overdue : TimeSpan.Zero;
        }
    }

    /// <summary>How many packets wait to be written.</summary>
    public int OutboxPackets => _outbox.Count;

    /// <summary>Completes, never faults, when the session has ended and its write loop and transport are gone.</summary>
    public Task<EngineEnd> Completion { get; }

    /// <summary>Connects by the first transport that works, and shakes hands.</summary>
    /// <exception cref="TransportException">No transport could be opened; names each and why.</exception>
    /// <exception cref="SocketIOProtocolException">The server's handshake is not Engine.IO, or of another version.</exception>
    /// <exception cref="ArgumentException">A header of the request cannot be sent.</exception>
    public static Task<EngineSession> OpenAsync(
        EngineSettings settings, ITransportConnector connector, TransportRequest request, CancellationToken cancellationToken)
        => new SessionOpener(settings, connector, request).OpenAsync(cancellationToken);

    /// <summary>Receives the next message, valid until the next call; answers pings on the way. One caller at a time.</summary>
    /// <returns>The message, or null once the session has ended.</returns>
    public ValueTask<EnginePacket?> ReceiveAsync()
    {
        if (_ending.Task.IsCompleted) return ReceiveAsync(default);
        _arrivals++;
        ValueTask<EnginePacket?> receiving;
        try
        {
            receiving = _transport.ReceiveAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            receiving = ValueTask.FromException<EnginePacket?>(e);
        }

        if (!receiving.IsCompletedSuccessfully) return ReceiveAsync(receiving);
#pragma warning disable VSTHRD103 // it has completed
        var packet = receiving.Result;
#pragma warning restore VSTHRD103
        return packet is { Type: EnginePacketType.Message } ? new(packet) : ReceiveAsync(new(packet));
    }

    /// <summary>Whether the server takes a packet: at a message larger than it allows it closes the connection, and would again at each repetition.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="largest">The bytes of its largest message, as they go over the wire.</param>
    public bool Fits(OutgoingPacket packet, out long largest)
    {
        var payload = Transport == TransportKind.Polling ? PollingPayload.Of(_version) : null;
        largest = payload?.EncodedTextLength(packet.Text.Span) ?? packet.Text.Length;
        for (var i = 0; i < packet.AttachmentCount; i++)
        {
            var length = packet.Attachment(i).Length;
            largest = Math.Max(largest, payload?.EncodedBinaryLength(length) ?? length + EnginePacket.BinaryPrefix(_version).Length);
        }

        return Handshake.MaxPayload is not { } most || largest <= most;
    }

    /// <summary>Puts a packet in line for the write loop, waiting for room; takes ownership of it, also when cancelled.</summary>
    /// <returns>False if the session has ended or is closing: the packet was not sent, and remains the caller's.</returns>
    public ValueTask<bool> EnqueueAsync(OutgoingPacket packet, CancellationToken cancellationToken) => _outbox.EnqueueAsync(packet, cancellationToken);

    /// <summary>Puts a packet in line if there is room.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="isLoopWaiting">Whether <see cref="WakeWriteLoop"/> is to be called once no lock is held.</param>
    /// <returns>False if there is none, or the session has ended or is closing: the packet was not sent, and remains the caller's.</returns>
    public bool TryEnqueueNow(OutgoingPacket packet, out bool isLoopWaiting) => _outbox.TryEnqueueNow(packet, out isLoopWaiting);

    /// <summary>Has the write loop write what is in line.</summary>
    /// <param name="here">Whether it may do so on this thread, if it has been idle.</param>
    public void WakeWriteLoop(bool here) => _outbox.WakeLoop(here);

    /// <summary>Puts a packet in line whatever the bounds: for what the protocol owes the peer.</summary>
    /// <returns>False if the session has ended or is closing: the packet was not sent, and remains the caller's.</returns>
    public bool TryEnqueue(OutgoingPacket packet) => _outbox.TryEnqueue(packet);

    /// <summary>Puts a packet in line whatever the bounds, as the last of its sender: what of his waits for room comes back as not sent.</summary>
    /// <returns>False if the session has ended or is closing: the packet was not sent, and remains the caller's.</returns>
    public bool TryEnqueueLast(OutgoingPacket packet, object sender) => _outbox.TryEnqueueLast(packet, sender);

    /// <summary>Waits until what is in line now has been handed to the transport, or the session has ended.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _outbox.WhenFlushed().WaitAsync(cancellationToken);

    /// <summary>Ends the session; the first reason given counts.</summary>
    public void End(DisconnectReason reason, Exception? exception = null)
        => _ending.TrySetResult(new EngineEnd(Volatile.Read(ref _isClosing) == 1 ? DisconnectReason.ClientDisconnect : reason, exception));

    /// <summary>Writes what is in line, closes the transport in an orderly way and ends the session as <see cref="DisconnectReason.ClientDisconnect"/>.
    /// Once cancelled, it cuts the connection instead; it does not throw.</summary>
    public ValueTask CloseAsync(CancellationToken cancellationToken) => CloseAsync([], cancellationToken);

    /// <inheritdoc cref="CloseAsync(CancellationToken)"/>
    /// <param name="last">What is written as the very last; the session's to dispose.</param>
    /// <param name="cancellationToken">Cuts the connection.</param>
    public async ValueTask CloseAsync(IReadOnlyList<OutgoingPacket> last, CancellationToken cancellationToken)
    {
        var isFirst = Interlocked.Exchange(ref _isClosing, 1) == 0;
        _outbox.Complete(last);
        if (isFirst)
        {
            try
            {
                await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (!_ending.Task.IsCompleted) await _transport.CloseAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Log.CloseCutShort(_logger, e);
            }
        }
        else
        {
            // Closing is the first one's, but any may cut.
            await ((Task)Completion).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        End(DisconnectReason.ClientDisconnect);
        await Completion.ConfigureAwait(false);
    }

    /// <summary>After the end: the packets never handed to the transport, in order, now the caller's.</summary>
    public IReadOnlyList<OutgoingPacket> TakeUnsent() => _outbox.TakeRest();

    /// <summary>Ends the session and waits for its loops; never throws.</summary>
    public async ValueTask DisposeAsync()
    {
        End(DisconnectReason.ClientDisconnect);
        await Completion.ConfigureAwait(false);
        foreach (var packet in TakeUnsent()) packet.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<EnginePacket?> ReceiveAsync(ValueTask<EnginePacket?> receiving)
    {
        try
        {
            while (true)
            {
                var packet = await receiving.ConfigureAwait(false);     // though the session may have ended: nobody else sees how it fails
                if (packet is { Type: EnginePacketType.Message }) return packet;
                Handle(packet?.Type ?? EnginePacketType.Close);
                if (_ending.Task.IsCompleted) break;        // a session the server has closed is not polled once more
                _arrivals++;
                receiving = _transport.ReceiveAsync(CancellationToken.None);
            }
        }
        catch (SocketIOProtocolException e)
        {
            End(DisconnectReason.ParseError, e);
        }
        catch (Exception e)
        {
            End(DisconnectReason.TransportError, e);
        }

        await Completion.ConfigureAwait(false);
        return null;
    }

    private void Handle(EnginePacketType type)
    {
        switch (type)
        {
            case EnginePacketType.Ping:
                _lastHeartbeat = _time.GetTimestamp();
                _heartbeat.OnPing();
                break;
            case EnginePacketType.Pong:
                _lastHeartbeat = _time.GetTimestamp();
                _heartbeat.OnPong();
                break;
            case EnginePacketType.Close:
                End(DisconnectReason.TransportClose);
                break;
            case EnginePacketType.Open:
                throw new SocketIOProtocolException("The server opened a session within the session.");
            default:
                break;      // noop, and what only a server need heed
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await _outbox.WaitToTakeAsync().ConfigureAwait(false))
            {
                var bytes = 0L;
                while (_outbox.TryTake() is { } packet)
                {
                    using (packet)
                    {
                        bytes += packet.ByteCount;
                        await _transport.WriteAsync(packet, CancellationToken.None).ConfigureAwait(false);
                    }
                }

                await _transport.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                _outbox.MarkFlushed();
                if (_metrics is { CountsBytes: true }) _metrics.BytesSent(Transport, bytes);
            }
        }
        catch (Exception e)
        {
            // What the server sent before may still say why, and whether to come back: a DISCONNECT, or a close.
            _writeFailure = e;
            _outbox.Stop();
            _heartbeat.EndWithin(LastWords);
        }
    }

    private void EndInSilence()
    {
        if (_writeFailure is { } failure) End(DisconnectReason.TransportError, failure);
        else End(DisconnectReason.PingTimeout);
    }

    private async Task<EngineEnd> CompleteAsync()
    {
        var end = await _ending.Task.ConfigureAwait(false);
        _outbox.Stop();
        await _heartbeat.DisposeAsync().ConfigureAwait(false);
        try
        {
            await _transport.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.ReleaseFailed(_logger, e);
        }

        await _writing.ConfigureAwait(false);
        Log.SessionEnded(_logger, end.Reason, end.Exception);
        return end;
    }
}
