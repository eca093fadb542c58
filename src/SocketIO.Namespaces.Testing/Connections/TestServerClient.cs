using System.Text;
using System.Text.Json;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Testing.Connections;
using SocketIO.Namespaces.Testing.Engine;

namespace SocketIO.Namespaces;

/// <summary>One client as a namespace of a <see cref="SocketIOTestServer"/> sees it: what it said when it joined, and how to send to it alone. A
/// handler on the server receives the client that sent the event by declaring a parameter of this type.</summary>
public sealed class TestServerClient : SocketIOEmitter
{
    private readonly Lock _gate = new();
    private readonly ServerSession _session;
    private readonly TestServerNamespace _namespace;
    private readonly ServerContext _context;
    private readonly ClientInbox _inbox;
    private readonly PendingCalls _calls = new();
    private readonly TaskCompletionSource<DisconnectReason> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isConnected;

    internal TestServerClient(ServerSession session, TestServerNamespace @namespace, JsonElement? auth)
    {
        _session = session;
        _namespace = @namespace;
        _context = @namespace.Context;
        _inbox = new ClientInbox(this, @namespace.Handlers, @namespace.Errors, _context);
        Auth = auth;
    }

    /// <summary>The namespace it has joined.</summary>
    public override string Namespace => _namespace.Namespace;

    /// <summary>Whether it is in the namespace still.</summary>
    public override bool IsConnected => Volatile.Read(ref _isConnected);

    /// <summary>The session id that the server has given it in this namespace.</summary>
    public string Sid { get; } = SessionId.Create();

    /// <summary>What it sent to be let in; null where it sent nothing.</summary>
    public JsonElement? Auth { get; }

    /// <summary>The headers of the request that started its connection. Names are found whatever their case.</summary>
    public IReadOnlyDictionary<string, string> Headers => _session.Request.Headers;

    /// <summary>The query parameters of the request that started its connection, those of the protocol among them.</summary>
    public IReadOnlyDictionary<string, string> Query => _session.Request.Query;

    /// <summary>How its packets travel at the moment.</summary>
    public TransportKind Transport => _session.Transport.Current;

    /// <summary>Sends text as an Engine.IO packet as it stands: for what a server that keeps to the protocol never sends.</summary>
    /// <param name="packet">The packet, type digit included, such as <c>42["event"]</c>.</param>
    /// <exception cref="SocketIODisconnectedException">The connection has ended.</exception>
    public ValueTask SendRawAsync(string packet)
    {
        ArgumentException.ThrowIfNullOrEmpty(packet);
        lock (_gate)
        {
            if (_session.TrySend(OutgoingPacket.Control(Encoding.UTF8.GetBytes(packet))))
                return default;
        }

        throw Gone();
    }

    /// <summary>Puts it out of the namespace with a DISCONNECT packet; its connection and other namespaces live on.</summary>
    public Task DisconnectAsync()
    {
        lock (_gate)
        {
            if (_isConnected)
                _session.TrySend(_context.Serializer.Disconnect(Namespace));
        }

        End(DisconnectReason.ServerDisconnect);
        return Task.CompletedTask;
    }

    /// <summary>Waits until it is no longer in the namespace.</summary>
    /// <param name="timeout">How long to wait. Default: <see cref="SocketIOTestServerOptions.WaitTimeout"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Why it went, as the server saw it: <see cref="DisconnectReason.ClientDisconnect"/> if it asked to leave.</returns>
    /// <exception cref="TimeoutException">It is in the namespace still.</exception>
    public async Task<DisconnectReason> WaitForDisconnectAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var wait = timeout ?? _context.Options.WaitTimeout;
        try
        {
            return await _ended.Task.WaitAsync(wait, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"The client was in {Namespace} still after {wait.TotalSeconds} s.", exception);
        }
    }

    /// <summary>Lets it in: answers its CONNECT, before anything else can be sent to it.</summary>
    internal void Start()
    {
        bool isIn;
        lock (_gate)
        {
            // Listed first: once the client knows that it has joined, it is among the namespace's. What is sent to it meanwhile waits for the lock.
            Volatile.Write(ref _isConnected, true);
            _namespace.Add(this);
            isIn = _session.TrySend(_context.Serializer.Connect(Namespace, new ConnectAnswer(Sid).ToJson()));
        }

        if (isIn)
            _context.Work.Run(_inbox.RunAsync);
        else
            End(DisconnectReason.TransportClose);
    }

    internal void Receive(IncomingPacket packet)
    {
        if (IsConnected)
            _namespace.Record.Add(new ReceivedEvent(packet, this, _context.Serializer, _context.Limits));
        if (_inbox.TryAdd(packet))
            return;

        packet.Dispose();
        if (IsConnected)
            _session.End(DisconnectReason.InboxOverflow);
    }

    internal void ReceiveAcknowledgement(IncomingPacket packet) => _calls.Complete(packet);

    internal bool TrySend(OutgoingPacket packet)
    {
        lock (_gate)
        {
            if (_isConnected)
                return _session.TrySend(packet);
        }

        packet.Dispose();
        return false;
    }

    /// <summary>It is no longer in the namespace; the first reason given counts.</summary>
    internal void End(DisconnectReason reason)
    {
        lock (_gate)
        {
            if (!_isConnected)
                return;
            Volatile.Write(ref _isConnected, false);
        }

        _namespace.Remove(this);
        _calls.FailAll(reason);
        _inbox.Complete(reason);
        _ended.TrySetResult(reason);
    }

    internal override ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken)
    {
        EventNames.ThrowIfReservedForEmit(emission.EventName);
        if (emission.Callback is not { } callback)
        {
            Send(emission, id: null);
            return default;
        }

        var handler = _namespace.Handlers.Callback(callback);
        var asking = AskAsync(emission, timeout: null, _context.Stopping);
        if (asking.IsFaulted)
            return new ValueTask(asking);
        _context.Work.Run(() => CallBackAsync(handler, emission.EventName, asking));
        return default;
    }

    internal override async Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(emission, timeout, cancellationToken).ConfigureAwait(false);
        answer.Dispose();
    }

    internal override async Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(emission, timeout, cancellationToken).ConfigureAwait(false);
        return _context.Serializer.ReadAcknowledgement<TResult>(answer);
    }

    private async Task<IncomingPacket> AskAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        EventNames.ThrowIfReservedForEmit(emission.EventName);
        var wait = timeout ?? _context.Options.WaitTimeout;
        (long id, Task<IncomingPacket> answer) = _calls.Begin();
        try
        {
            Send(emission, id);
            return await answer.WaitAsync(wait, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new SocketIOTimeoutException($"The client did not acknowledge '{emission.EventName}' on {Namespace} within {wait.TotalSeconds} s.");
        }
        finally
        {
            _calls.Abandon(id);
        }
    }

    private async Task CallBackAsync(HandlerMethod handler, string eventName, Task<IncomingPacket> asking)
    {
        await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!asking.IsCompletedSuccessfully)
            return; // never acknowledged: a callback is not called then

        using var answer = await asking.ConfigureAwait(false);
        await _inbox.InvokeAsync(handler, _inbox.Invocation(HandlerKind.Acknowledgement, eventName, answer)).ConfigureAwait(false);
    }

    private void Send(in Emission emission, long? id)
    {
        if (!TrySend(_context.Serializer.Event(Namespace, emission, id)))
            throw Gone();
    }

    private SocketIODisconnectedException Gone() => new($"The client is no longer connected to {Namespace}.") { Delivery = Delivery.NotSent };
}
