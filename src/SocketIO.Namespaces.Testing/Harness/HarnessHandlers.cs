using System.Runtime.ExceptionServices;
using System.Text;
using SocketIO.Namespaces.Clients.Handling;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Harness;

/// <summary>Calls the handlers of the class as a client does: found, bound and run by the same code, one at a time, in order.</summary>
internal sealed class HarnessHandlers
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly AsyncLocal<bool> _isInside = new();
    private readonly IClientNamespace _instance;
    private readonly SocketIOEmitter _emitter;
    private readonly HarnessContext _context;
    private readonly HandlerTable _table;
    private readonly HandlerRunner _runner;
    private CancellationTokenSource _running = new();

    /// <exception cref="NamespaceDefinitionException">The class is wrong.</exception>
    public HarnessHandlers(IClientNamespace instance, SocketIOEmitter emitter, HarnessContext context)
    {
        _instance = instance;
        _emitter = emitter;
        _context = context;
        _table = NamespaceDefinition.Inspect(instance.GetType()).Compile(context.Binding);
        _runner = new HandlerRunner(context.Options, context.Serializer, ClientMetrics.Create(factory: null), context.Logger);
    }

    /// <summary>Whether the caller runs inside one of the handlers.</summary>
    public bool IsInside => _isInside.Value;

    /// <summary>The handled event nearest to one that has no handler.</summary>
    public string? Nearest(string eventName) => _table.Nearest(eventName);

    /// <summary>Whether anything handles an event.</summary>
    public bool Handles(string eventName) => (_table.Find(eventName) ?? _table.CatchAll) is not null;

    /// <summary>Handles an event, behind those before it.</summary>
    /// <returns>What the server would receive as the acknowledgement, now the caller's; null if nothing.</returns>
    public async Task<OutgoingPacket?> HandleAsync(IncomingPacket packet)
    {
        var eventName = Encoding.UTF8.GetString(packet.EventName);
        var method = _table.Find(eventName);
        var kind = method is null ? HandlerKind.CatchAll : HandlerKind.Event;
        return (method ?? _table.CatchAll) is { } handler ? await InTurnAsync(handler, Invocation(kind, eventName, packet, lifecycle: null)).ConfigureAwait(false) : null;
    }

    /// <summary>Tells the class of a moment in the namespace's life, behind the events before it.</summary>
    public Task EnterAsync(HandlerKind kind, object value)
    {
        var (method, name) = kind switch
        {
            HandlerKind.Connect => (_table.Connect, EventNames.Connect),
            HandlerKind.ConnectError => (_table.ConnectError, EventNames.ConnectError),
            _ => (_table.Disconnect, EventNames.Disconnect),
        };
        return method is null ? Task.CompletedTask : InTurnAsync(method, Invocation(kind, name, packet: null, value));
    }

    /// <summary>Calls a callback with an acknowledgement, in no handler's way.</summary>
    public Task CallBackAsync(HandlerMethod callback, string eventName, IncomingPacket acknowledgement)
        => RunAsync(callback, target: null, Invocation(HandlerKind.Acknowledgement, eventName, acknowledgement, lifecycle: null));

    /// <summary>Cancels the token of the handlers that run; later ones get a fresh one.</summary>
    public void Cancel() => Interlocked.Exchange(ref _running, new CancellationTokenSource()).Cancel();

    private async Task<OutgoingPacket?> InTurnAsync(HandlerMethod method, HandlerInvocation invocation)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Factory.StartNew(() => RunInsideAsync(method, invocation), CancellationToken.None, Options, TaskScheduler.Default)
                .Unwrap().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private TaskCreationOptions Options => _instance is ClientNamespace ? TaskCreationOptions.LongRunning : TaskCreationOptions.None;

    private Task<OutgoingPacket?> RunInsideAsync(HandlerMethod method, HandlerInvocation invocation)
    {
        _isInside.Value = true;
        return RunAsync(method, _instance, invocation);
    }

    private async Task<OutgoingPacket?> RunAsync(HandlerMethod method, object? target, HandlerInvocation invocation)
    {
        invocation.CancellationToken = Volatile.Read(ref _running).Token;
        var filters = invocation.Kind is HandlerKind.Event or HandlerKind.CatchAll ? _context.Filters : null;
        await _runner.RunAsync(method, target, invocation, filters).ConfigureAwait(false);
        if (invocation.Failure is { } failure && invocation.Acknowledgement is null && _context.Options.OnHandlerError is null)
            ExceptionDispatchInfo.Throw(failure);
        return invocation.Acknowledgement;
    }

    private HandlerInvocation Invocation(HandlerKind kind, string eventName, IncomingPacket? packet, object? lifecycle) => new()
    {
        Kind = kind,
        Namespace = _context.Namespace,
        EventName = eventName,
        Packet = packet,
        Lifecycle = lifecycle,
        Emitter = _emitter,
        Services = _context.Options.Services,
    };
}
