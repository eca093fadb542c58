using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Handling;
using SocketIO.Namespaces.Clients.Joining;
using SocketIO.Namespaces.Clients.Sending;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Engine;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>One physical connection: reads packets and gives each to the namespace it names. Never waits for user code.</summary>
internal sealed class Connection : IAsyncDisposable
{
    /// <summary>How long a server gets to read what came before a DISCONNECT or after it. The Node server drops events that it reads together with a
    /// DISCONNECT behind them, and closes the connection over a CONNECT that it reads together with a DISCONNECT before it.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(50);

    private readonly ClientCore _core;
    private readonly PacketDecoder _decoder;
    private readonly AttachmentDeadline _attachments;
    private readonly TaskCompletionSource<ConnectError?> _greeting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _forgotten = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<Task> _owned = [];
    private readonly HandlerWakeUps _wakeUps = new();
    private readonly AnsweredCalls _answered = new();
    private readonly HashSet<NamespaceInbox> _pausedInVain = []; // those that had no room after the longest pause: reading goes on until they have
    private long _lastEmit;
    private volatile TaskCompletionSource? _answerAwaited;

    public Connection(EngineSession engine, ClientCore core)
    {
        Engine = engine;
        _core = core;
        _decoder = new PacketDecoder(core.Options.Limits, core.Pool);
        _attachments = new AttachmentDeadline(engine, core.Options.Limits.AttachmentTime, core.Time);
        if (!core.Joining.ServerJoinsDefault)
            _greeting.TrySetResult(null);
    }

    public EngineSession Engine { get; }

    /// <summary>Where it leads.</summary>
    public required Uri Server { get; init; }

    /// <summary>Completes when namespaces may be asked for: where the server joins <c>/</c> by itself, with its refusal of that, or null.</summary>
    public Task<ConnectError?> Greeting => _greeting.Task;

    /// <summary>Whether <c>/</c> has been left on this connection, by either side.</summary>
    public bool HasLeftDefault { get; private set; }

    /// <summary>Whether its loss is wanted by this side, and followed by a dial at once.</summary>
    public bool IsGivenUp { get; set; }

    /// <summary>Completes when nothing that came by it will be handed to a namespace any more.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    /// <summary>Completes when every namespace knows that the connection has ended.</summary>
    public Task Forgotten => _forgotten.Task;

    /// <summary>Starts to read.</summary>
    public void Start()
    {
        using (ExecutionContext.SuppressFlow())
            Reading = ReadAsync();
    }

    /// <summary>Keeps a task that serves this connection, to be awaited at its end. The task must not fault.</summary>
    public void Own(Task task)
    {
        lock (_gate)
        {
            _owned.RemoveAll(static owned => owned.IsCompleted);
            _owned.Add(task);
        }
    }

    /// <summary>Notes that something was sent which must be read before a DISCONNECT or CONNECT behind it.</summary>
    public void OnEmitted(long timestamp) => Volatile.Write(ref _lastEmit, timestamp);

    /// <summary>Leaves a namespace.</summary>
    public void SendDisconnect(NamespaceSession session)
    {
        HasLeftDefault |= session.Namespace == NamespacePath.Default;
        var packet = _core.Serializer.Disconnect(session.Namespace);
        if (Engine.TryEnqueueLast(packet, session))
            OnEmitted(_core.Time.GetTimestamp());
        else
            packet.Dispose();
    }

    /// <summary>Waits until what was emitted has been sent, and for so long that the server reads it before what follows.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await Engine.FlushAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var sinceLastEmit = _core.Time.GetElapsedTime(Volatile.Read(ref _lastEmit));
        if (Volatile.Read(ref _lastEmit) != 0 && sinceLastEmit < SettlingTime)
            await Engine.Completion.EndsWithinAsync(SettlingTime - sinceLastEmit, _core.Time, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Whether the server takes packets of this size: a larger one would cost the connection, and again each time it is sent.</summary>
    public bool Fits(OutgoingPacket packet, out string problem)
    {
        var fits = Engine.Fits(packet, out var size);
        problem = fits ? "" : $"The packet has {size} bytes, but the server takes at most {Engine.Handshake.MaxPayload} at once (its maxPayload): send less, or raise the server's limit (maxHttpBufferSize).";
        return fits;
    }

    /// <summary>Ends the connection, as a namespace can't take any more.</summary>
    public void EndOfOverflow(NamespaceSession session) => Engine.End(
        DisconnectReason.InboxOverflow,
        new SocketIOException($"Namespace '{session.Namespace}' has more than {_core.Options.Limits.InboxBytes} bytes of events waiting for its handlers ({nameof(SocketIOLimits)}.{nameof(SocketIOLimits.InboxBytes)}).")
        {
            Limit = nameof(SocketIOLimits.InboxBytes),
        });

    public void Forget() => _forgotten.TrySetResult();

    /// <summary>Somebody begins to wait for an answer: reading must not pause now.</summary>
    public void OnAnswerAwaited() => _answerAwaited?.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync().ConfigureAwait(false);
        await Reading.ConfigureAwait(false);
        Task[] owned;
        lock (_gate)
            owned = [.. _owned];
        await Task.WhenAll(owned).ConfigureAwait(false);
    }

    private async Task ReadAsync()
    {
        // Nothing stands behind this loop on the threads that it runs on: whoever goes on on one of them may even wait for its end.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (await new Reception(Engine.ReceiveAsync(), _wakeUps, _answered) is { } message)
            {
                _wakeUps.OnMessage();
                _answered.OnMessage();
                if (_core.Metrics.CountsBytes)
                    _core.Metrics.BytesReceived(Engine.Transport, message.ByteCount);
                var packet = message.IsBinary ? _decoder.DecodeBinary(message.Data.Span) : _decoder.DecodeText(message.Data.Span);
                if (packet is null)
                {
                    _attachments.Begin();
                    continue;
                }

                if (message.IsBinary)
                    _attachments.End();
                if (Route(packet) is not { } inbox)
                    continue;
                _wakeUps.Add(inbox);
                if (!inbox.IsFull)
                {
                    _pausedInVain.Remove(inbox);
                    continue;
                }

                _answered.Flush();      // a handler may be one of the callers
                if (!_pausedInVain.Contains(inbox))
                    await PauseAsync(inbox).ConfigureAwait(false);
            }
        }
        catch (SocketIOProtocolException exception)
        {
            Engine.End(DisconnectReason.ParseError, exception);
        }
        catch (Exception exception)
        {
            Log.ReadLoopFailed(_core.Logger, exception);
            Engine.End(DisconnectReason.TransportError, exception);
        }
        finally
        {
            _wakeUps.Flush();
            _answered.Flush();
            _attachments.Dispose();
            _decoder.Dispose();
            if (_greeting.TrySetException(new SocketIODisconnectedException("The connection ended before the server joined '/'.")))
                _greeting.Task.IgnoreFailure();
        }
    }

    /// <summary>Hands a packet to its namespace, and its memory with it.</summary>
    /// <returns>The inbox it went to, if it was an event.</returns>
    private NamespaceInbox? Route(IncomingPacket packet)
    {
        if (!_core.Namespaces.TryFind(packet.Namespace, out var session))
        {
            Log.UnknownNamespace(_core.Logger);
            packet.Dispose();
            return null;
        }

        switch (packet.Type)
        {
            case PacketType.Event:
                return Deliver(packet, session);
            case PacketType.Ack:
                if (session.Acknowledge(packet) is { } call)
                    _answered.Add(call);
                return null;
        }

        var isDefault = session.Namespace == NamespacePath.Default;
        using (packet)
        {
            switch (packet.Type)
            {
                case PacketType.Connect:
                    session.Standing.OnConnected(packet, this);
                    if (isDefault)
                        _greeting.TrySetResult(null);
                    break;
                case PacketType.ConnectError:
                    var refusal = session.Standing.OnRefused(packet, this);
                    if (isDefault)
                        _greeting.TrySetResult(refusal);
                    break;
                default:
                    HasLeftDefault |= isDefault;
                    _core.Membership.OnServerDisconnect(session, this);
                    break;
            }
        }

        return null;
    }

    private NamespaceInbox? Deliver(IncomingPacket packet, NamespaceSession session)
    {
        if (!session.IsWanted || _core.State.Current == ClientState.Disconnecting)
        {
            packet.Dispose();
            return null;
        }

        if (!session.Standing.TryDeliver(packet, this))
            EndOfOverflow(session);
        return session.Inbox;
    }

    /// <summary>Lets TCP push back on the server until there is room again; but not while an answer is awaited, which only reading can bring, nor for
    /// longer than half the ping time-out, after which reading goes on until there has been room. However many pauses there are, none holds a ping up for
    /// longer than that: the other half is left to read what came before the ping.</summary>
    private async ValueTask PauseAsync(NamespaceInbox inbox)
    {
        var longest = Engine.Handshake.PingTimeout / 2;
        var pause = longest - Engine.HeartbeatOverdue;
        if (pause <= TimeSpan.Zero)
            return;

        _core.Limits.OnWaiting(nameof(SocketIOLimits.InboxEvents), "reading from the server waits for the handlers");
        _answerAwaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isOver = _core.AwaitsAnswer
            || await Task.WhenAny(inbox.Room, _answerAwaited.Task, Engine.Completion).EndsWithinAsync(pause, _core.Time).ConfigureAwait(false);
        _answerAwaited = null;
        if (!isOver && inbox.IsFull && pause == longest)
            _pausedInVain.Add(inbox);
    }
}
