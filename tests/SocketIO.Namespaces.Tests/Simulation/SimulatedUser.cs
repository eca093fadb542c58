using System.Collections.Concurrent;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>The code around a client: asks things of it, and handles what it hears, well or badly.</summary>
internal sealed class SimulatedUser
{
    private static readonly byte[] Attachment = [1, 2, 3];

    private readonly ConcurrentDictionary<string, string> _behaviours = new();
    private readonly Dictionary<string, Task> _callers = [];
    private readonly ConcurrentQueue<Operation> _operations = new();
    private readonly Journal _journal;
    private readonly Ledger _ledger;
    private readonly TimeProvider _clock;
    private int _handlers;

    public SimulatedUser(AsyncClient client, Journal journal, Ledger ledger, TimeProvider clock)
    {
        Client = client;
        _journal = journal;
        _ledger = ledger;
        _clock = clock;
        client.StateChanged += (_, change) => ledger.OnState(change);
    }

    public AsyncClient Client { get; }

    public IEnumerable<Operation> Operations => _operations;

    public void Listen(string path)
    {
        Client.On("connect", () => LiveAsync(path, "connect", _ledger.OnConnect), path);
        Client.On("disconnect", () => LiveAsync(path, "disconnect", _ledger.OnDisconnect), path);
        Client.On("connect_error", () => LiveAsync(path, "connect_error", _ => { }), path);
        Client.On("work", (int serial, string behaviour, CancellationToken cancellationToken) => WorkAsync(path, serial, behaviour, cancellationToken), path);
    }

    /// <summary>What handlers of a moment do from now on.</summary>
    public void Behave(string moment, string behaviour) => _behaviours[moment] = behaviour;

    public void BehaveWell() => _behaviours.Clear();

    /// <summary>Begins an operation.</summary>
    public void Begin(string name, Func<Task> start) => _ = Watch(name, start);

    /// <summary>Begins an operation, and waits for its end, however that may be.</summary>
    public Task Watch(string name, Func<Task> start, DateTimeOffset? deadline = null)
    {
        var task = RunAsync(name, start);
        _operations.Enqueue(new Operation(name, task, deadline));
        return task;
    }

    /// <summary>Emits after whatever the same caller emitted before.</summary>
    public void Emit(string caller, string path, EmissionKind kind, EmitOptions options, TimeSpan? patience, bool attaches)
    {
        Task? previous;
        lock (_callers)
            previous = _callers.GetValueOrDefault(caller, Task.CompletedTask);
        var task = EmitAfterAsync(previous);
        lock (_callers)
            _callers[caller] = task;
        _operations.Enqueue(new Operation($"emits of {caller}", task));

        async Task EmitAfterAsync(Task previous)
        {
            await previous;
            await EmitAsync(caller, path, kind, options, patience, attaches);
        }
    }

    /// <summary>Calls, with all patience.</summary>
    public Emission Call(string path)
    {
        var emission = _ledger.NewEmission("the end", path, EmissionKind.Call);
        _ = Watch(emission.ToString(), () => emission.Task = CallAsync(Client.Of(path), emission, "", timeout: null));
        return emission;
    }

    /// <summary>Calls, and checks the answer.</summary>
    public Task CallAsync(string caller, string path, TimeSpan? timeout)
    {
        var emission = _ledger.NewEmission(caller, path, EmissionKind.Call);
        return emission.Task = CallAsync(Client.Of(path), emission, caller, timeout);
    }

    /// <summary>Emits; a call's answer is not waited for.</summary>
    public Task EmitAsync(string caller, string path, EmissionKind kind, EmitOptions options, TimeSpan? patience, bool attaches)
    {
        var emission = _ledger.NewEmission(caller, path, kind);
        object data = attaches ? (caller, Attachment) : caller;
        var emitter = Client.Of(path).With(options);
        var source = patience is { } limit && kind != EmissionKind.Call ? new CancellationTokenSource(limit, _clock) : null;
        var deadline = kind == EmissionKind.Call ? _clock.GetUtcNow() + (patience ?? TimeSpan.FromSeconds(30)) : (DateTimeOffset?)null;
        var watched = Watch(emission.ToString(), StartAsync, deadline);
        return kind == EmissionKind.Call ? Task.CompletedTask : watched;

        Task StartAsync() => emission.Task = kind switch
        {
            EmissionKind.Emit => emitter.EmitAsync(emission.EventName, data, source?.Token ?? default).AsTask(),
            EmissionKind.Callback => emitter.EmitAsync(emission.EventName, data, (int answer) => OnAnswer(emission, answer), source?.Token ?? default).AsTask(),
            _ => CallAsync(emitter, emission, data, patience),
        };
    }

    private async Task CallAsync(ISocketIOEmitter emitter, Emission emission, object data, TimeSpan? timeout)
    {
        var answer = await emitter.CallAsync<int>(emission.EventName, data, timeout);
        _journal.FaultUnless(answer == emission.Serial, $"{emission} was answered with {answer}.");
    }

    private void OnAnswer(Emission emission, int answer)
    {
        emission.OnCallback();
        _journal.FaultUnless(answer == emission.Serial, $"{emission} was answered with {answer}.");
        if (emission.Serial % 5 == 0)
            throw new InvalidOperationException("A callback of the user's failed.");
    }

    private async Task<int> WorkAsync(string path, int serial, string behaviour, CancellationToken cancellationToken)
    {
        _journal.Note($"  handler of {path}: work {serial}, {behaviour}");
        _ledger.OnHandled(path, serial);
        await ActAsync(path, behaviour, cancellationToken);
        return serial;
    }

    private async Task LiveAsync(string path, string moment, Action<string> note)
    {
        var behaviour = _behaviours.GetValueOrDefault(moment, "return");
        _journal.Note($"  handler of {path}: {moment}, {behaviour}");
        note(path);
        await ActAsync(path, behaviour, CancellationToken.None);
    }

    private async Task ActAsync(string path, string behaviour, CancellationToken cancellationToken)
    {
        var me = $"handler {Interlocked.Increment(ref _handlers)}";
        switch (behaviour)
        {
            case "throw":
                throw new InvalidOperationException("A handler of the user's failed.");
            case "hang":
                await Task.Delay(TimeSpan.FromSeconds(7), _clock, cancellationToken);
                break;
            case "hang deaf":
                await Task.Delay(TimeSpan.FromSeconds(8), _clock, CancellationToken.None);
                break;
            case "emit":
                await EmitAsync(me, path, EmissionKind.Emit, new EmitOptions(), patience: null, attaches: false);
                await EmitAsync(me, path, EmissionKind.Callback, new EmitOptions(), patience: null, attaches: true);
                break;
            case "call":
                await EmitAsync(me, path, EmissionKind.Callback, new EmitOptions(), patience: null, attaches: false);
                await Watch($"call of {me}", () => CallAsync(me, path, TimeSpan.FromSeconds(3)));
                break;
            case "disconnect":
                await Watch($"disconnect by {me}", () => Client.DisconnectAsync());
                break;
            case "leave":
                await Watch($"leave {path} by {me}", () => Client.Of(path).LeaveAsync());
                break;
            case "reconnect":
                await Watch($"reconnect by {me}", () => Client.ReconnectAsync());
                break;
            case "dispose":
                await Watch($"dispose by {me}", () => Client.DisposeAsync().AsTask());
                break;
        }
    }

    private async Task RunAsync(string name, Func<Task> start)
    {
        try
        {
            await start();
            _journal.Note($"  {name}: done");
        }
        catch (Exception exception)
        {
            _journal.Note($"  {name}: {exception.GetType().Name}: {exception.Message}");
            var isDeclared = exception is SocketIOException or OperationCanceledException
                || (exception is InvalidOperationException && (name.StartsWith("connect", StringComparison.Ordinal) || name.StartsWith("reconnect", StringComparison.Ordinal)));
            _journal.FaultUnless(isDeclared, $"{name} failed in a way that is not declared: {exception}");
        }
    }
}
