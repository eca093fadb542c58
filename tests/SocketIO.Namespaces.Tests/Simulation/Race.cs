using System.Buffers;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>Sixteen workers that use one client at once in every way, in real time, while the connection is lost again and again, and at last the client
/// is disposed in their midst.</summary>
internal sealed class Race
{
    public static readonly string[] Paths = ["/", "/a", "/b"];

    private const int Workers = 16;

    private readonly CountingClock _clock = new();
    private readonly PacketPool _pool = new(ArrayPool<byte>.Shared);
    private readonly Journal _journal;
    private readonly Ledger _ledger;
    private readonly int _seed;
    private IRaceServer _server = null!;
    private SimulatedUser _user = null!;
    private volatile bool _isOver;

    private Race(int seed)
    {
        _seed = seed;
        _journal = new Journal(_clock);
        _ledger = new Ledger(_journal);
    }

    public static async Task RunInMemoryAsync(int seed)
    {
        var race = new Race(seed);
        await race.RunAsync(new SimulatedRaceServer(race._journal, race._ledger, race._clock));
    }

    public static async Task RunOverSocketsAsync(int seed)
    {
        var race = new Race(seed);
        await race.RunAsync(await LoopbackRaceServer.StartAsync(race._ledger));
    }

    private async Task RunAsync(IRaceServer server)
    {
        await using var _ = server;
        _server = server;
        var options = Options();
        _user = new SimulatedUser(new AsyncClient(options, server.Connector(options), _pool), _journal, _ledger, _clock);
        foreach (var path in Paths)
            _user.Listen(path);
        await _user.Watch("connect", () => _user.Client.ConnectAsync(server.Url, Paths, retry: true));

        var workers = Enumerable.Range(0, Workers).Select(number => Task.Run(() => WorkAsync(number))).ToArray();
        await Task.Delay(100 + (new Random(_seed).Next(100)));
        await _user.Watch("dispose", () => _user.Client.DisposeAsync().AsTask());
        _isOver = true;
        await Soon.UntilAsync(
            () => workers.All(worker => worker.IsCompleted) && IsNothingLeft(),
            () => $"Seed {_seed}: something is left: {workers.Count(worker => !worker.IsCompleted)} workers, {WhatIsLeft()}\n{_journal}");
        _ledger.CheckEnd();
        if (_journal.HasFaults)
            throw new AssertionException($"Seed {_seed}\n{_journal}");
    }

    private SocketIOClientOptions Options()
    {
        var options = new SocketIOClientOptions { TimeProvider = _clock, LoggerFactory = _journal };
        options.Transports.Add(TransportKind.WebSocket);
        options.Reconnection.Delay = TimeSpan.FromMilliseconds(1);
        options.Reconnection.MaxDelay = TimeSpan.FromMilliseconds(5);
        options.Reconnection.StableAfter = TimeSpan.FromMilliseconds(10);
        options.Reconnection.AfterServerDisconnect = true;
        options.StopTimeout = TimeSpan.FromSeconds(1);
        return options;
    }

    private async Task WorkAsync(int number)
    {
        var random = new Random((_seed * Workers) + number);
        var me = $"worker {number}";
        while (!_isOver)
        {
            var path = Paths[random.Next(Paths.Length)];
            await ActAsync(me, path, random);
            await Task.Yield();
        }
    }

    private Task ActAsync(string me, string path, Random random) => random.Next(40) switch
    {
        < 14 => _user.EmitAsync(me, path, EmissionKind.Emit, new EmitOptions(), patience: null, attaches: random.Next(4) == 0),
        < 20 => _user.EmitAsync(me, path, EmissionKind.Callback, new EmitOptions(), patience: null, attaches: false),
        < 28 => _user.Watch("call", () => _user.CallAsync(me, path, TimeSpan.FromMilliseconds(random.Next(1, 200)))),
        < 33 => _server.EmitAsync(path),
        33 => _server.LoseAsync(random),
        34 => _user.Watch($"join {path}", () => Bounded(token => _user.Client.JoinAsync(path, cancellationToken: token))),
        35 when path != "/" => _user.Watch($"leave {path}", () => Bounded(token => _user.Client.Of(path).LeaveAsync(token))),
        36 => _user.Watch("reconnect", () => Bounded(token => _user.Client.ReconnectAsync(token))),
        37 when random.Next(4) == 0 => _user.Watch("disconnect", () => Bounded(token => _user.Client.DisconnectAsync(token))),
        _ => _user.Watch("connect", () => Bounded(token => _user.Client.ConnectAsync(_server.Url, Paths, retry: true, cancellationToken: token))),
    };

    private static async Task Bounded(Func<CancellationToken, Task> act)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await act(patience.Token);
    }

    private bool IsNothingLeft()
        => _user.Operations.All(operation => operation.Task.IsCompleted)
            && _ledger.KnowsOfDisposal
            && _clock.Timers.Count == 0
            && _pool.Outgoing.Outstanding == 0
            && _pool.Incoming.Outstanding == 0
            && _server.Open == 0
            && !_user.Client.Core.AwaitsAnswer
            && _user.Client.Core.Namespaces.All.All(session => session.Inbox.CompleteAsync().IsCompleted);

    private string WhatIsLeft()
        => $"the state is {_user.Client.State}, told: {_ledger.KnowsOfDisposal}; timers of {string.Join(", ", _clock.Timers)}; packets {_pool.Outgoing.Outstanding} out, {_pool.Incoming.Outstanding} in; connections {_server.Open}; "
            + $"an answer awaited: {_user.Client.Core.AwaitsAnswer}; "
            + $"inboxes: {string.Join(", ", _user.Client.Core.Namespaces.All.Where(session => !session.Inbox.CompleteAsync().IsCompleted).Select(session => session.Namespace))}; "
            + $"operations: {string.Join(", ", _user.Operations.Where(operation => !operation.Task.IsCompleted).Select(operation => operation.Name))}";
}
