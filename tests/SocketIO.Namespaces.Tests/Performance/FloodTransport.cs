using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks.Sources;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Performance;

/// <summary>A server and the way to it that allocate nothing: it sends one event as often as it is told to, answers calls, and forgets what else it gets.</summary>
internal sealed class FloodTransport(string eventPacket) : ITransport, ITransportConnector, IValueTaskSource<bool>
{
    private readonly byte[] _event = Encoding.UTF8.GetBytes(eventPacket);
    private readonly byte[] _answer = new byte[64];
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _arrival = new() { RunContinuationsAsynchronously = true };
    private bool _isAwaited;
    private bool _isClosed;
    private int _events;
    private ReadOnlyMemory<byte> _next = Encoding.UTF8.GetBytes("""0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""");

    /// <summary>Whether what waits for a packet goes on on the thread that makes it.</summary>
    public bool IsImmediate { init => _arrival.RunContinuationsAsynchronously = !value; }

    public TransportKind Kind => TransportKind.WebSocket;

    public ValueTask<ITransport> ConnectAsync(TransportKind kind, TransportRequest request, CancellationToken cancellationToken) => new(this);

    public void Opened(Handshake handshake)
    {
    }

    /// <summary>Sends the event so many times.</summary>
    public void Send(int events)
    {
        lock (_gate)
            _events = events;
        Wake();
    }

    public ValueTask<EnginePacket?> ReceiveAsync(CancellationToken cancellationToken)
        => TryReceive(out var packet) ? new(packet) : ReceiveLaterAsync();

    public ValueTask WriteAsync(OutgoingPacket packet, CancellationToken cancellationToken)
    {
        var text = packet.Text.Span;
        if (text.StartsWith("40"u8))
            Answer("40{\"sid\":\"b\"}"u8, default);
        else if (text.Length > 2 && char.IsAsciiDigit((char)text[2]))
            Answer("43"u8, text[2..text.IndexOf((byte)'[')], "[1]"u8);
        return default;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public ValueTask CloseAsync(CancellationToken cancellationToken) => DisposeAsync();

    public ValueTask DisposeAsync()
    {
        lock (_gate)
            _isClosed = true;
        Wake();
        return default;
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _arrival.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _arrival.OnCompleted(continuation, state, token, flags);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<EnginePacket?> ReceiveLaterAsync()
    {
        EnginePacket? packet;
        do
            await WaitAsync();
        while (!TryReceive(out packet));
        return packet;
    }

    private ValueTask<bool> WaitAsync()
    {
        lock (_gate)
        {
            if (_isClosed || _events > 0 || !_next.IsEmpty)
                return new(true);
            _isAwaited = true;
            _arrival.Reset();
            return new(this, _arrival.Version);
        }
    }

    private bool TryReceive(out EnginePacket? packet)
    {
        lock (_gate)
        {
            packet = null;
            if (!_next.IsEmpty)
                packet = EnginePacket.Decode(_next);
            else if (_events-- > 0)
                packet = EnginePacket.Decode(_event);
            _events = Math.Max(0, _events);
            _next = default;
            return packet is not null || _isClosed;
        }
    }

    private void Answer(ReadOnlySpan<byte> start, ReadOnlySpan<byte> id, ReadOnlySpan<byte> end = default)
    {
        lock (_gate)
        {
            start.CopyTo(_answer);
            id.CopyTo(_answer.AsSpan(start.Length));
            end.CopyTo(_answer.AsSpan(start.Length + id.Length));
            _next = _answer.AsMemory(0, start.Length + id.Length + end.Length);
        }

        Wake();
    }

    private void Wake()
    {
        lock (_gate)
        {
            if (!_isAwaited)
                return;
            _isAwaited = false;
        }

        _arrival.SetResult(true);
    }
}
