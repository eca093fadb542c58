using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Testing.Diagnostics;

namespace SocketIO.Namespaces.Testing.Engine;

/// <summary>One client's Engine.IO session, whichever transport carries it at the moment. It ends exactly once, with a reason.</summary>
internal sealed class ServerSession
{
    private readonly Channel<OutgoingPacket> _outbox = Channel.CreateUnbounded<OutgoingPacket>();
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<DisconnectReason> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IMessageReceiver _receiver;
    private readonly Action<ServerSession> _forget;
    private readonly ILogger _logger;
    private TaskCompletionSource _pong = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _hasEnded;

    /// <param name="request">What the client asked with.</param>
    /// <param name="transport">What carries the session at first.</param>
    /// <param name="receive">Makes the receiver of its messages.</param>
    /// <param name="forget">Takes it from among the live ones: called once, before anybody can see that it has ended.</param>
    /// <param name="logger">Hears of its end.</param>
    public ServerSession(
        SessionRequest request, TransportKind transport, Func<ServerSession, IMessageReceiver> receive, Action<ServerSession> forget, ILogger logger)
    {
        Request = request;
        Transport = new TransportSwitch(transport);
        _forget = forget;
        _logger = logger;
        _receiver = receive(this);
    }

    public string Sid { get; } = SessionId.Create();

    public SessionRequest Request { get; }

    public TransportSwitch Transport { get; }

    /// <summary>What waits to be sent, for the one transport that sends at a time. It completes when the session closes or ends.</summary>
    public ChannelReader<OutgoingPacket> Outbox => _outbox.Reader;

    /// <summary>Cancelled when the session has ended.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Completes with the reason when the session has ended.</summary>
    public Task<DisconnectReason> Completion => _completion.Task;

    /// <summary>Puts a packet in line; takes ownership of it.</summary>
    /// <returns>False if the session is closing or has ended.</returns>
    public bool TrySend(OutgoingPacket packet)
    {
        if (_outbox.Writer.TryWrite(packet))
            return true;
        packet.Dispose();
        return false;
    }

    /// <summary>Takes a packet from the transport.</summary>
    /// <exception cref="SocketIOProtocolException">The client may not send it.</exception>
    public void Receive(in EnginePacket packet)
    {
        switch (packet.Type)
        {
            case EnginePacketType.Message:
                _receiver.Receive(packet);
                break;
            case EnginePacketType.Pong:
                _pong.TrySetResult();
                break;
            case EnginePacketType.Close:
                End(DisconnectReason.TransportClose);
                break;
            case EnginePacketType.Ping:
                throw new SocketIOProtocolException("The client pinged; in Engine.IO 4 the server does.");
            default:
                break; // OPEN, UPGRADE and NOOP mean nothing here, and do no harm
        }
    }

    /// <summary>Pings.</summary>
    /// <returns>Completes at the client's answer.</returns>
    public Task PingAsync()
    {
        _pong = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TrySend(ControlPackets.Ping);
        return _pong.Task;
    }

    /// <summary>Closes in an orderly way: what is in line is sent first, and the client told. The session ends when that is done.</summary>
    public void Close()
    {
        if (Transport.Current is TransportKind.Polling)
            TrySend(ControlPackets.Close);
        _outbox.Writer.TryComplete();
    }

    /// <summary>Ends the session at once; the first reason given counts.</summary>
    public void End(DisconnectReason reason, Exception? cause = null)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 1)
            return;

        _forget(this);
        Log.SessionEnded(_logger, reason, cause);
        _outbox.Writer.TryComplete();
        while (_outbox.Reader.TryRead(out var unsent))
            unsent.Dispose();
        _receiver.Ended(reason);
        _ended.Cancel();
        _completion.TrySetResult(reason);
    }
}
