using System.Text;
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
    private readonly HarnessRunner _runner;

    /// <exception cref="NamespaceDefinitionException">The class is wrong.</exception>
    public HarnessHandlers(IClientNamespace instance, SocketIOEmitter emitter, HarnessContext context, HarnessRunner runner)
    {
        _instance = instance;
        _emitter = emitter;
        _context = context;
        _runner = runner;
        _table = NamespaceDefinition.Inspect(instance.GetType()).Compile(context.Binding);
    }

    /// <summary>Whether the caller runs inside one of the handlers, or was started by one.</summary>
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
        return _runner.RunAsync(method, _instance, invocation);
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
