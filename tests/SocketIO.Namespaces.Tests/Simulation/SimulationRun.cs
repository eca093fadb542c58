using System.Buffers;
using System.Diagnostics;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.Clients;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>Plays one scenario to a whole client in memory, under a clock of its own, and then asks whether the client kept its promises.</summary>
internal sealed class SimulationRun
{
    private static readonly string[] Paths = ["/", "/a", "/b"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Eternity = TimeSpan.FromHours(1);

    private readonly Setup _setup;
    private readonly Stillness _stillness;
    private readonly TestClock _clock = new();
    private readonly Journal _journal;
    private readonly Ledger _ledger;
    private readonly PacketPool _pool = new(ArrayPool<byte>.Shared);

    private SimulationRun(Setup setup, Stillness stillness)
    {
        _setup = setup;
        _stillness = stillness;
        _journal = new Journal(_clock);
        _ledger = new Ledger(_journal);
        Server = new SimulatedServer(_journal, _ledger, _clock);
        User = new SimulatedUser(new AsyncClient(setup.ToOptions(_clock, _journal), Server, _pool), _journal, _ledger, _clock);
        foreach (var path in Paths)
            User.Listen(path);
    }

    public SimulatedServer Server { get; }

    public SimulatedUser User { get; }

    /// <exception cref="AssertionException">The client broke a promise: tells which, and what happened.</exception>
    public static void Play(Scenario scenario, Stillness stillness)
    {
        var run = new SimulationRun(scenario.Setup, stillness);
        try
        {
            foreach (var step in scenario.Steps)
                run.Do(step);
            run.Finish();
        }
        catch (TimeoutException exception)
        {
            run._journal.Fault(exception.Message);
        }

        if (run._journal.HasFaults)
            throw new AssertionException($"{run._journal}\nScenario:\n{scenario}");
    }

    public void Connect(string[] paths, bool retry, TimeSpan? patience) => User.Begin("connect", () =>
    {
        var source = patience is { } limit ? new CancellationTokenSource(limit, _clock) : null;
        return User.Client.ConnectAsync("http://localhost:3000", paths, retry: retry, cancellationToken: source?.Token ?? default);
    });

    /// <summary>Disposes the client, which takes no longer than a stop may.</summary>
    public void Dispose()
    {
        var latest = _clock.GetUtcNow() + User.Client.Core.Options.StopTimeout;
        var disposing = User.Watch("dispose", () => User.Client.DisposeAsync().AsTask());
        PassUntil(() => disposing.IsCompleted, () => "the disposal");
        _journal.FaultUnless(_clock.GetUtcNow() <= latest, $"The disposal took {_clock.GetUtcNow() - latest} too long.");
    }

    /// <summary>Has several users do things at the same time, each on a thread of its own.</summary>
    public void AtOnce(IEnumerable<IEnumerable<Step>> users)
    {
        var threads = users.Select(steps => new Thread(() =>
        {
            foreach (var step in steps)
                step.Do(this);
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }

    /// <summary>Lets time pass: in one leap, or from timer to timer.</summary>
    public void Pass(TimeSpan span)
    {
        for (var end = _clock.GetUtcNow() + span; _clock.GetUtcNow() < end;)
        {
            var left = end - _clock.GetUtcNow();
            _clock.Advance(_setup.Settles && NextTimer() is { } next && next < left ? next : left);
            Settle();
        }

        foreach (var late in User.Operations.Where(operation => operation.Deadline <= _clock.GetUtcNow()))
            WaitFor(() => late.Task.IsCompleted, $"{late.Name}, whose time is over");
    }

    private void Do(Step step)
    {
        _journal.Note(step.Text);
        step.Do(this);
        Settle();
    }

    private void Settle()
    {
        if (_setup.Settles)
            _stillness.Wait();
    }

    private void Finish()
    {
        _journal.Note("all shall end well now");
        User.BehaveWell();
        Server.Recover();
        PassUntil(() => User.Operations.All(operation => operation.Task.IsCompleted), () => "the end of: " + string.Join(", ", User.Operations.Where(operation => !operation.Task.IsCompleted).Select(operation => operation.Name)));
        CheckHearing();

        Dispose();
        PassUntil(IsNothingLeft, WhatIsLeft);
        _ledger.CheckEnd();
    }

    /// <summary>A client that is up, or gets up by itself, hears every event and gets every answer.</summary>
    private void CheckHearing()
    {
        foreach (var path in Paths)
        {
            while (ComesUp() && User.Client.Of(path).IsConnected && !Hears(path))
                _journal.Note("it went away meanwhile; once more");
        }
    }

    private bool ComesUp()
    {
        PassUntil(() => User.Client.State is ClientState.Disconnected or ClientState.Disposed || IsUp(), () => $"a connection, or the end; the state is {User.Client.State}");
        return User.Client.State == ClientState.Connected;
    }

    private bool Hears(string path)
    {
        var link = Server.Link;
        var serial = Server.Emit(path, wantsAck: true, "return");
        PassUntil(() => !IsUp() || _ledger.IsHandled(serial!.Value), () => $"event {serial} to be handled in {path}");
        var call = User.Call(path);
        PassUntil(() => call.Task!.IsCompleted, () => $"the answer of {path}");
        if (!IsUp() || Server.Link != link || !User.Client.Of(path).IsConnected)
            return false;
        _journal.FaultUnless(call.Task!.IsCompletedSuccessfully, $"The last {call} failed.");
        return true;
    }

    private bool IsUp()
        => User.Client.State == ClientState.Connected
            && Server.Link is { IsHealthy: true } link
            && Paths.All(path => User.Client.Of(path).IsConnected == link.Joined.Contains(path));

    private bool IsNothingLeft()
        => _clock.Waits().Count == 0
            && _ledger.KnowsOfDisposal
            && _pool.Outgoing.Outstanding == 0
            && _pool.Incoming.Outstanding == 0
            && !User.Client.Core.AwaitsAnswer
            && Server.Links.All(link => link.IsGone)
            && User.Client.Core.Namespaces.All.All(session => session.Inbox.CompleteAsync().IsCompleted)
            && User.Operations.All(operation => operation.Task.IsCompleted);

    private string WhatIsLeft()
        => $"nothing to be left: told of the disposal: {_ledger.KnowsOfDisposal}; timers {string.Join(", ", _clock.Waits())}; packets {_pool.Outgoing.Outstanding} out, {_pool.Incoming.Outstanding} in; "
            + $"acknowledgement awaited: {User.Client.Core.AwaitsAnswer}; connections gone: {Server.Links.Count(link => link.IsGone)} of {Server.Links.Count}; "
            + $"operations: {string.Join(", ", User.Operations.Where(operation => !operation.Task.IsCompleted).Select(operation => operation.Name))}";

    /// <summary>Lets time pass, timer by timer, until a fact comes about.</summary>
    private void PassUntil(Func<bool> fact, Func<string> what)
    {
        var began = Stopwatch.GetTimestamp();
        var latest = _clock.GetUtcNow() + Eternity;
        for (_stillness.Wait(); !fact(); _stillness.Wait())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience || _clock.GetUtcNow() > latest)
                throw new TimeoutException($"Waited in vain for {what()}.");
            if (NextTimer() is { } next)
                _clock.Advance(next);
        }
    }

    private static void WaitFor(Func<bool> fact, string what)
    {
        if (!SpinWait.SpinUntil(fact, Patience))
            throw new TimeoutException($"Waited in vain for {what}.");
    }

    private TimeSpan? NextTimer() => _clock.Waits().Where(wait => wait > TimeSpan.Zero).Cast<TimeSpan?>().Min();
}
