using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.BackgroundTasks;

/// <summary>Runs one background task of a client: once it is connected, in a scope of its own, again and again if that is wanted.</summary>
internal sealed class BackgroundTaskRunner(AsyncClient client, BackgroundTaskRegistration task, IServiceScopeFactory scopes, ILogger logger)
{
    private readonly string _client = ClientLabel.Of(task.Client);
    private readonly ReconnectionOptions _waits = new() { Delay = task.Options.RestartDelay, MaxDelay = task.Options.MaxRestartDelay };
    private readonly TimeProvider _time = client.Core.Time;

    /// <summary>Runs the task until it has ended and is not to be started again. Never throws: what the task throws is logged.</summary>
    /// <param name="stopping">Cancelled when the task shall end.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            for (var restarts = 0; ; restarts++)
            {
                await client.WaitForConnectedAsync(stopping).ConfigureAwait(false);
                var began = _time.GetTimestamp();
                Exception? failure = await RunOnceAsync(stopping).ConfigureAwait(false);
                if (!ShallRestart(failure))
                    break;

                restarts = _time.GetElapsedTime(began) > _waits.MaxDelay ? 0 : restarts;
                TimeSpan wait = Backoff.Delay(_waits, restarts);
                Log.BackgroundTaskRestarts(logger, task.Name, _client, wait);
                await Task.Delay(wait, _time, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return; // as it should
        }
    }

    private bool ShallRestart(Exception? failure) => task.Options.Restart switch
    {
        BackgroundTaskRestart.Always => true,
        BackgroundTaskRestart.OnFailure => failure is not null,
        _ => false,
    };

    /// <returns>What it failed of, logged; null if it ended in order.</returns>
    private async Task<Exception?> RunOnceAsync(CancellationToken stopping)
    {
        try
        {
            AsyncServiceScope scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
                await task.Task.InvokeAsync(scope.ServiceProvider, client, stopping).ConfigureAwait(false);
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            Log.BackgroundTaskFailed(logger, failure, task.Name, _client);
            return failure;
        }
    }
}
