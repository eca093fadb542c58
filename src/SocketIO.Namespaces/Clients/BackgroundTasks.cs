using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Clients;

/// <summary>The tasks a user started on a client, and callbacks under way: cancelled and awaited when the client stops.</summary>
internal sealed class BackgroundTasks(ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Unit> _running = [];
    private CancellationTokenSource _stopping = new();

    /// <summary>Cancelled with what runs now.</summary>
    public CancellationToken Stopping
    {
        get
        {
            lock (_gate)
                return _stopping.Token;
        }
    }

    /// <summary>Runs work on the thread pool.</summary>
    /// <returns>Its task; a failure is logged as well.</returns>
    public Task Run(Func<CancellationToken, Task> work) => Start(work, TaskCreationOptions.None);

    /// <summary>Runs work that may block, on a thread of its own.</summary>
    /// <returns>Its task; a failure is logged as well.</returns>
    public Task Run(Action<CancellationToken> work) => Start(
        token =>
        {
            work(token);
            return Task.CompletedTask;
        },
        TaskCreationOptions.LongRunning);

    /// <summary>Cancels what runs and waits for it; what is started afterwards runs normally. Never throws.</summary>
    /// <param name="caller">The unit of work that asked for the stop and so is not waited for.</param>
    public async Task StopAsync(object? caller)
    {
        CancellationTokenSource stopping;
        Task[] others;
        lock (_gate)
        {
            stopping = _stopping;
            _stopping = new CancellationTokenSource();
            others = [.. _running.Where(unit => unit != caller).Select(unit => unit.Task)];
        }

        await stopping.CancelSafelyAsync(logger).ConfigureAwait(false);
        await Task.WhenAll(others).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Whether a unit of work is one of these tasks.</summary>
    public bool Contains(object? unit)
    {
        lock (_gate)
            return unit is Unit task && _running.Contains(task);
    }

    private Task Start(Func<CancellationToken, Task> work, TaskCreationOptions options)
    {
        var unit = new Unit();
        lock (_gate)
        {
            var token = _stopping.Token;
            unit.Task = Task.Factory.StartNew(
                () => RunAsync(unit, work, token), CancellationToken.None, options | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
            _running.Add(unit);
        }

        unit.Task.IgnoreFailure(); // logged
        return unit.Task;
    }

    private async Task RunAsync(Unit unit, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        CurrentWork.Enter(unit);
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.BackgroundTaskFailed(logger, exception);
            throw;
        }
        finally
        {
            lock (_gate)
                _running.Remove(unit);
        }
    }

    private sealed class Unit
    {
        public Task Task { get; set; } = Task.CompletedTask;
    }
}
