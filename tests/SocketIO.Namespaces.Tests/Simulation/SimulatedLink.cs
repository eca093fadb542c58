using System.Text;
using System.Threading.Channels;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>One connection between client and server: the client's transport, and what the server knows about it.</summary>
internal sealed class SimulatedLink : ITransport
{
    private const int PingInterval = 25_000;
    private const int PingTimeout = 20_000;

    private readonly Channel<byte[]> _toClient = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SimulatedServer _server;
    private readonly List<byte[]> _batch = [];
    private readonly ITimer _pings;
    private byte[] _received = [];
    private volatile TaskCompletionSource? _stalled;
    private volatile bool _writesFail;

    public SimulatedLink(SimulatedServer server, TimeProvider clock, int number)
    {
        _server = server;
        Number = number;
        var interval = TimeSpan.FromMilliseconds(PingInterval);
        _pings = clock.CreateTimer(_ => Send("2"), state: null, interval, interval);
    }

    public int Number { get; }

    public TransportKind Kind => TransportKind.WebSocket;

    /// <summary>Namespaces joined, from the server's point of view.</summary>
    public HashSet<string> Joined { get; } = [];

    /// <summary>Namespaces that the client has joined and not left, though the server may have disconnected them meanwhile.</summary>
    public HashSet<string> Entered { get; } = [];

    /// <summary>Attachments that must follow before the next packet.</summary>
    public int AttachmentsDue { get; set; }

    /// <summary>Whether the server answers a CONNECT with something that is none.</summary>
    public bool SpoilsJoins { get; init; }

    /// <summary>Whether the client has let go of it.</summary>
    public bool IsGone => _cut.Task.IsCompleted;

    /// <summary>Whether the server still takes part.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Whether it works in both directions.</summary>
    public bool IsHealthy => IsAlive && !_writesFail;

    public void Opened(Handshake handshake)
    {
    }

    public void SendHandshake() => Send($$"""0{"sid":"session {{Number}}","upgrades":[],"pingInterval":{{PingInterval}},"pingTimeout":{{PingTimeout}},"maxPayload":1000000}""");

    public void Send(string packet)
    {
        if (IsAlive)
            _toClient.Writer.TryWrite(Encoding.UTF8.GetBytes(packet));
    }

    /// <summary>The server ends the connection, or ruins it.</summary>
    public void Lose(LossRule how)
    {
        switch (how)
        {
            case LossRule.SendClose:
                Send("1");
                break;
            case LossRule.SendGarbage:
                Send("garbage");
                break;
            case LossRule.SendBadPacket:
                Send("42{}");
                break;
            case LossRule.Close:
                _toClient.Writer.TryComplete();
                break;
            case LossRule.Break:
                _toClient.Writer.TryComplete(new TransportException("The connection was reset."));
                break;
            case LossRule.FailWrites:
                _writesFail = true;
                return;
        }

        IsAlive = false;
    }

    /// <summary>The server reads no longer, or again.</summary>
    public void Stall(bool isStalled)
    {
        var stalled = _stalled;
        _stalled = isStalled ? stalled ?? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        if (!isStalled)
            stalled?.TrySetResult();
    }

    public async ValueTask<EnginePacket?> ReceiveAsync(CancellationToken cancellationToken)
    {
        Array.Clear(_received); // a packet is valid until the next call and no longer
        try
        {
            _received = await _toClient.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            return closed.InnerException is null ? null : throw closed.InnerException;
        }

        return EnginePacket.Decode(_received);
    }

    public ValueTask WriteAsync(OutgoingPacket packet, CancellationToken cancellationToken)
    {
        _server.Ledger.OnHanded(packet.Text.Span);
        _batch.Add(packet.Text.ToArray());
        for (var i = 0; i < packet.AttachmentCount; i++)
            _batch.Add([(byte)'b', .. packet.Attachment(i).Span]);
        return default;
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_stalled is { } stalled)
            await Task.WhenAny(stalled.Task, _cut.Task).WaitAsync(cancellationToken);
        if (_writesFail || IsGone)
            throw new TransportException("The connection is gone.");
        foreach (var message in _batch)
            _server.Receive(this, message);
        _batch.Clear();
    }

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (_stalled is { } stalled)
            await Task.WhenAny(stalled.Task, _cut.Task).WaitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        IsAlive = false;
        _pings.Dispose();
        _toClient.Writer.TryComplete(new ObjectDisposedException(nameof(SimulatedLink)));
        _cut.TrySetResult();
        return default;
    }
}
